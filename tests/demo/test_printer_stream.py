"""ESC/POS as the virtual printer reads it, in pieces of any size."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.printer_stream import Ask, Cut, Feed, Mark, PrinterStream, Reset, Row, Unit

JOB = bytes.fromhex(
    "1b40 1d50cbcb 1b6101 00 1d763000 0200 0200 80010000 1b4a14 1b6402 0a 1d763003 0100 0100 ff"
    "10 04 01 1d5600 1d5601 1d564110 1d564200 1d2848 0600 3030 41423132 1d2845 0300 010203 1d7201"
)
ORDERS = [
    Reset(),
    Unit(0xCB),
    Row(b"\x80\x01", 1, 1),
    Row(b"\x00\x00", 1, 1),
    Feed(units=20),
    Feed(lines=2),
    Feed(lines=1),
    Row(b"\xff", 2, 2),
    Cut(to_cutter=False),
    Cut(to_cutter=False),
    Cut(to_cutter=True, units=16),
    Cut(to_cutter=True, units=0),
    Mark(b"AB12"),
    Ask(1),
]


def test_orders_of_a_job():
    asked: list[int] = []
    stream = PrinterStream(asked.append)
    assert stream.feed(JOB) == ORDERS
    assert asked == [1]
    assert (stream.stray, stream.corrupted, stream.waiting) == (0, 0, 0)


def test_byte_by_byte_is_the_same():
    asked: list[int] = []
    stream = PrinterStream(asked.append)
    assert [order for byte in JOB for order in stream.feed(bytes([byte]))] == ORDERS
    assert (asked, stream.stray, stream.corrupted) == ([1], 0, 0)


@given(st.lists(st.integers(0, len(JOB)), max_size=8))
def test_any_pieces_are_the_same(cuts):
    stream = PrinterStream(lambda _: None)
    edges = [0, *sorted(cuts), len(JOB)]
    pieces = [JOB[start:end] for start, end in pairwise(edges)]
    assert [order for piece in pieces for order in stream.feed(piece)] == ORDERS


@pytest.mark.parametrize("piecewise", [False, True])
def test_a_real_time_command_in_a_picture_is_obeyed_at_once_and_counted(piecewise):
    asked: list[int] = []
    stream = PrinterStream(asked.append)
    raster = bytes.fromhex("1d763000 0200 0300 0010 0402 1014")  # also across two rows
    for piece in [bytes([byte]) for byte in raster] if piecewise else [raster]:
        stream.feed(piece)
    assert asked == [2]
    assert stream.corrupted == 2


def test_an_answer_does_not_wait_for_the_rest_of_a_picture():
    asked: list[int] = []
    stream = PrinterStream(asked.append)
    stream.feed(bytes.fromhex("1d763000 4800 8000") + bytes(50) + b"\x10\x04\x04")
    assert asked == [4]


def test_text_is_counted_as_stray():
    stream = PrinterStream(lambda _: None)
    stream.feed(b"Vi?t\x00\x1bZ")
    assert stream.stray == 6
