"""The scanner against a camera over HTTP, in good and bad moods, and against files."""

import functools
import threading
import time
from datetime import date

import cv2
import numpy as np
import pytest

from contract.notices import Camera
from demo.camera import DemoCamera, Mood, receipt_view
from demo.camera_view import camera_view
from demo.files import sample_files
from demo.receipts import draw_foreign_page, draw_receipt
from kiosk.adapters.camera_reader import CameraReader
from kiosk.adapters.camera_source import OPEN_MS, READ_MS, open_source

TODAY = date(2026, 11, 22)
OFFICE = "Bộ phận một cửa thành phố Thủ Dầu Một"
FILES = sample_files(TODAY)
view_of = functools.cache(lambda number: receipt_view(number, OFFICE, TODAY))
SECONDS = 30.0
"""Deadline of every waiting here."""


class Heard:
    """What a reader told, to wait for."""

    def __init__(self):
        self.told = []
        self._changed = threading.Condition()

    def _tell(self, word):
        with self._changed:
            self.told.append(word)
            self._changed.notify_all()

    def reader(self, source):
        return CameraReader(
            str(source),
            self._tell,
            lambda: self._tell("foreign"),
            self._tell,
        )

    def codes(self):
        """File codes in the order they were first told; a slow machine may tell one again or be blind for a moment."""
        return [word for word in dict.fromkeys(self.told) if word != "foreign" and not isinstance(word, Camera)]

    def wait(self, word, times=1, seconds=SECONDS):
        with self._changed:
            return self._changed.wait_for(lambda: self.told.count(word) >= times, seconds)


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def camera():
    with DemoCamera() as camera:
        yield camera


@pytest.fixture
def watch(heard):
    """Start a reader; it is stopped, and its threads are gone, when the test is over."""
    readers = []

    def start(source):
        reader = heard.reader(source)
        readers.append(reader)
        reader.start()
        return reader

    yield start
    assert all(reader.stop(OPEN_MS / 1000 + 1) for reader in readers)


@pytest.mark.parametrize("kind", ["qr", "bars"])
def test_every_sample_receipt_is_read_from_the_stream(camera, heard, watch, kind):
    watch(camera.url)
    for number, file in enumerate(FILES):
        page = draw_receipt(file, OFFICE, qr=kind == "qr", bars=kind == "bars")
        camera.show(camera_view(page, seed=number))
        assert heard.wait(file.code), f"{file.code} of {heard.told}"
    assert heard.codes() == [file.code for file in FILES]


def test_a_receipt_that_lay_before_the_camera_at_the_start_is_read(camera, heard, watch):
    camera.show(view_of(1))
    watch(camera.url)
    assert heard.wait(FILES[0].code)


def test_a_foreign_code_is_told_and_the_receipt_after_it_read(camera, heard, watch):
    camera.show(camera_view(draw_foreign_page("001099000111||Nguyễn Văn Mẫu|01012000|Nam")))
    watch(camera.url)
    assert heard.wait("foreign")
    camera.show(view_of(2))
    assert heard.wait(FILES[1].code)
    assert heard.codes() == [FILES[1].code]


def test_an_unplugged_camera_is_told_of_and_found_again(camera, heard, watch):
    reader = watch(camera.url)
    camera.show(view_of(1))
    assert heard.wait(FILES[0].code)
    camera.set_mood(Mood.UNPLUGGED)
    assert heard.wait(Camera.LOST)
    assert reader.latest_frame() is None
    camera.show(view_of(2))
    camera.set_mood(Mood.LIVE)
    assert heard.wait(FILES[1].code)
    assert [word for word in heard.told if word != FILES[0].code] == [
        Camera.READY, Camera.LOST, Camera.READY, FILES[1].code,
    ]  # fmt: skip


def test_a_frozen_camera_is_told_of_and_found_again(camera, heard, watch):
    watch(camera.url)
    camera.show(view_of(1))
    assert heard.wait(FILES[0].code)
    camera.set_mood(Mood.STALLED)
    assert heard.wait(Camera.LOST)
    camera.set_mood(Mood.LIVE)
    assert heard.wait(Camera.READY, times=2)


def test_a_camera_that_hangs_is_told_of_and_what_it_shows_is_not_read_again(camera, heard, watch):
    """Else the next citizen would be shown the file of the one before."""
    camera.show(view_of(1))
    reader = watch(camera.url)
    assert heard.wait(FILES[0].code)
    camera.set_mood(Mood.FROZEN)
    assert heard.wait(Camera.FROZEN)
    reader.stop()
    told = len(heard.told)
    reader.start()
    assert heard.wait(Camera.FROZEN, times=2)
    assert set(heard.told[told:]) == {Camera.READY, Camera.FROZEN}
    camera.set_mood(Mood.LIVE)
    assert heard.wait(FILES[0].code, times=2)
    assert heard.told.index(Camera.FROZEN, told) < len(heard.told) - 1


def test_a_covered_camera_is_told_of_until_it_sees_again(camera, heard, watch):
    watch(camera.url)
    camera.show(np.random.default_rng(1).integers(0, 12, (720, 1280, 3), np.uint8))
    assert heard.wait(Camera.DARK)
    camera.show(view_of(1))
    assert heard.wait(FILES[0].code)
    assert heard.told == [Camera.READY, Camera.DARK, Camera.READY, FILES[0].code]


def test_a_camera_screwed_on_upside_down_reads_and_is_found_out(camera, heard, watch):
    reader = watch(camera.url)
    for place in range(4):
        camera.show(np.ascontiguousarray(view_of(1 + place)[::-1, ::-1]))
        assert heard.wait(FILES[place].code)
    assert heard.wait(Camera.UPSIDE_DOWN)
    upright = view_of(4)[::48, ::48].astype(int)

    def shown_upright():
        frame = reader.latest_frame()
        return frame is not None and np.abs(frame[::48, ::48].astype(int) - upright).mean() < 20

    until = time.monotonic() + SECONDS
    while not shown_upright() and time.monotonic() < until:
        assert camera.wait_sent(1, SECONDS)
    assert shown_upright()


def test_damaged_pictures_are_survived(camera, heard, watch):
    watch(camera.url)
    camera.show(view_of(1))
    assert heard.wait(FILES[0].code)
    camera.set_mood(Mood.GARBLED)
    camera.show(view_of(3))
    assert camera.wait_sent(10, SECONDS)
    camera.set_mood(Mood.LIVE)
    assert heard.wait(FILES[2].code)
    assert set(heard.codes()) == {FILES[0].code, FILES[2].code}


@pytest.mark.parametrize("mood", list(Mood))
def test_stopping_never_waits_for_the_camera(camera, heard, mood):
    camera.set_mood(mood)
    camera.show(view_of(1))
    reader = heard.reader(camera.url)
    reader.start()
    heard.wait(FILES[0].code if mood is Mood.LIVE else Camera.LOST, seconds=0.5)
    start = time.monotonic()
    reader.stop()
    assert time.monotonic() - start < 1
    assert reader.latest_frame() is None
    told = len(heard.told)
    assert reader.stop((OPEN_MS + READ_MS) / 1000)
    assert len(heard.told) == told


def test_it_starts_again_after_a_stop(camera, heard, watch):
    camera.show(view_of(1))
    reader = watch(camera.url)
    for scan in (1, 2, 3):
        reader.start()
        assert heard.wait(FILES[0].code, times=scan)
        reader.stop()
    assert heard.codes() == [FILES[0].code]


def test_it_can_be_stopped_from_its_own_callback(camera):
    camera.show(view_of(1))
    stopped = threading.Event()
    reader = CameraReader(
        camera.url, lambda _code: (reader.stop(), stopped.set()), lambda: None, lambda _condition: None
    )
    reader.start()
    assert stopped.wait(SECONDS)
    assert reader.stop(OPEN_MS / 1000)


def test_the_preview_is_the_newest_picture(camera, heard, watch):
    camera.show(view_of(1))
    reader = watch(camera.url)
    assert heard.wait(FILES[0].code)
    frame = reader.latest_frame()
    assert frame.shape == (720, 1280, 3)
    assert frame.dtype == np.uint8


def test_no_camera_is_told_of(heard, watch):
    watch("http://127.0.0.1:9/camera.mjpg")
    assert heard.wait(Camera.LOST)


@pytest.mark.parametrize("name", ["99", "/dev/video99", "nowhere.mp4", "nowhere.png", "", "htp://x"])
def test_a_wrong_source_is_told_of_and_stopped(heard, watch, name):
    watch(name)
    assert heard.wait(Camera.LOST)


def test_a_picture_is_a_source(heard, watch, tmp_path):
    # a name with a number, which OpenCV's own capture takes for a sequence
    path = tmp_path / "receipt-01.png"
    cv2.imwrite(str(path), view_of(1))
    watch(path)
    assert heard.wait(FILES[0].code)


def test_a_folder_of_pictures_is_a_source(heard, watch, tmp_path):
    for number in (1, 2):
        cv2.imwrite(str(tmp_path / f"{number}.jpg"), view_of(number))
    (tmp_path / "notes.txt").write_text("not a picture")
    watch(tmp_path)
    assert heard.wait(FILES[0].code)
    assert heard.wait(FILES[1].code)


def test_a_broken_picture_is_told_of_and_read_when_it_is_whole(heard, watch, tmp_path):
    path = tmp_path / "receipt.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    watch(path)
    assert heard.wait(Camera.LOST)
    whole = tmp_path / "whole.png"
    cv2.imwrite(str(whole), view_of(1))
    whole.replace(path)
    assert heard.wait(FILES[0].code)


def brightness(source, count):
    """Of the next frames, to know which is which."""
    return [round(float(source.read().mean()) / 50) for _ in range(count)]


def test_a_film_begins_again_at_its_end(tmp_path, hurry):
    path = tmp_path / "scan.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20, (640, 480))
    for grey in (0, 50, 100):
        film.write(np.full((480, 640, 3), grey, np.uint8))
    film.release()
    source = open_source(str(path), hurry)
    assert brightness(source, 7) == [0, 1, 2, 0, 1, 2, 0]
    source.close()


def test_a_numbered_sequence_is_a_film_and_a_folder_begins_again_too(tmp_path, hurry):
    for number, grey in enumerate((0, 50, 100)):
        cv2.imwrite(str(tmp_path / f"view-{number}.png"), np.full((48, 64, 3), grey, np.uint8))
    for name in (tmp_path / "view-%d.png", tmp_path):
        source = open_source(str(name), hurry)
        assert brightness(source, 7) == [0, 1, 2, 0, 1, 2, 0]
        source.close()


@pytest.fixture
def hurry():
    """A stop that has happened: no pacing between frames."""
    stop = threading.Event()
    stop.set()
    return stop
