"""The bytes of a print job: golden ones, and none that a printer would obey by mistake."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.printer_models import Cutter, PrinterModel, printer_model
from kiosk.adapters.escpos_job import BAND_ROWS, OBEYED_AT_ONCE, PrintJob, harmless, process_id, resync
from kiosk.core.picture import Picture

MARGIN = 12
ANY = PrintJob(PrinterModel(576))
TRICKY = st.sampled_from([0x00, 0x04, 0x05, 0x08, 0x0A, 0x10, 0x14, 0x20, 0x28, 0x40, 0x80, 0xFF])
INNER = st.lists(st.lists(TRICKY | st.integers(0, 255), min_size=5, max_size=5), min_size=1, max_size=40)


def with_margins(inner: list[list[int]]) -> Picture:
    """Eight bytes a row, white for 12 dots on both sides."""
    rows = (int.from_bytes(bytes(row), "big") << MARGIN for row in inner)
    return Picture(64, b"".join(row.to_bytes(8, "big") for row in rows), MARGIN)


def dots(picture: Picture) -> int:
    return int.from_bytes(picture.rows, "big")


def obeyed(data: bytes) -> int:
    return sum(data.count(command) for command in OBEYED_AT_ONCE)


@given(INNER)
def test_no_picture_holds_a_command_and_every_picture_stays_the_same_up_to_a_shift(inner):
    picture = with_margins(inner)
    safe = harmless(picture)
    assert obeyed(safe.rows) == 0
    shift = MARGIN - safe.margin
    assert dots(safe) in (dots(picture) >> shift, dots(picture) << shift)


@settings(max_examples=30)
@given(INNER)
def test_no_job_holds_a_command(inner):
    job = ANY.write(with_margins(inner), "AB12", after_broken=True)
    assert obeyed(job) == 0


def test_a_harmless_picture_is_left_alone():
    picture = with_margins([[1, 2, 3, 4, 5]])
    assert harmless(picture) is picture


def test_where_no_shift_helps_a_dot_is_thickened():
    patterns = [0x1004 << shift for shift in range(2 * MARGIN + 1)]
    rows = b"".join((pattern << MARGIN - 2).to_bytes(8, "big") for pattern in patterns)
    picture = Picture(64, rows, MARGIN)
    assert all(obeyed(picture.moved(move).rows) for move in range(-MARGIN, MARGIN + 1))
    safe = harmless(picture)
    assert obeyed(safe.rows) == 0
    assert dots(safe) & dots(picture) == dots(picture)
    assert (dots(safe) ^ dots(picture)).bit_count() <= len(patterns)


def test_golden_bytes_of_a_small_job():
    picture = Picture(16, b"\xff\x00" * 2 + bytes(2 * 20) + b"\x00\xff" + bytes(2 * 10))
    assert ANY.write(picture, "AB12", after_broken=False) == bytes.fromhex(
        "1b40 1d50cbcb"  # reset; feeds count in dots of 203 dpi
        "1d763000 0200 0200 ff00 ff00"  # two rows of two bytes
        "1b4a14"  # 20 white rows
        "1d763000 0200 0100 00ff"
        "1b4a0a"
        "1d564218"  # to the cutter, 3 mm on, cut
        "1d2848 0600 3030 41423132 1d7201"  # the two questions for proof
    )


def test_long_pictures_are_cut_into_bands_and_long_white_into_feeds():
    picture = Picture(8, b"\xff" * (2 * BAND_ROWS + 1) + bytes(600))
    job = ANY.write(picture, "AB12", after_broken=False)
    heights = [found[1][0] for found in re.finditer(rb"\x1dv0\x00\x01\x00(.)\x00", job, re.DOTALL)]
    assert heights == [BAND_ROWS, BAND_ROWS, 1]
    assert b"\x1bJ\xff\x1bJ\xff\x1bJ\x5a" in job


def test_a_white_picture_is_only_fed():
    job = ANY.write(Picture(8, bytes(3)), "AB12", after_broken=False)
    assert b"\x1dv0" not in job
    assert b"\x1bJ\x03" in job


def test_white_that_begins_a_picture_is_fed():
    job = ANY.write(Picture(8, bytes(30) + b"\x01"), "AB12", after_broken=False)
    assert job.index(b"\x1bJ\x1e") < job.index(b"\x1dv0")


def test_after_a_broken_job_the_band_is_filled_and_the_piece_cut_off_first():
    job = ANY.write(Picture(16, b"\xff\xff"), "AB12", after_broken=True)
    assert job.startswith(resync(2) + b"\x1dVB")
    assert len(resync(2)) == BAND_ROWS * 2


@pytest.mark.parametrize(
    ("model", "ending"),
    [
        ("default", b"\x1dVB\x18"),
        ("POS-5890", b"\x1bJ\x7e"),
        ("TM-T88V", b"\x1dVB\x18"),
        ("thermal-58-tear", b"\x1bJ\x7e"),
    ],
)
def test_each_model_ends_as_it_can(model, ending):
    job = PrintJob(printer_model(model, 80 if model == "TM-T88V" else 58))
    assert ending in job.write(Picture(384, b"\x01" * 48), "AB12", after_broken=False)


def test_a_full_cut_is_asked_for_where_there_is_no_other():
    assert b"\x1dVA\x18" in PrintJob(PrinterModel(576, cutter=Cutter.FULL)).write(Picture(8, b"\x01"), "AB12", False)


def test_a_printer_of_180_dpi_counts_feeds_in_its_own_dots():
    job = PrintJob(printer_model("TM-T88V", 80)).write(Picture(384, b"\x01" * 48), "AB12", after_broken=False)
    assert b"\x1dP\xb4\xb4" in job


def test_a_model_is_not_asked_what_it_would_print_as_letters():
    silent = PrintJob(printer_model("thermal-58-silent", 58)).write(Picture(8, b"\x01"), "AB12", after_broken=False)
    assert b"AB12" not in silent
    assert b"\x1dr" not in silent
    unmarked = PrintJob(printer_model("thermal-80-no-marks", 80)).write(Picture(8, b"\x01"), "AB12", after_broken=False)
    assert b"AB12" not in unmarked
    assert unmarked.endswith(b"\x1dr\x01")


@pytest.mark.parametrize("mark", ["", "ABC", "ABCDE", "AB\x10\x04"])
def test_marks_are_four_printable_characters(mark):
    with pytest.raises(ValueError, match="printable"):
        process_id(mark)
