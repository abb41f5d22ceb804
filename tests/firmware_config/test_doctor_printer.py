"""The doctor at the printer: every trouble that a printer has is caused by a printer that speaks ESC/POS, or by the system itself."""

import fcntl
import os
import socket
import termios
import threading
import tty

import pytest

from demo.printer import Condition, VirtualPrinter
from firmware_config.doctor.finding import Area
from tests.firmware_config.surgery import as_nobody, examined, kinds, kiosk, patient


def at(printer, **other):
    return kinds(patient(kiosk(printer=printer, **other)), Area.PRINTER)


@pytest.fixture
def printer():
    with VirtualPrinter() as one:
        yield one


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        (Condition.PAPER_LOW, "printer_low"),
        (Condition.PAPER_OUT, "printer_out"),
        (Condition.COVER_OPEN, "printer_open"),
        (Condition.ERROR, "printer_fault"),
        (Condition.MUTE, "printer_silent"),
    ],
)
def test_what_a_printer_says_of_itself_is_told(printer, condition, kind):
    printer.be(condition)
    assert at(printer.address) == [kind]
    assert printer.pieces == []


def test_a_printer_that_is_ready_is_well_and_prints_nothing(printer):
    found = examined(patient(kiosk(printer=printer.address)), Area.PRINTER)
    assert (found.findings, found.well) == ((), (Area.PRINTER,))
    assert printer.pieces == []
    assert printer.state()["stray"] == 0


def test_a_printer_at_usb_is_asked_the_same(tmp_path):
    with VirtualPrinter(link=tmp_path / "lp0") as printer:
        assert at(printer.address) == []
        printer.be(Condition.COVER_OPEN)
        assert at(printer.address) == ["printer_open"]


def test_a_model_that_cannot_answer_is_not_asked_for_an_answer(printer):
    printer.be(Condition.MUTE)
    assert at(printer.address, printer_model="thermal-80-silent") == []


def test_a_printer_that_is_off_the_network(printer):
    printer.be(Condition.OFF)
    assert at(printer.address) == ["printer_unreachable"]


def test_a_printer_whose_button_was_pressed_is_offline():
    def answer(line):
        while line.recv(64):
            line.sendall(bytes([0x1A, 0x12, 0x12]))  # DLE EOT 1: offline, and no cause

    with spoken(answer) as address:
        assert at(address) == ["printer_offline"]


def test_something_else_at_the_printers_address():
    with spoken(lambda line: line.sendall(b"220 mail.example.vn ESMTP ready\r\n")) as address:
        assert at(address) == ["printer_other_program"]


def test_no_printer_at_the_usb_port(tmp_path):
    assert at(str(tmp_path / "lp0")) == ["printer_missing"]
    (tmp_path / "lp0").write_bytes(b"")  # what is left where somebody once wrote to it without a printer
    assert at(str(tmp_path / "lp0")) == ["printer_missing"]


def test_a_printer_that_belongs_to_others():
    with terminal(0o600) as path:
        assert as_nobody(lambda: at(path)) == ["printer_forbidden"]


def test_a_printer_that_another_program_holds():
    with terminal(0o666) as path:
        taken = os.open(path, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(taken, termios.TIOCEXCL)
        try:
            assert as_nobody(lambda: at(path)) == ["printer_busy"]
        finally:
            os.close(taken)


@pytest.mark.parametrize(("model", "paper"), [("TM-T88X-IX", 80), ("thermal-80", 58)])
def test_a_model_that_does_not_fit(printer, model, paper):
    assert at(printer.address, printer_model=model, paper_mm=paper) == ["printer_model_wrong"]


class terminal:  # noqa: N801
    """A pseudo terminal, which is a character device like a printer's, with these rights."""

    def __init__(self, mode):
        self.ends = os.openpty()
        tty.setraw(self.ends[1])
        self.path = os.ttyname(self.ends[1])
        os.chmod(self.path, mode)  # noqa: PTH101

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        for end in self.ends:
            os.close(end)


class spoken:  # noqa: N801
    """A program at a port that talks as ``talk`` does, to each who connects."""

    def __init__(self, talk):
        self._talk = talk
        self._door = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return f"tcp://127.0.0.1:{self._door.getsockname()[1]}"

    def __exit__(self, *_):
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(5)

    def _serve(self):
        try:
            while True:
                line, _ = self._door.accept()
                with line:
                    self._talk(line)
        except OSError:
            return
