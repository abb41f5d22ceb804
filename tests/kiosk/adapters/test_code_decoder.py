"""Codes are read from what a webcam sees of a receipt; damage gives nothing, never something else."""

from datetime import date

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.file_code import find_file_code
from demo.camera_view import Hold, camera_view, empty_desk
from demo.files import sample_files
from demo.receipts import draw_receipt
from kiosk.adapters.code_decoder import CodeDecoder
from kiosk.core.scan import Symbology

FILE = sample_files(date(2026, 11, 22))[0]


@pytest.fixture(scope="module")
def pages():
    return {
        Symbology.QR: draw_receipt(FILE, "Thủ Dầu Một", bars=False),
        Symbology.CODE_128: draw_receipt(FILE, "Thủ Dầu Một", qr=False),
    }


def read(view):
    """File codes and symbologies, with time enough for every try on a busy machine."""
    return {(find_file_code(reading.text), reading.symbology) for reading in CodeDecoder(limit_s=5.0).decode(view)}


@pytest.mark.parametrize("symbology", list(Symbology))
@pytest.mark.parametrize(
    "hold",
    [
        Hold(),
        Hold(turn=180),
        Hold(turn=14, tilt=-12, swing=10),
        Hold(blur=1.3, distance=150),
        Hold(noise=12, light=0.5),
        Hold(distance=200),
    ],
    ids=["plain", "upside-down", "slanted", "soft", "dark", "further"],
)
def test_a_held_receipt_is_read(pages, symbology, hold):
    assert read(camera_view(pages[symbology], hold=hold)) == {(FILE.code, symbology)}


def test_the_qr_is_read_at_half_the_resolution(pages):
    assert read(camera_view(pages[Symbology.QR], (640, 480), Hold(distance=130))) == {(FILE.code, Symbology.QR)}


def test_what_is_too_soft_for_the_first_reader_is_read_by_the_second(pages):
    view = camera_view(pages[Symbology.CODE_128], hold=Hold(blur=1.4, noise=6, distance=170))
    plain = zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormat.Code128, try_invert=False)
    assert not plain
    assert read(view) == {(FILE.code, Symbology.CODE_128)}


def test_other_symbologies_are_not_looked_for():
    barcode = zxingcpp.create_barcode("8934563138165", zxingcpp.BarcodeFormat.EAN13)
    picture = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=4))
    assert read(np.pad(picture, 40, constant_values=255)) == set()


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((0, 0), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
        np.zeros((1, 1), np.uint8),
        np.zeros((2, 3000, 3), np.uint8),
        np.zeros((40, 40), np.float32),
        np.zeros((40, 40, 4), np.uint8),
        np.zeros((33, 33), np.uint8),
        np.zeros((40,), np.uint8),
        np.full((720, 1280, 3), 255, np.uint8),
    ],
    ids=["empty", "no-rows", "dot", "line", "floats", "alpha", "smallest", "flat", "white"],
)
def test_a_strange_frame_gives_nothing(frame):
    assert read(frame) == set()


def test_an_empty_desk_gives_nothing():
    assert read(empty_desk()) == set()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    symbology=st.sampled_from(list(Symbology)),
    seed=st.integers(0, 10_000),
    cover=st.integers(0, 60),
    cut=st.floats(0.3, 1),
)
def test_damage_never_turns_a_code_into_another(views, symbology, seed, cover, cut):
    chance = np.random.default_rng(seed)
    view = views[symbology].copy()
    for _ in range(cover):
        x, y = chance.integers(100, 1180), chance.integers(150, 480)
        cv2.circle(view, (int(x), int(y)), int(chance.integers(2, 14)), chance.integers(0, 255, 3).tolist(), -1)
    data = cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, 20])[1]
    damaged = cv2.imdecode(data[: int(len(data) * cut)], cv2.IMREAD_COLOR)
    assert damaged is None or {code for code, _ in read(damaged)} <= {FILE.code, None}


@pytest.fixture(scope="module")
def views(pages):
    return {symbology: camera_view(page) for symbology, page in pages.items()}


def test_it_says_how_long_it_took(views):
    ticks = iter([10.0, 10.1, 10.4, 10.5])
    decoder = CodeDecoder(lambda: next(ticks))
    decoder.decode(views[Symbology.QR])
    assert decoder.spent_s == 0.5


class Ticking:
    """A hundredth of a second passes whenever it is looked at."""

    now = 0.0

    def __call__(self):
        self.now += 0.01
        return self.now


def test_no_try_is_begun_that_would_go_beyond_the_limit():
    clock = Ticking()
    decoder = CodeDecoder(clock, limit_s=0.045)
    spent = []
    for _ in range(4):
        decoder.decode(empty_desk())
        spent.append(decoder.spent_s)
    unlimited = CodeDecoder(Ticking(), limit_s=9.0)
    unlimited.decode(empty_desk())
    assert max(spent) < unlimited.spent_s


@pytest.mark.parametrize(
    ("symbology", "hold"),
    [
        (Symbology.CODE_128, Hold(blur=1.4, noise=6, distance=170)),
        (Symbology.QR, Hold(blur=1.8, noise=6, distance=200)),
    ],
)
def test_a_machine_on_which_nothing_fits_reads_with_fewer_frames_a_second(pages, symbology, hold):
    """Four times as slow as a small one of today: what looks for bars would be over the limit already."""
    view = camera_view(pages[symbology], hold=hold)
    formats = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode))
    assert not zxingcpp.read_barcodes(view, formats=formats, try_invert=False), "it takes a close look"
    decoder = CodeDecoder(Ticking(), limit_s=0.0)
    for _ in range(6):
        found = [{find_file_code(one.text) for one in decoder.decode(view)} for _ in range(2)]
        assert {FILE.code} in found, "one frame of two"


def test_what_opening_a_frame_took_counts_but_leaves_something(pages):
    view = camera_view(
        pages[Symbology.CODE_128], hold=Hold(blur=4.5, distance=200)
    )  # much to look at, and nothing to read
    spent = []
    for opened_s in (0.0, 0.04, 0.08, 0.18, 9.0):
        decoder = CodeDecoder(Ticking(), limit_s=0.2)
        decoder.decode(view, opened_s)
        spent.append(decoder.spent_s)
    assert spent[0] > spent[1] > spent[2] > spent[3] == spent[4]


def test_thin_bars_are_read_at_half_the_resolution(pages):
    view = camera_view(pages[Symbology.CODE_128], (640, 480), Hold(distance=150, turn=4))
    assert not zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormat.Code128, try_invert=False)
    assert read(view) == {(FILE.code, Symbology.CODE_128)}


def test_a_code_that_is_no_file_code_is_read_too():
    barcode = zxingcpp.create_barcode("KHO-7731", zxingcpp.BarcodeFormat.Code128)
    picture = np.pad(np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=3)), 60, constant_values=255)
    assert [reading.text for reading in CodeDecoder(limit_s=5.0).decode(picture)] == ["KHO-7731"]
