"""A printer on the network: its own socket to port 9100, with a deadline on everything.

A deadline of the operating system (a minute and more for a switched-off printer) would stop the one print worker.
"""

import array
import contextlib
import fcntl
import select
import socket
import struct
import termios
import time
from typing import Final, NoReturn

from kiosk.core.printer_errors import PrinterOfflineError

_CHUNK: Final = 16 * 1024


class TcpLine:
    """One connection at a time to ``host:port``; a ``kiosk.ports.Line``."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def open(self, until: float) -> None:
        """Connect, without Nagle's delay; PrinterOfflineError when refused or not answered in time."""
        if self._socket is not None:
            return
        try:
            line = socket.create_connection(self._address, timeout=max(0.001, _left(until)))
        except OSError as fault:
            raise PrinterOfflineError(f"{self._address}: {fault}") from fault
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setblocking(False)
        self._socket = line

    def write(self, data: bytes, until: float) -> int:
        """Bytes that the system has taken by ``until``; PrinterOfflineError when the connection broke."""
        line, taken = self._standing(), 0
        while taken < len(data) and select.select([], [line], [], _left(until))[1]:
            try:
                taken += line.send(data[taken : taken + _CHUNK])
            except BlockingIOError:
                continue
            except OSError as fault:
                self._lost(fault)
        return taken

    def read(self, until: float) -> bytes:
        """What has arrived, or arrives in time; PrinterOfflineError when the printer hung up."""
        line = self._standing()
        if not select.select([line], [], [], _left(until))[0]:
            return b""
        try:
            data = line.recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError as fault:
            self._lost(fault)
        if not data:
            self._lost(None)
        return data

    def untaken(self) -> int:
        """Bytes that the printer has not acknowledged (Linux' SIOCOUTQ, which is TIOCOUTQ)."""
        if self._socket is None:
            return 0
        left = array.array("i", [0])
        fcntl.ioctl(self._socket, termios.TIOCOUTQ, left)
        return left[0]

    def close(self) -> None:
        """Disconnect; what was written still goes out. Unread answers are read first: they would turn it into a reset."""
        line, self._socket = self._socket, None
        if line is None:
            return
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_WR)
            line.recv(_CHUNK)
        line.close()

    def drop(self) -> None:
        """Disconnect by a reset, so that the system forgets what the printer has not taken."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._socket.close()
            self._socket = None

    def _standing(self) -> socket.socket:
        if self._socket is None:
            raise PrinterOfflineError("not connected")
        return self._socket

    def _lost(self, fault: OSError | None) -> NoReturn:
        self.close()
        raise PrinterOfflineError(f"the connection broke: {fault or 'the printer hung up'}") from fault


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
