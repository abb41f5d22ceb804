"""What a receipt printer answers when it is asked how it is: three questions, no dot on paper, an end to every wait.

The questions are DLE EOT 1, 2 and 4 (Epson's ESC/POS reference), which a printer answers even with its cover open.
"""

import errno
import os
import select
import socket
import stat
import time
from typing import Final
from urllib.parse import urlsplit

from contract.notices import Printer
from contract.printer_answers import QUESTIONS, PrinterAnswers
from firmware_config.doctor.adapters.deadline import left

_RAW_PORT: Final = 9100
_ASK: Final = b"".join(b"\x10\x04" + bytes([one]) for one in QUESTIONS)
_CONNECT_S: Final = 3.0
_ANSWER_S: Final = 2.0
_CHUNK: Final = 4096
_WORD: Final = 6
_BY_ERROR: Final = {
    errno.ENOENT: "printer_missing",
    errno.ENODEV: "printer_missing",
    errno.ENXIO: "printer_missing",
    errno.EACCES: "printer_forbidden",
    errno.EPERM: "printer_forbidden",
    errno.EBUSY: "printer_busy",
}


class PrinterError(Exception):
    """It cannot be asked; its text is the kind of the finding."""


def condition(address: str, until: float) -> Printer | None:
    """What it says of itself; None where it takes the questions and says nothing, or not all. Raises PrinterError."""
    line = _device(address) if address.startswith("/") else _network(address, until)
    try:
        return _asked(line, min(until, time.monotonic() + _ANSWER_S))
    except OSError as fault:
        raise PrinterError(_BY_ERROR.get(fault.errno or 0, "printer_unreachable")) from fault
    finally:
        os.close(line)


def _device(path: str) -> int:
    try:
        line = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as fault:
        raise PrinterError(_BY_ERROR.get(fault.errno or 0, "printer_missing")) from fault
    if not stat.S_ISCHR(os.fstat(line).st_mode):
        os.close(line)
        raise PrinterError("printer_missing")
    return line


def _network(address: str, until: float) -> int:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or _RAW_PORT
    except ValueError as fault:
        raise PrinterError("printer_unreachable") from fault
    try:
        line = socket.create_connection((host or "", port), min(_CONNECT_S, left(until)))
    except (OSError, UnicodeError) as fault:
        raise PrinterError("printer_unreachable") from fault
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.setblocking(False)
    return line.detach()


def _asked(line: int, until: float) -> Printer | None:
    answers = PrinterAnswers()
    answers.ask()
    heard = b""
    if select.select([], [line], [], left(until))[1]:
        os.write(line, _ASK)
    while not answers.complete and time.monotonic() < until:
        if not select.select([line], [], [], left(until))[0]:
            break
        try:
            data = os.read(line, _CHUNK)
        except BlockingIOError:
            continue
        if not data:
            if stat.S_ISCHR(os.fstat(line).st_mode):  # nothing to say for now
                time.sleep(0.01)
                continue
            break
        heard += data
        if _are_words(heard):
            raise PrinterError("printer_other_program")
        answers.feed(data)
    return answers.condition() if answers.complete else None


def _are_words(heard: bytes) -> bool:
    """A greeting in letters, which no printer has: status bytes may look like one letter or another, never like a word."""
    return len(heard) >= _WORD and all(32 <= one < 127 or one in b"\r\n\t" for one in heard)
