"""A printer at a USB port: the kernel's ``/dev/usb/lp0``, never waited for without a deadline."""

import contextlib
import errno
import os
import select
import time
from typing import Final, NoReturn

from kiosk.core.printer_errors import PrinterOfflineError

_CHUNK: Final = 4 * 1024
_NOTHING_S: Final = 0.01


class UsbLine:
    """The device file of a printer; a ``kiosk.ports.Line``."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def open(self, until: float) -> None:  # noqa: ARG002 - opening a device file does not wait
        """PrinterOfflineError where the device is not there, in use or not ours."""
        if self._file is not None:
            return
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as fault:
            raise PrinterOfflineError(f"{self._path}: {fault.strerror}") from fault

    def write(self, data: bytes, until: float) -> int:
        """Bytes that the printer has taken by ``until``.

        The kernel's usblp forgets on closing what is still under way, so this waits until the last piece has gone out.
        """
        file, taken = self._standing(), 0
        while taken < len(data) and select.select([], [file], [], _left(until))[1]:
            try:
                taken += os.write(file, data[taken : taken + _CHUNK])
            except BlockingIOError:
                continue
            except OSError as fault:
                self._lost(fault)
        select.select([], [file], [], _left(until))
        return taken

    def read(self, until: float) -> bytes:
        """What has arrived, or arrives in time.

        A printer with nothing to say may show as readable with nothing to read, which is not its end.
        """
        file = self._standing()
        look = select.poll()
        look.register(file, select.POLLIN)
        while seen := look.poll(_left(until) * 1000):
            try:
                data = os.read(file, _CHUNK)
            except BlockingIOError:
                data = b""
            except OSError as fault:
                self._lost(fault)
            if not data and seen[0][1] & (select.POLLHUP | select.POLLERR):
                self._lost(OSError(errno.ENODEV, os.strerror(errno.ENODEV)))
            if data or _left(until) < _NOTHING_S:
                return data
            time.sleep(_NOTHING_S)
        return b""

    def untaken(self) -> int:
        """None: ``write`` has waited until the last piece went out."""
        return 0

    def close(self) -> None:
        """Let the device go."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                os.close(file)

    def drop(self) -> None:
        """The same: closing forgets what the printer has not taken."""
        self.close()

    def _standing(self) -> int:
        if self._file is None:
            raise PrinterOfflineError("not connected")
        return self._file

    def _lost(self, fault: OSError) -> NoReturn:
        self.close()
        raise PrinterOfflineError(f"{self._path}: {fault.strerror}") from fault


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
