"""Both lines to a printer, TCP and a terminal in place of USB, with the far end under the test's own hands."""

import os
import socket
import time
import tty
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from contract.errors import CallAPersonError
from kiosk.adapters.printer_line import PrinterAddressError, open_line
from kiosk.adapters.tcp_line import TcpLine
from kiosk.adapters.usb_line import UsbLine
from kiosk.core.printer_errors import PrinterOfflineError
from kiosk.paper_ports import Line


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


@dataclass
class FarEnd:
    """The device's side of a line, under the test's own hands."""

    line: Line
    read: Callable[[int], bytes]
    write: Callable[[bytes], object]
    hang_up: Callable[[], None]


def tcp_ends() -> Iterator[FarEnd]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        line = TcpLine("127.0.0.1", server.getsockname()[1])
        line.open(soon())
        far, _ = server.accept()
        far.settimeout(2)
        yield FarEnd(line, far.recv, far.sendall, far.close)
        line.close()
        far.close()


def usb_ends() -> Iterator[FarEnd]:
    far, near = os.openpty()
    tty.setraw(near)
    line = UsbLine(os.ttyname(near))
    line.open(soon())
    os.close(near)
    yield FarEnd(line, lambda most: os.read(far, most), lambda data: os.write(far, data), lambda: os.close(far))
    line.close()


@pytest.fixture(params=[tcp_ends, usb_ends], ids=["tcp", "usb"])
def ends(request) -> Iterator[FarEnd]:
    yield from request.param()


def test_bytes_go_both_ways(ends):
    everything = bytes(range(256))
    assert ends.line.write(everything, soon()) == 256
    assert ends.read(256) == everything
    ends.write(everything)
    back = b""
    while len(back) < 256:
        back += ends.line.read(soon())
    assert back == everything
    ends.line.drop()


def test_opening_twice_keeps_the_connection(ends):
    ends.line.open(soon())
    ends.write(b"\x12")
    assert ends.line.read(soon()) == b"\x12"


def test_silence_ends_at_the_deadline(ends):
    begun = time.monotonic()
    assert ends.line.read(soon(0.15)) == b""
    assert 0.1 < time.monotonic() - begun < 20.0


def test_a_device_that_takes_nothing_ends_the_writing_at_the_deadline(ends):
    flood = bytes(32_000_000)
    begun = time.monotonic()
    taken = ends.line.write(flood, soon(0.5))
    assert taken < len(flood)
    assert time.monotonic() - begun < 20.0
    ends.line.drop()


def test_a_device_that_goes_away_is_offline(ends):
    ends.hang_up()
    with pytest.raises(PrinterOfflineError):
        ends.line.read(soon())
    with pytest.raises(PrinterOfflineError):
        ends.line.write(b"x", soon())


@pytest.mark.parametrize("line", [TcpLine("127.0.0.1", 1), UsbLine("/nowhere/usb/lp0")], ids=["tcp", "usb"])
def test_a_line_that_never_opened(line):
    with pytest.raises(PrinterOfflineError):
        line.open(soon())
    for use in (lambda: line.read(soon()), lambda: line.write(b"x", soon())):
        with pytest.raises(PrinterOfflineError, match="not connected"):
            use()
    line.close()
    line.drop()


def test_addresses():
    assert isinstance(open_line("tcp://printer.local:9100"), TcpLine)
    assert isinstance(open_line("tcp://192.168.1.9"), TcpLine)
    assert isinstance(open_line(str(Path("/dev/usb/lp0"))), UsbLine)


@pytest.mark.parametrize("address", ["", "lp0", "http://printer", "tcp://", "tcp://host:port", "tcp://host:99999"])
def test_wrong_addresses_are_named(address):
    with pytest.raises(PrinterAddressError) as raised:
        open_line(address)
    assert repr(address) in str(raised.value)
    assert isinstance(raised.value, CallAPersonError)


def test_what_the_printer_has_not_taken_is_known():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line = TcpLine("127.0.0.1", server.getsockname()[1])
        assert line.untaken() == 0
        line.open(soon())
        far, _ = server.accept()
        line.write(bytes(200_000), soon(0.3))
        assert line.untaken() > 0
        line.drop()
        far.close()
    assert UsbLine("/dev/usb/lp0").untaken() == 0
