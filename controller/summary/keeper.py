"""Writes the summaries by itself: each once, after closing, whole or not at all, caught up after a power cut; and sends them."""

import logging
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Event, Thread
from typing import Final

import msgspec

from contract.errors import HallError, TryAgainError
from contract.reports import Reports
from controller.core.due import CAUGHT_UP_DAYS, Due, Rhythm, due, premature
from controller.ports import Calendar, Clock

_EVERY_S: Final = 60.0
_FIRST_S: Final = 15.0
_STOP_S: Final = 5.0
_FIRST_WAIT: Final = timedelta(minutes=5)
_LONGEST_WAIT: Final = timedelta(hours=6)
_GIVEN_UP: Final = timedelta(days=7)
_REMEMBERED: Final = timedelta(days=2 * CAUGHT_UP_DAYS)
_BOOK: Final = "summaries.json"
_LOG: Final = logging.getLogger(__name__)


class MailTrouble(StrEnum):
    """Why a mail could not leave."""

    AWAY = "away"
    LOGIN = "login"
    REFUSED = "refused"
    SECRET = "secret"  # noqa: S105


class MailError(TryAgainError):
    """A mail did not leave; ``trouble`` says why."""

    def __init__(self, trouble: MailTrouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble


Make = Callable[[Due, Path], bool]
"""Writes a summary whole to a path; False where the journal has none of its days. Raises OSError or HallError."""
Send = Callable[[Due, Path], None]
"""Sends a summary once; raises MailError."""


class Mailing(msgspec.Struct):
    """A mail that has not left yet: tried ``times``, first at ``since``, again at ``after``."""

    file: str
    due: Due
    since: datetime
    after: datetime
    times: int = 0
    trouble: str = ""


class Book(msgspec.Struct):
    """What is done, as ``summaries.json`` keeps it; ``given_up`` are those whose mail never left."""

    begun: date
    written: dict[str, date] = {}
    mails: dict[str, Mailing] = {}
    given_up: dict[str, date] = {}


class SummaryKeeper:
    """``state`` is the controller's folder, ``folder`` where the PDFs go; ``send`` None: no mail."""

    def __init__(
        self,
        reports: Reports,
        state: Path,
        folder: Path,
        clock: Clock,
        calendar: Calendar,
        make: Make,
        send: Send | None,
    ) -> None:
        self._reports = reports
        self._place = state / _BOOK
        self._folder = folder
        self._clock = clock
        self._calendar = calendar
        self._make = make
        self._send = send
        self._rhythms = [one for one, on in ((Rhythm.DAILY, reports.daily), (Rhythm.WEEKLY, reports.weekly)) if on]
        self._stop = Event()
        self._thread = Thread(target=self._run, name="summaries", daemon=True)
        self._failing = False
        self._book: Book | None = None

    def start(self) -> None:
        """Look every minute."""
        self._thread.start()

    def stop(self) -> None:
        """Return when the thread has ended, or after some seconds: a mail server may take its time, and what it took is sent again."""
        self._stop.set()
        self._thread.join(_STOP_S)

    def trouble(self, texts: Mapping[str, str]) -> str:
        """What the head should know; empty where all is well. From any thread."""
        told = [texts["summary.write_trouble"]] if self._failing else []
        book = self._book
        mails = [one for one in list(book.mails.values()) if one.trouble] if book else []
        if mails:
            since = min(one.since for one in mails)
            words = texts[f"summary.mail.{mails[-1].trouble}"]
            told.append(texts["summary.mail_trouble"].format(since=f"{since:%H:%M %d/%m}", words=words))
        if book and book.given_up:
            told.append(texts["summary.given_up"].format(count=len(book.given_up)))
        return " ".join(told)

    def look(self) -> None:
        """Write what is due and send what has not left; raises OSError where the disk fails."""
        book = self._book = self._book or self._read()
        at = self._clock()
        self._failing = False
        self._take_back(book, at)
        for one in due(self._rhythms, at, book.begun, self._reports.hour, self._calendar, book.written):
            if self._stop.is_set() or not self._write(book, one, at):
                break
        for name in list(book.mails):
            if not self._stop.is_set() and book.mails[name].after <= at:
                self._mail(book, name, at)

    def _take_back(self, book: Book, at: datetime) -> None:
        """What a clock that was ahead had written before its day was over is written again when it is."""
        early = premature(book.written, at, self._reports.hour, self._calendar)
        if not early and book.begun <= at.date():
            return
        _LOG.warning("the clock was ahead when these summaries were written, they are made again: %s", ", ".join(early))
        for name in early:
            (self._folder / f"{name}.pdf").unlink(missing_ok=True)
            book.mails.pop(name, None)
            del book.written[name]
        book.begun = min(book.begun, at.date())
        self._keep(book, at)

    def _run(self) -> None:
        wait = _FIRST_S  # the hall comes first
        while not self._stop.wait(wait):
            wait = _EVERY_S
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the edge of a thread: the next minute tries again
                self._failing = True
                _LOG.exception("summaries")

    def _write(self, book: Book, one: Due, at: datetime) -> bool:
        """Whether it is done, be it that there was nothing to say."""
        file = self._folder / f"{one.name}.pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            made = file.exists() or self._make(one, file)  # a power cut may come between the file and the note of it
        except (OSError, HallError) as fault:
            self._failing = True
            _LOG.warning("the summary %s cannot be written: %s", one.name, fault)
            return False
        book.written[one.name] = one.until
        if made and self._send is not None:
            book.mails[one.name] = Mailing(str(file), one, at, at)
        self._keep(book, at)
        return True

    def _mail(self, book: Book, name: str, at: datetime) -> None:
        mail = book.mails[name]
        if not Path(mail.file).exists():  # somebody has taken it away
            del book.mails[name]
            self._keep(book, at)
            return
        try:
            if self._send is not None:
                self._send(mail.due, Path(mail.file))
        except MailError as fault:
            _LOG.warning("the mail of %s did not leave: %s", name, fault)
            mail.times, mail.trouble = mail.times + 1, fault.trouble.value
            mail.after = at + min(_FIRST_WAIT * 2 ** (mail.times - 1), _LONGEST_WAIT)
            if at - mail.since > _GIVEN_UP:
                book.given_up[name] = at.date()
                del book.mails[name]
        else:
            del book.mails[name]
            book.given_up.clear()  # mail leaves again
        self._keep(book, at)

    def _read(self) -> Book:
        """A book that cannot be read is begun anew: then nothing of the past is written or sent again."""
        try:
            return msgspec.json.decode(self._place.read_bytes(), type=Book)
        except FileNotFoundError:
            pass
        except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
            _LOG.warning("%s is begun anew: %s", self._place, fault)
        book = Book(self._clock().date())
        self._keep(book, self._clock())
        return book

    def _keep(self, book: Book, at: datetime) -> None:
        oldest = at.date() - _REMEMBERED
        book.written = {name: until for name, until in book.written.items() if until >= oldest}
        beside = self._place.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(book))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._place)
