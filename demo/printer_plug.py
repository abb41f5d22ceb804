"""Where the virtual printer is plugged in: a TCP port, one host at a time, or a pseudo terminal in place of USB."""

import contextlib
import os
import socket
import struct
import tty
from pathlib import Path
from typing import Final, Protocol

_CHUNK: Final = 4096
_WINDOW: Final = 16 * 1024
_SEGMENT: Final = 1460
"""As on a network: a printer takes in little at a time, the rest waits at its host."""


class Plug(Protocol):
    """The printer's end of the line; never blocks. ``read`` returns None when the host has hung up."""

    def plug_in(self) -> None:
        """Make the printer reachable."""

    def unplug(self) -> None:
        """Make it unreachable."""

    def waits_for(self, *, reading: bool) -> list[int]:
        """Files that become readable when there is something to do."""

    def meet(self) -> None:
        """Take a host that has called, if none is there."""

    def read(self, most: int) -> bytes | None:
        """What has arrived."""

    def write(self, data: bytes) -> int:
        """Send; returns how many bytes went."""

    def reset(self) -> None:
        """Break the connection off."""


class TcpPlug:
    """127.0.0.1, ``port`` (0: any; the one it got is kept)."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._listener: socket.socket | None = None
        self._host: socket.socket | None = None

    def plug_in(self) -> None:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=8)
        self._listener.setblocking(False)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WINDOW)
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT)
        self.port = self._listener.getsockname()[1]

    def unplug(self) -> None:
        """Hang up and listen no more."""
        for end in (self._host, self._listener):
            if end is not None:
                end.close()
        self._host = self._listener = None

    def waits_for(self, *, reading: bool) -> list[int]:
        """The host, or the door while there is none."""
        if self._host is not None:
            return [self._host.fileno()] if reading else []
        return [self._listener.fileno()] if self._listener is not None else []

    def meet(self) -> None:
        """One host at a time; the others wait at the door."""
        if self._host is None and self._listener is not None:
            with contextlib.suppress(BlockingIOError):
                self._host, _ = self._listener.accept()
                self._host.setblocking(False)
                self._host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self, most: int) -> bytes | None:
        """From the host."""
        if self._host is None:
            return b""
        try:
            data = self._host.recv(most)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._host.close()
            self._host = None
            return None
        return data

    def write(self, data: bytes) -> int:
        """To the host; without one it is lost."""
        try:
            return self._host.send(data) if self._host else len(data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)

    def reset(self) -> None:
        """RST instead of FIN."""
        if self._host is not None:
            self._host.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._host.close()
            self._host = None


class TerminalPlug:
    """A pseudo terminal whose host side is linked at ``link``; it exists while the printer is on."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        """The host side stays open here too, so that a host that closes it does not end it."""
        self._ends = os.openpty()
        tty.setraw(self._ends[1])
        os.set_blocking(self._ends[0], False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._ends[1]))

    def unplug(self) -> None:
        """The device file disappears."""
        if self._ends is not None:
            self._link.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
            self._ends = None

    def waits_for(self, *, reading: bool) -> list[int]:
        """The printer's end."""
        return [self._ends[0]] if self._ends and reading else []

    def meet(self) -> None:
        """A device file has no calls."""

    def read(self, most: int) -> bytes | None:
        """From the host."""
        try:
            return os.read(self._ends[0], min(most, _CHUNK)) if self._ends else b""
        except BlockingIOError:
            return b""

    def write(self, data: bytes) -> int:
        """To the host."""
        try:
            return os.write(self._ends[0], data) if self._ends else len(data)
        except BlockingIOError:
            return 0

    def reset(self) -> None:
        """Out and in again, as a USB device that falls off the bus."""
        self.unplug()
        self.plug_in()
