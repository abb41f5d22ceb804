"""A visit's story in words, in every language, and what the command says where there is none."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

import controller
from contract.commands import PrintState, Score
from contract.ids import FileCode, VisitId
from contract.language import languages, load_texts
from contract.notices import Printer
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import (
    DayOpened,
    Entry,
    Event,
    TicketCalled,
    TicketIssued,
    TicketPrinted,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
    VisitRated,
)
from controller.story import story_lines, story_plain
from tests.office import FIVE, KIOSK, LAND, MORNING

ROOT = Path(__file__).parents[2]
TEXTS = Path(controller.__file__).parent / "texts"
VISIT = VisitId("2026-11-23-B001")
EVENTS: list[Event] = [
    TicketIssued(VISIT, "B001", LAND, 3, FileCode("H56.14-240823-0001")),
    TicketIssued(VISIT, "B001", LAND, 0),
    *(TicketPrinted(VISIT, state) for state in PrintState),
    *(TicketPrinted(VISIT, PrintState.UNCONFIRMED, trouble) for trouble in Printer),
    TicketCalled(VISIT, FIVE),
    TicketRecalled(VISIT, FIVE, 2),
    VisitMissed(VISIT, FIVE),
    VisitFinished(VISIT, FIVE),
    *(VisitRated(VISIT, FIVE, LAND, score) for score in Score),
]


def entries(events):
    return [Entry(seq, MORNING, KIOSK, None, event) for seq, event in enumerate(events, 1)]


def test_the_events_below_are_all_that_a_visit_can_have():
    with_visit = {kind for kind in get_args(Event) if "visit" in {one.name for one in fields(kind)}}
    assert {type(event) for event in EVENTS} == with_visit


@pytest.mark.parametrize("language", languages(TEXTS))
def test_every_event_is_a_line_of_words(language):
    lines = story_lines(entries(EVENTS), load_texts(TEXTS, language))
    assert len(lines) == len(EVENTS)
    assert all(line.startswith("08:00:00  ") and line.endswith("  [kiosk-1]") for line in lines)
    codes = [code for code in (*Printer, *Score) if "_" in code]
    assert not [line for line in lines if any(code in line for code in codes)]


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
