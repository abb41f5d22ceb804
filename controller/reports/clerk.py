"""The process behind the desk: reads the journal on between questions, answers one line with one line, and goes home when all is quiet."""

import os
import select
import sqlite3
import sys
import time
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from contract.errors import HallError
from controller.reports.export import write_file
from controller.reports.question import ReportError, ReportsAwayError
from controller.reports.reports import Reports
from controller.reports.wire import Answering, Asking

_QUIET_S: Final = 600.0
_NICE: Final = 19
_ASKING: Final = msgspec.json.Decoder(Asking)


def serve(folder: Path, asked: RawIOBase, answered: BinaryIO) -> int:
    """Until ``asked`` ends, or ten minutes without a question; the exit code."""
    os.nice(_NICE)
    reports = Reports(folder)
    try:
        while True:
            behind = not _caught_up(reports)
            if not select.select([asked], [], [], 0 if behind else _QUIET_S)[0]:
                if behind:
                    continue
                return 0
            line = asked.readline()
            if not line:
                return 0
            answered.write(msgspec.json.encode(_answer(reports, _ASKING.decode(line))) + b"\n")
            answered.flush()
    finally:
        reports.close()


def _caught_up(reports: Reports) -> bool:
    """Some of the journal further; what fails is tried again, and told, with the next question."""
    try:
        return reports.catch_up(lambda: False)
    except (HallError, OSError, sqlite3.Error):
        return True


def _answer(reports: Reports, asking: Asking) -> Answering:
    deadline = time.monotonic() + asking.wait_s
    try:
        if asking.file:
            write_file(reports, asking.question, Path(asking.file), asking.labels, lambda: time.monotonic() < deadline)
            return Answering()
        return Answering(reports.table(asking.question, lambda: time.monotonic() < deadline))
    except ReportsAwayError as fault:
        return Answering(fault=str(fault), share=fault.share)
    except ReportError as fault:
        return Answering(fault=str(fault))
    except (HallError, OSError, sqlite3.Error) as fault:  # a full disk, a journal that is away: later perhaps
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        return Answering(fault=str(fault) or type(fault).__name__, share=0.0)
