"""The virtual printer as a program: what comes out of it, what it answers, and how it is told to misbehave."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from demo.printer import Condition, VirtualPrinter
from demo.printer_control import tell

TICKET = bytes.fromhex("1b40 1d50cbcb 1d763000 0200 0100 8001 1b4a0a 1d564208 1d2848 0600 3030 41423132")
STATUS = bytes.fromhex("100401 100402 100404")


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as running:
        yield running


def converse(printer: VirtualPrinter, data: bytes, answer_bytes: int) -> bytes:
    with socket.create_connection(("127.0.0.1", printer.port), timeout=3) as line:
        line.sendall(data)
        back = b""
        while len(back) < answer_bytes:
            back += line.recv(64)
        return back


def test_a_ticket_by_hand(printer):
    assert converse(printer, TICKET, 7) == b"\x37\x22AB12\x00"
    image = printer.pieces[0].image
    assert image.size == (576, 96 + 1 + 10 + 8)  # what lay between head and cutter, the row, two feeds
    assert [x for x in range(576) if image.getpixel((x, 96)) == 0] == [0, 15]
    assert printer.pieces[0].job_bytes == len(TICKET)
    assert printer.last_byte_at == printer.pieces[0].received_at


def test_without_gs_p_feeds_are_counted_in_half_dots(printer):
    converse(printer, TICKET.replace(bytes.fromhex("1d50cbcb"), b""), 7)
    assert printer.pieces[0].image.height == 96 + 1 + 5 + 4


def test_a_cut_without_feed_leaves_the_last_lines_on_the_roll(printer):
    converse(printer, TICKET.replace(bytes.fromhex("1d564208"), b"\x1dV\x00"), 7)
    assert printer.pieces[0].image.height == 1 + 10
    assert printer.pieces[0].image.getextrema() == (255, 255)


def test_double_size_and_too_wide_rows(printer):
    wide = bytes.fromhex("1d763003 0100 0100 81 1d763000 4900 0100") + bytes(72) + b"\x01" + TICKET
    converse(printer, wide, 7)
    image = printer.pieces[0].image
    assert [x for x in range(576) if image.getpixel((x, 97)) == 0] == [0, 1, 14, 15]
    assert printer.too_wide == 1


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (Condition.READY, "12 12 12"),
        (Condition.PAPER_LOW, "12 12 1e"),
        (Condition.PAPER_OUT, "1a 32 7e"),
        (Condition.COVER_OPEN, "1a 16 12"),
        (Condition.ERROR, "1a 52 12"),
    ],
)
def test_status_of_each_condition(printer, condition, status):
    printer.be(condition)
    assert converse(printer, STATUS, 3) == bytes.fromhex(status)


def test_gs_r_tells_low_paper(printer):
    assert converse(printer, b"\x1dr\x01", 1) == b"\x00"
    printer.be(Condition.PAPER_LOW)
    assert converse(printer, b"\x1dr\x01", 1) == b"\x03"


def test_the_rest_of_a_ticket_waits_for_paper(printer):
    printer.end_paper_after(5)
    converse(printer, TICKET + STATUS, 3)
    assert converse(printer, STATUS, 3) == bytes.fromhex("1a 32 7e")
    assert not printer.pieces
    printer.be(Condition.READY)
    assert printer.wait_for_pieces(1)


def test_switched_off_it_refuses_and_forgets(printer):
    printer.be(Condition.PAPER_OUT)
    converse(printer, TICKET + STATUS, 3)
    printer.be(Condition.OFF)
    with pytest.raises(ConnectionRefusedError):
        converse(printer, STATUS, 3)
    printer.be(Condition.READY)
    assert converse(printer, STATUS, 3) == bytes.fromhex("12 12 12")
    assert not printer.pieces


def test_a_reset_is_a_reset(printer):
    printer.reset_after(10)
    with pytest.raises(ConnectionResetError):
        converse(printer, TICKET, 7)


def test_the_program_serves_is_told_and_ends(tmp_path: Path):
    command = [sys.executable, "-m", "demo.printer", "serve", "--port", "0", "--control", "0", "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            found = re.fullmatch(r"printer tcp://127.0.0.1:(\d+) control (\d+)\n", program.stdout.readline())
            assert found is not None
            port, control = int(found[1]), int(found[2])
            with socket.create_connection(("127.0.0.1", port), timeout=3) as line:
                line.sendall(TICKET)
                assert line.recv(64) == b"\x37\x22AB12\x00"
            told = [tell(control, wish) for wish in ("paper_out", "slow 9000", "paper_out_after 3", "reset_after 9")]
            assert told == ["ok"] * 4
            assert tell(control, "paper").startswith("? not understood")
            assert tell(control, "slow fast").startswith("?")
            assert json.loads(tell(control, "state")) == {
                "condition": "paper_out",
                "pieces": 1,
                "bytes": len(TICKET),
                "corrupted": 0,
                "stray": 0,
            }
            with Image.open(tmp_path / "ticket-0001.png") as image:
                assert (image.mode, image.width) == ("1", 576)
            ask = [sys.executable, "-m", "demo.printer", "tell", "--control", str(control)]
            assert subprocess.run([*ask, "ready"], check=False, capture_output=True, text=True).stdout == "ok\n"
            assert subprocess.run([*ask, "happy"], check=False, capture_output=True).returncode == 1
            program.send_signal(signal.SIGTERM)
            assert program.wait(30) == 0
        finally:
            program.kill()
    gone = subprocess.run([*ask, "ready"], check=False, capture_output=True, text=True)
    assert gone.returncode == 1
    assert "no printer is served" in gone.stderr
