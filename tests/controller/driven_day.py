"""A day and a morning of a small office through the real service and journal, in which every kind of event happens.

``python -m tests.controller.driven_day > tests/controller/journals/v3.sql`` stores the journal of the present version.
"""

import sqlite3
import sys
import tempfile
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import replace
from datetime import time
from pathlib import Path

from contract.commands import (
    AskSuggestion,
    CallNext,
    CallNumber,
    CancelVisit,
    ClearAlarm,
    CloseCounter,
    CloseField,
    EndEmergency,
    Finish,
    GrantPriority,
    HandleSuggestion,
    HoldNumbers,
    LeaveSuggestion,
    LookUpFile,
    MarkAbsent,
    OpenCounter,
    OpenField,
    Park,
    PauseCounter,
    Place,
    PostMessage,
    PrintState,
    RaiseAlarm,
    RaiseEmergency,
    RateVisit,
    Recall,
    ReportPrint,
    ReportTicket,
    ReportUnspoken,
    ReturnVisit,
    Score,
    SignIn,
    SignOut,
    TakeTicket,
    Transfer,
    Undo,
    Unspoken,
)
from contract.ids import DeviceId, FileCode
from contract.notices import Camera, LookUp, Presence, Printer
from contract.suggestion import SuggestionKind, SuggestionState, suggestion_number
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.day import Plan, Session
from controller.core.follow import invitation_mark
from controller.core.rights import Sender, device_sender, phone_sender
from controller.ports import RegistryAnswer
from controller.service import Service
from tests.office import (
    CIVIL,
    ELDERLY,
    FIVE,
    HOA,
    KEYPAD,
    KIOSK,
    LAN,
    LAND,
    MAI,
    ONE,
    PAD,
    PASSWORD,
    FakeVerifier,
    RecordingOutlet,
    Requests,
    SetClock,
    clerk,
    head_page,
    small_site,
)

CODE = FileCode("H56.14-240823-0001")
MORNING_ONLY = Plan((Session(time(7, 30), time(11, 30)),))
WHOLE_DAY = Plan((Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17))))
HEADER = """\
-- A journal as version 3 stores it: the real Service and SqliteJournal, driven by tests/controller/driven_day.py, which says how
-- to write this file again. Once version 4 stores something else this file stays as it is, and replays for ever.
"""


class AtOnce(Executor):
    """Does what it is given before it returns."""

    def submit(self, fn, /, *args, **kwargs):
        done = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class KnowsAll:
    """A registry in which every file is done."""

    def look_up(self, code, digits=None):
        return RegistryAnswer(LookUp.FOUND, 9, "Đăng ký biến động đất đai")


class Office:
    """A service on the journal in ``folder``; ``do`` is a press a few seconds after the last one."""

    def __init__(self, folder, plan=WHOLE_DAY, clock=None, ids=None):
        small = small_site()
        land, civil = small.fields
        self.site = replace(small, fields=(replace(land, then=(CIVIL,)), civil))
        self.folder, self.clock, self.request = folder, clock or SetClock(), ids or Requests()
        self.kiosk, self.pad, self.keypad = (device_sender(self.site, one) for one in (KIOSK, PAD, KEYPAD))
        self.speaker = Sender(DeviceId("loa"), frozenset({ReportUnspoken}))
        self.one, self.five, self.head = clerk(ONE, MAI), clerk(FIVE, LAN), head_page()
        self.open(plan)

    def open(self, plan=WHOLE_DAY):
        self.journal, self.outlet = SqliteJournal(self.folder), RecordingOutlet()
        self.service = Service(
            self.site,
            self.journal,
            self.outlet,
            KnowsAll(),
            self.clock,
            AtOnce(),
            "http://10.0.0.2:8080",
            "no-secret",
            lambda _day: plan,
            FakeVerifier(),
        )

    def close(self):
        self.journal.close()

    def do(self, who, command, **by):
        self.clock.move(**(by or {"seconds": 20}))
        if isinstance(command, SignIn):
            return self.service.sign_in(who, self.request(command))
        return self.service.handle(who, self.request(command))

    def rating(self, visit, score, reasons=()):
        """As the terminal of counter 5 sends it that was invited."""
        return RateVisit(visit, score, reasons, mark=invitation_mark("no-secret", visit), after_s=5.0)

    def take(self, *words, **by):
        """The visit of a new number from the kiosk."""
        return self.do(self.kiosk, TakeTicket(*words), **by).visit


def drive(office):
    """All of it, ending in mid-day with people at both counters, waiting, set aside and absent."""
    _devices(office)
    _first_hour(office)
    _clerks(office)
    _head(office)
    _next_morning(office)


def _first_hour(office):
    office.do(office.kiosk, LookUpFile(CODE))
    first = office.take(LAND, CODE)
    office.do(office.kiosk, ReportPrint(first, PrintState.CONFIRMED))
    second = office.take(LAND)
    office.do(office.kiosk, ReportPrint(second, PrintState.FAILED, "paper_out"))
    office.do(office.kiosk, ReportPrint(second, PrintState.CONFIRMED, again=True))
    for field in (CIVIL, LAND, CIVIL, LAND, CIVIL):
        office.take(field)
    office.do(office.five, SignIn(LAN, "wrong", FIVE))
    office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
    office.do(office.five, CallNext(FIVE))
    office.do(office.five, OpenCounter(FIVE))
    office.do(office.one, SignIn(MAI, PASSWORD, ONE))
    office.do(office.keypad, OpenCounter(ONE))


def _devices(office):
    """The kiosk runs out of paper, the rating terminal is lost and never comes back."""
    office.service.heard(Presence(KIOSK, online=True, printer=Printer.READY, camera=Camera.READY))
    office.service.heard(Presence(PAD, online=True))
    office.clock.move(minutes=1)
    office.service.heard(Presence(KIOSK, online=True, printer=Printer.PAPER_OUT, camera=Camera.READY))
    office.service.heard(Presence(PAD, online=False))
    office.clock.move(minutes=4)
    office.service.heard(Presence(KIOSK, online=True, printer=Printer.READY, camera=Camera.READY))


def _clerks(office):
    five, one = office.five, office.one
    first = office.do(five, CallNext(FIVE)).visit
    office.do(five, CallNext(FIVE), seconds=1)
    office.do(five, Recall(FIVE, first))
    office.do(office.speaker, ReportUnspoken(first, FIVE, 2, Unspoken.EXPIRED), seconds=60)
    office.do(five, Finish(FIVE, first), minutes=6)
    second = office.do(five, CallNext(FIVE)).visit
    office.do(five, Recall(FIVE, second))
    office.do(five, MarkAbsent(FIVE, second))
    office.do(five, ReturnVisit(second), minutes=5)
    third = office.do(office.keypad, CallNext(ONE)).visit
    office.do(one, Park(ONE, third))
    office.do(one, Undo(ONE, third))
    office.do(one, Park(ONE, third))
    office.do(one, ReturnVisit(third), minutes=2)
    fourth = office.do(one, CallNumber(ONE, "B003")).visit
    office.do(one, Transfer(fourth, ONE, LAND, FIVE, Place.FRONT, back=True))
    fifth = office.do(one, CallNext(ONE)).visit
    office.do(one, Finish(ONE, fifth), minutes=4)
    office.do(one, RaiseAlarm(ONE))
    office.do(office.head, ClearAlarm(ONE), minutes=1)
    called = office.do(five, CallNext(FIVE)).visit
    office.do(five, Finish(FIVE, called, whole=True), minutes=8)
    rated = office.rating(called, Score.NOT_SATISFIED, ("cho-lau", "khac"))
    office.do(office.pad, rated, seconds=9)
    office.do(office.pad, office.rating(called, Score.SATISFIED), seconds=3)
    office.do(five, rated)
    office.do(one, PauseCounter(ONE))
    office.do(one, CloseCounter(ONE))
    office.do(one, SignOut(ONE))


def _head(office):
    head = office.head
    office.do(head, SignIn(HOA, PASSWORD))
    office.do(head, CloseField(LAND))
    office.do(office.kiosk, TakeTicket(LAND))
    office.do(head, OpenField(LAND))
    office.do(head, PostMessage("Quầy 1 nghỉ đến 14 giờ", 5))
    office.do(head, RaiseEmergency("Có khói ở tầng hai, mời mọi người ra sân"))
    office.do(head, EndEmergency(), minutes=2)
    waiting = office.take(LAND)
    office.do(head, GrantPriority(waiting, ELDERLY))
    office.do(head, TakeTicket(CIVIL, priority=ELDERLY))
    office.do(head, CancelVisit(office.take(CIVIL)))
    _suggestions(office)
    office.clock.move(minutes=6)
    office.service.refresh()
    office.close()
    office.open(MORNING_ONLY)
    office.service.refresh()


def _suggestions(office):
    left = office.request(LeaveSuggestion(SuggestionKind.CONDUCT, "delay", office.clock(), "Chờ hai giờ."))
    office.service.handle(office.kiosk, left)
    office.do(office.kiosk, LeaveSuggestion(SuggestionKind.RULES, "outdated", office.clock()))
    number = suggestion_number(left.id)
    office.do(office.head, HandleSuggestion(number, SuggestionState.LOOKED_AT))
    office.do(office.head, HandleSuggestion(number, SuggestionState.ANSWERED, "Quầy 5 đã thêm người."), minutes=1)
    office.do(office.kiosk, AskSuggestion(number))


def _next_morning(office):
    office.clock.move(hours=23)
    office.service.refresh()
    for field in (LAND, CIVIL, LAND, CIVIL, LAND, CIVIL, LAND):
        office.take(field, seconds=45)
    for who, officer, counter in ((office.five, LAN, FIVE), (office.one, MAI, ONE)):
        office.do(who, SignIn(officer, PASSWORD, counter))
        office.do(who, OpenCounter(counter))
    served = office.do(office.five, CallNext(FIVE)).visit
    office.do(office.five, Finish(FIVE, served), minutes=7)
    office.do(phone_sender(served), RateVisit(served, Score.NEUTRAL, scale=5), minutes=1)
    office.do(office.five, Park(FIVE, office.do(office.five, CallNext(FIVE)).visit))
    absent = office.do(office.one, CallNext(ONE)).visit
    office.do(office.one, Recall(ONE, absent))
    office.do(office.one, MarkAbsent(ONE, absent))
    _cut_off(office)
    office.do(office.five, CallNext(FIVE))
    office.do(office.one, CallNext(ONE))


def _cut_off(office):
    """The kiosk gives two numbers by itself; for the second tap the controller had given one that never arrived."""
    held = office.do(office.kiosk, HoldNumbers(CIVIL, "book-1")).numbers
    tap = office.request(TakeTicket(CIVIL))
    office.clock.move(seconds=20)
    office.service.handle(office.kiosk, tap)
    for number, answered in zip(held, ("nobody-answered", tap.id), strict=False):
        taken = office.clock()
        office.do(office.kiosk, ReportTicket(answered, number.number, taken), minutes=1)


def main():
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        drive(office)
        office.close()
        with closing(sqlite3.connect(Path(folder) / "journal.sqlite")) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            sys.stdout.write("\n".join([HEADER + f"PRAGMA user_version = {version};", *db.iterdump(), ""]))


if __name__ == "__main__":
    main()
