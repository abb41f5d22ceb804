"""The journal against the live queue, and against itself."""

import http.client
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import pytest

import controller
from contract.controller_profile import ControllerProfile
from contract.ids import SiteId
from contract.language import languages, load_texts
from contract.profile import Account, write_profile
from contract.site import Web
from contract.topics import CONTROLLER, Role
from controller.adapters.http_state import StateUnknownError, note_address, read_state
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.state import fingerprint, plain_state
from controller.replay import check, differences, tell_replay
from controller.web.app import make_app
from controller.web.server import WebServer
from demo.child import tied
from demo.screen import wait_for
from tests.controller.driven_day import Office, drive
from tests.controller.stored_journals import restore
from tests.office import KIOSK, LAND

ROOT = Path(__file__).parents[2]
TEXTS = Path(controller.__file__).parent / "texts"
HERE = Web(host="127.0.0.1", port=0)


@pytest.fixture
def office(tmp_path):
    """A driven day whose pages are served."""
    office = Office(tmp_path / "journal")
    office.site = replace(office.site, web=HERE)
    drive(office)
    office.web = WebServer(make_app(office.service), HERE)
    office.web.start()
    note_address(office.folder, office.web.address)
    yield office
    office.web.stop()
    office.close()


def replay(*words):
    line = [sys.executable, "-m", "controller", "replay", *map(str, words)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


@pytest.fixture
def told(capsys):
    """The exit code and the lines of a replay in this process."""

    def tell(folder, language, live=None):
        journal = SqliteJournal(folder, read_only=True)
        try:
            code = tell_replay(journal, live, load_texts(TEXTS, language))
        finally:
            journal.close()
        return code, capsys.readouterr().out.splitlines()

    return tell


def change(folder, *statements):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as db, db:
        for one in statements:
            db.execute(one)


def faults(folder):
    journal = SqliteJournal(folder, read_only=True)
    try:
        return [(key, words["seq"]) for key, words in check(journal.all()).faults]
    finally:
        journal.close()


def test_the_live_queue_is_what_the_journal_says(office):
    found = replay("--state", office.folder, "--language", "en")
    assert (found.returncode, found.stderr) == (0, "")
    parts = len(fingerprint(office.service.look(plain_state)).parts)
    assert found.stdout.splitlines()[1] == f"The same in all {parts} parts."


def test_the_profile_says_where_the_journal_is(office, tmp_path):
    account = Account(SiteId("thu"), KIOSK, Role.KIOSK, "127.0.0.1", 1, "")
    write_profile(tmp_path / "profile.json", ControllerProfile(account, office.site, str(office.folder), "secret"))
    found = replay("--profile", tmp_path / "profile.json")
    assert (found.returncode, len(found.stdout.splitlines())) == (0, 2)


def test_it_compares_with_the_journal_as_it_was_at_that_entry(office):
    live = read_state(office.folder)
    office.take(LAND)
    journal = SqliteJournal(office.folder, read_only=True)
    queue = Queue(office.site)
    for entry in journal.latest_day(live.seq):
        evolve(queue, entry)
    journal.close()
    assert differences(fingerprint(plain_state(queue)), live) == []
    assert differences(fingerprint(office.service.look(plain_state)), live) == ["seq"]


DAMAGE = {
    "a number that is another": "UPDATE events SET body = replace(body, 'B004', 'B009') WHERE type = 'TicketIssued'",
    "a call that never was": "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events WHERE type = 'TicketCalled')",
    "another counter": "UPDATE events SET body = replace(body, ':1', ':2') WHERE seq = (SELECT max(seq) FROM events)",
    "another hour": "UPDATE events SET at = replace(at, 'T07:5', 'T06:5') WHERE type = 'TicketIssued'",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_journal_that_was_changed_is_noticed(office, told, damage):
    change(office.folder, damage)
    code, lines = told(office.folder, "en", read_state(office.folder))
    assert code == 1
    assert lines[1].startswith("Different in ")


def test_where_no_controller_runs_the_journal_itself_is_checked(tmp_path):
    note_address(restore(1, tmp_path), "http://127.0.0.1:1")
    assert read_state(tmp_path) is None
    note_address(tmp_path, "")
    assert read_state(tmp_path) is None
    found = replay("--state", tmp_path, "--language", "en")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [
        "No controller is running on this journal, so only the journal itself is checked.",
        "The journal has 35 entries, from 2026-11-23 08:00:20 to 2026-11-24 06:47:01, 2 days, 10 numbers.",
        "No fault found.",
    ]


FAULTS = {
    "gap": (["DELETE FROM events WHERE seq = 4"], [("gap", 5)]),
    "no beginning": (["DELETE FROM events WHERE seq = 1"], None),
    "twice": (["UPDATE events SET body = replace(body, 'B002', 'B001') WHERE seq = 6"], [("number_twice", 6)]),
    "foreign": (["UPDATE events SET body = replace(body, '-23-', '-22-') WHERE seq = 6"], [("foreign_number", 6)]),
    "day": (["UPDATE events SET body = replace(body, '-24', '-23') WHERE seq = 22"], None),
}


@pytest.mark.parametrize(("statements", "found"), FAULTS.values(), ids=FAULTS)
def test_faults_of_the_journal_are_found(tmp_path, told, statements, found):
    change(restore(1, tmp_path), *statements)
    faulty = faults(tmp_path)
    assert faulty == found if found else faulty
    for language in languages(TEXTS):
        code, lines = told(tmp_path, language)
        assert code == 1
        assert lines[-1] == load_texts(TEXTS, language)["replay.faulty"].format(count=len(faulty))


def test_a_day_opened_twice_is_found(tmp_path):
    change(restore(1, tmp_path), "UPDATE events SET body = replace(body, '-24', '-23') WHERE seq = 22")
    assert faults(tmp_path)[0] == ("day_twice", 22)


def test_a_kind_that_nobody_knows_is_told(tmp_path):
    change(restore(1, tmp_path), "UPDATE events SET type = 'TicketEaten' WHERE seq = 6")
    found = replay("--state", tmp_path)
    assert found.returncode == 1
    assert "TicketEaten" in found.stderr


def test_what_is_no_controller_is_told(office, tmp_path):
    note_address(tmp_path, office.web.address + "/elsewhere")
    assert read_state(tmp_path) is not None
    other = WebServer(lambda scope, receive, send: nonsense(send), HERE)
    other.start()
    note_address(tmp_path, other.address)
    with pytest.raises(StateUnknownError):
        read_state(tmp_path)
    other.stop()


async def nonsense(send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def state_page(office, **headers):
    place = urlsplit(office.web.address)
    with closing(http.client.HTTPConnection(place.hostname, place.port, timeout=10)) as connection:
        connection.request("GET", "/state", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_page_tells_fingerprints_and_nothing_of_what_is_in_the_state(office):
    status, body = state_page(office)
    told = json.loads(body)
    assert (status, set(told)) == (200, {"seq", "day", "parts"})
    assert all(len(mark) == 16 and set(mark) <= set("0123456789abcdef") for mark in told["parts"].values())


def test_the_page_answers_nobody_behind_a_proxy(office):
    assert state_page(office, **{"X-Forwarded-For": "10.0.0.7"})[0] == 404


@pytest.mark.parametrize(
    ("client", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("10.0.0.2", 200), ("10.0.0.7", 404), ("192.168.1.9", 404), (None, 404)],
)
def test_the_page_answers_this_machine_only(office, client, status):
    """The server's own address is 10.0.0.2 here."""
    sent = []
    scope = {
        "type": "http", "method": "GET", "path": "/state", "raw_path": b"/state", "query_string": b"", "root_path": "",
        "headers": [(b"host", b"localhost")], "scheme": "http", "http_version": "1.1", "server": ("10.0.0.2", 8080),
        "client": (client, 5000) if client else None,
    }  # fmt: skip
    anyio.run(call, make_app(office.service), scope, sent)
    assert sent[0]["status"] == status


async def call(app, scope, sent):
    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)


def test_the_program_itself_can_be_compared_while_it_runs(tmp_path):
    """A journal of the older version, brought up by ``run``; no broker is there."""
    folder = restore(1, tmp_path)
    account = Account(SiteId("thu"), CONTROLLER, Role.CONTROLLER, "127.0.0.1", 1, "")
    site = replace(Office(tmp_path / "other").site, web=HERE)
    write_profile(tmp_path / "profile.json", ControllerProfile(account, site, str(folder), "secret"))
    line = [sys.executable, "-m", "controller", "run", "--profile", str(tmp_path / "profile.json")]
    with subprocess.Popen(tied(line), cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        try:
            wait_for(lambda: (folder / "address").exists() or None, 30, "the controller does not start")
            found = replay("--profile", tmp_path / "profile.json", "--language", "en")
        finally:
            program.terminate()
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines()[1].startswith("The same in all ")
    assert not (folder / "address").exists()
