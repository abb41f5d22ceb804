"""A visit's story in words, in every language, and what the command says where there is none."""

import subprocess
import sys
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

import controller
from contract.commands import Command, Place, PrintState, Score, Unspoken
from contract.file_details import Verdict
from contract.ids import DeviceId, FileCode, RequestId, VisitId
from contract.language import languages, load_texts
from contract.notices import Camera, LookUp, Printer, Reason, Wait
from contract.suggestion import TOPICS, SuggestionKind, SuggestionState
from contract.wait import wait_words
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.cause import Cause
from controller.core.events import (
    ActionUndone,
    AlarmCleared,
    AlarmRaised,
    CallUnspoken,
    CommandRefused,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    DayOpened,
    DeviceChanged,
    EmergencyEnded,
    EmergencyRaised,
    Entry,
    Event,
    FieldClosed,
    FieldOpened,
    FileLookedUp,
    HoursChanged,
    Leg,
    MessagePosted,
    NumbersHeld,
    OfficerSignedIn,
    OfficerSignedOut,
    PriorityGranted,
    StepFinished,
    SuggestionHandled,
    SuggestionLeft,
    TicketCalled,
    TicketIssued,
    TicketPrinted,
    TicketRecalled,
    TicketVoided,
    VisitCancelled,
    VisitFinished,
    VisitMissed,
    VisitParked,
    VisitRated,
    VisitReturned,
    VisitTransferred,
)
from controller.story import story_lines, story_plain
from tests.office import CIVIL, ELDERLY, FIVE, KIOSK, LAN, LAND, MORNING, ONE

ROOT = Path(__file__).parents[2]
TEXTS = Path(controller.__file__).parent / "texts"
VISIT = VisitId("2026-11-23-B001")
DUE = MORNING + timedelta(minutes=20)
EVENTS: list[Event] = [
    TicketIssued(VISIT, "B001", LAND, 3, DUE, FileCode("H56.14-240823-0001")),
    TicketIssued(VISIT, "B001", LAND, 0, DUE, None, Wait(600, 900, 1500), ELDERLY, DUE, (Leg(CIVIL),)),
    TicketIssued(VISIT, "B998", LAND, 0, DUE, taken_at=MORNING, tap=RequestId("r1")),
    TicketVoided(VISIT, VisitId("2026-11-23-B998")),
    *(TicketPrinted(VISIT, state) for state in PrintState),
    *(TicketPrinted(VISIT, PrintState.UNCONFIRMED, trouble) for trouble in Printer),
    TicketCalled(VISIT, FIVE),
    TicketCalled(VISIT, FIVE, named=True),
    *(TicketCalled(VISIT, FIVE, cause=cause) for cause in Cause),
    TicketRecalled(VISIT, FIVE, 2),
    *(CallUnspoken(VISIT, FIVE, 1, why) for why in Unspoken),
    VisitMissed(VISIT, FIVE),
    StepFinished(VISIT, FIVE, CIVIL, DUE),
    StepFinished(VISIT, FIVE, CIVIL, DUE, LAN),
    VisitFinished(VISIT, FIVE),
    VisitParked(VISIT, FIVE),
    VisitReturned(VISIT),
    VisitReturned(VISIT, late=True),
    *(VisitTransferred(VISIT, LAND, place, DUE, FIVE) for place in Place),
    VisitTransferred(VISIT, LAND, Place.FRONT, DUE, FIVE, ONE),
    VisitCancelled(VISIT, FIVE),
    PriorityGranted(VISIT, ELDERLY),
    ActionUndone(VISIT, FIVE, 7),
    *(CommandRefused(kind.__name__, Reason.NOT_ALLOWED, visit=VISIT) for kind in get_args(Command)),
    *(CommandRefused("CallNext", reason, FIVE, VISIT, LAND) for reason in Reason),
]
RATINGS: list[Event] = [
    *(VisitRated(VISIT, FIVE, LAND, score, scale=5) for score in Score),
    VisitRated(VISIT, FIVE, LAND, Score.NOT_SATISFIED, ("cho-lau",), officer=LAN),
]
OTHERS: list[Event] = [
    DayOpened(MORNING.date()),
    DayOpened(MORNING.date(), (), "Tết Nguyên đán"),
    HoursChanged(None),
    OfficerSignedIn(LAN, FIVE),
    OfficerSignedIn(LAN),
    OfficerSignedOut(FIVE),
    CounterOpened(FIVE),
    CounterPaused(FIVE),
    CounterClosed(FIVE),
    AlarmRaised(FIVE),
    AlarmCleared(FIVE),
    NumbersHeld(LAND, ("B998", "B999"), "book-1"),
    FieldOpened(LAND),
    FieldClosed(LAND),
    MessagePosted("Mời ông/bà uống nước", DUE),
    MessagePosted("", DUE),
    EmergencyRaised("Có cháy"),
    EmergencyEnded(),
    *(FileLookedUp(FileCode("H56.14-240823-0001"), outcome, 0) for outcome in LookUp),
    *(FileLookedUp(FileCode("H56.14-240823-0001"), LookUp.FOUND, status) for status in range(11)),
    *(FileLookedUp(FileCode("H56.14-240823-0001"), LookUp.FOUND, 9, verdict) for verdict in Verdict),
    *(DeviceChanged(KIOSK, online=True, printer=one, silent=True) for one in Printer),
    *(DeviceChanged(KIOSK, online=True, camera=one) for one in Camera),
    DeviceChanged(KIOSK, online=False),
    *(SuggestionLeft("8170899655", kind, None, MORNING) for kind in SuggestionKind),
    *(SuggestionLeft("8170899655", kind, one, MORNING) for kind, topics in TOPICS.items() for one in topics),
    *(SuggestionHandled("8170899655", state, "Đã xem.") for state in SuggestionState),
]


def entries(events):
    return [Entry(seq, MORNING, KIOSK, None, event) for seq, event in enumerate(events, 1)]


def lines(language, *events):
    return story_lines(entries(events), load_texts(TEXTS, language))


def test_the_events_above_are_all_that_there_are():
    assert {type(event) for event in (*EVENTS, *OTHERS, *RATINGS)} == set(get_args(Event))
    with_visit = {kind for kind in get_args(Event) if "visit" in {one.name for one in fields(kind)}}
    assert {type(event) for event in (*EVENTS, *RATINGS)} == with_visit


@pytest.mark.parametrize("language", languages(TEXTS))
def test_a_rating_is_told_to_nobody_but_cheating_is(language):
    tries = [CommandRefused("RateVisit", reason, visit=VISIT) for reason in Reason]
    assert lines(language, *RATINGS) == []
    assert story_plain(VISIT, entries(RATINGS))["events"] == []
    assert len(lines(language, *tries)) == 2
    told = {one["reason"] for one in story_plain(VISIT, entries(tries))["events"]}
    assert told == {Reason.NOT_ALLOWED, Reason.NO_RIGHT}


@pytest.mark.parametrize("language", languages(TEXTS))
def test_every_event_is_a_line_of_words(language):
    told = lines(language, *EVENTS, *OTHERS)
    assert len(told) == len(EVENTS) + len(OTHERS)
    assert all(line.startswith("08:00:00  ") and line.endswith("  [kiosk-1]") for line in told)
    codes = {code for code in (*Printer, *Score, *Reason, *Cause, *Place, *LookUp) if "_" in code}
    codes |= {kind.__name__ for kind in get_args(Command)} - {"Finish", "Park", "Recall", "Transfer", "Undo"}
    assert not [line for line in told if any(code in line for code in codes)]
    assert not [line for line in told if "None" in line or "{" in line]


@pytest.mark.parametrize("language", languages(TEXTS))
def test_what_differs_is_told_differently(language):
    """Only the moment by which somebody is due, the steps after, and reasons that a site may name itself are not told."""
    same = {line: [] for line in lines(language, *EVENTS, *OTHERS)}
    for event, line in zip((*EVENTS, *OTHERS), lines(language, *EVENTS, *OTHERS), strict=True):
        same[line].append(event)
    assert {line: found for line, found in same.items() if len(found) > 1 and len(set(found)) > 1} == {}


def test_words():
    assert lines("en", EVENTS[1])[0] == (
        "08:00:00  Number B001 given, field dat-dai, 0 people ahead, "
        f"expected to wait {wait_words(Wait(600, 900, 1500), load_texts(TEXTS, 'en'))}, "
        "priority cao-tuoi, appointment at 08:20  [kiosk-1]"
    )
    refused = CommandRefused("CallNext", Reason.NOBODY_WAITING, FIVE)
    assert lines("en", refused) == ["08:00:00  Not done: “Call next”, counter 5, reason: Nobody is waiting.  [kiosk-1]"]
    assert lines("vi", VisitTransferred(VISIT, LAND, Place.FRONT, DUE, FIVE, ONE)) == [
        "08:00:00  Chuyển đến quầy 1, lĩnh vực dat-dai, lên đầu hàng  [kiosk-1]"
    ]


def test_who_was_signed_in_is_told():
    entry = Entry(1, MORNING, DeviceId("counter-5"), None, VisitParked(VISIT, FIVE), LAN)
    assert story_lines([entry], load_texts(TEXTS, "en")) == ["08:00:00  Set aside at counter 5  [lan, counter-5]"]


def test_the_same_for_programs():
    plain = story_plain(VISIT, entries(EVENTS[:1]))
    assert plain["visit"] == VISIT
    assert plain["events"][0] | {"seq": 1, "type": "TicketIssued", "ahead": 3, "by": "kiosk-1"} == plain["events"][0]


def command(*words):
    line = [sys.executable, "-m", "controller", "visit", *map(str, words)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


def test_the_command_tells_it_and_says_what_it_does_not_find(tmp_path):
    missing = command("B001", "--state", tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert str(tmp_path) in missing.stderr
    journal = SqliteJournal(tmp_path)
    journal.append(entries([DayOpened(MORNING.date()), *EVENTS[1:2], TicketCalled(VISIT, FIVE)]), None, None)
    journal.close()
    for number in ("b001", VISIT):
        told = command(number, "--state", tmp_path, "--language", "en")
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.splitlines()[2] == "08:00:00  Called to counter 5  [kiosk-1]"
    unknown = command("B009", "--state", tmp_path)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "B009" in unknown.stderr
    assert command("B001", "--state", tmp_path, "--language", "fr").returncode == 2
