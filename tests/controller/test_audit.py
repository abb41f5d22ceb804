"""Every command of a day, on a driven day: who, where, when, what, and why refused."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import controller
from contract.language import load_texts
from contract.notices import Reason
from controller.adapters.sqlite_journal import SqliteJournal
from controller.audit import Question, matching, tell_commands
from controller.core.events import CommandRefused, OfficerSignedIn, VisitReturned
from controller.core.rating_batches import is_told
from tests.controller.driven_day import Office, drive
from tests.office import FIVE, HOA, LAN, MAI, ONE

ROOT = Path(__file__).parents[2]
TEXTS = Path(controller.__file__).parent / "texts"
MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    office = Office(folder)
    drive(office)
    office.close()
    return folder


def asked(folder, **question):
    journal = SqliteJournal(folder, read_only=True)
    found = list(matching(journal.of_day(MONDAY), Question(**question)))
    journal.close()
    return found


def command(folder, *words):
    line = [sys.executable, "-m", "controller", "audit", "--state", str(folder), *words]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


def test_everything_of_the_day_is_told_in_order(folder):
    found = asked(folder)
    journal = SqliteJournal(folder, read_only=True)
    assert found == [entry for entry in journal.of_day(MONDAY) if is_told(entry)]
    journal.close()
    assert {entry.at.date() for entry in found} == {MONDAY}


def test_no_rating_is_told_but_a_clerk_who_tried_one(folder):
    for words in ((), ("--json",), ("--refused",), ("--counter", "5")):
        told = command(folder, "--day", "2026-11-23", *words)
        assert told.returncode == 0
        assert not [word for word in ("VisitRated", "satisfied", "hài lòng", "cho-lau") if word in told.stdout]
    tries = [entry for entry in asked(folder, refused=True) if entry.event.command == "RateVisit"]
    assert [(entry.officer, entry.event.reason) for entry in tries] == [(LAN, Reason.NO_RIGHT)]


def test_only_what_was_refused(folder):
    found = asked(folder, refused=True)
    assert {type(entry.event) for entry in found} == {CommandRefused}
    assert {entry.event.reason for entry in found} >= {
        Reason.WRONG_PASSWORD,
        Reason.COUNTER_NOT_OPEN,
        Reason.STILL_SERVING,
        Reason.FIELD_CLOSED,
    }


def test_only_one_officer_also_at_a_keypad(folder):
    found = asked(folder, officer=MAI)
    assert {entry.officer for entry in found} == {MAI}
    assert {entry.by for entry in found} == {"counter-1", "keypad-1"}


def test_only_one_counter_with_what_its_page_did_to_visits_and_what_a_head_did_to_it(folder):
    found = asked(folder, counter=ONE)
    assert VisitReturned in {type(entry.event) for entry in found}
    assert {entry.officer for entry in found} == {MAI, HOA}
    assert {entry.officer for entry in asked(folder, counter=FIVE) if entry.by == "counter-5"} == {LAN}


def test_questions_add_up(folder):
    both = asked(folder, counter=FIVE, refused=True, officer=LAN)
    assert both == [entry for entry in asked(folder, refused=True) if entry.by == "counter-5"]
    assert both


@pytest.fixture
def told(folder, capsys):
    """The exit code, the lines and the complaints of an audit in this process."""

    def tell(language, *, as_json=False, **question):
        journal = SqliteJournal(folder, read_only=True)
        code = tell_commands(journal, Question(**question), load_texts(TEXTS, language), as_json=as_json)
        journal.close()
        out, complaint = capsys.readouterr()
        return code, out if as_json else out.splitlines(), complaint

    return tell


def test_the_command_tells_it_in_words(folder):
    told = command(folder, "--day", "2026-11-23", "--refused", "--counter", "5", "--officer", "lan", "--language", "en")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[0] == "2026-11-23: 4 entries"
    assert told.stdout.splitlines()[3].startswith("08:11:01        Not done: “Call next”, counter 5, reason: ")
    assert told.stdout.splitlines()[3].endswith("  [lan, counter-5]")


def test_the_latest_day_is_told_if_none_is_asked_for(told):
    code, lines, complaint = told("vi")
    assert (code, complaint) == (0, "")
    assert "2026-11-24" in lines[0]
    assert "  A001  Tạm giữ ở quầy 5  [lan, counter-5]" in "\n".join(lines)


def test_the_same_for_programs(told):
    found = json.loads(told("vi", as_json=True, day=MONDAY, officer=MAI)[1])
    assert [one["signed_in"] for one in found] == ["mai"] * len(found)
    seated = next(one for one in found if one["type"] == OfficerSignedIn.__name__)
    assert seated | {"officer": "mai", "counter": 1, "place": 1, "by": "counter-1", "request": "r16"} == seated


def test_a_day_that_was_never_opened_is_said(told):
    assert told("en", day=date(2026, 11, 25)) == (1, [], "The journal has no day 2026-11-25.\n")
