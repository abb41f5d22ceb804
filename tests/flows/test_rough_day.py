"""A day on which everything goes wrong that can: each time a clear answer, and nothing is lost."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from contract.codec import decode_notice, encode_request
from contract.commands import RateVisit, Request, Score, TakeTicket
from contract.ids import FileCode, RequestId, VisitId
from contract.link import Link
from contract.notices import Refusal
from contract.topics import Role
from demo.camera import Mood as CameraMood
from demo.camera import receipt_view
from demo.camera_view import camera_view
from demo.files import sample_files
from demo.printer import Condition
from demo.receipts import draw_foreign_page, draw_receipt
from demo.registry import Mood
from demo.screen import wait_for
from tests.flows.halls import SITE, open_office

ROOT = Path(__file__).parents[2]
ANSWERED_WITHIN_MS = 5000


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with open_office(tmp_path_factory.mktemp("rough") / "office", "embedded", (Role.KIOSK,)) as office:
        yield office


@pytest.fixture(autouse=True)
def in_order(office):
    """Every test begins at the kiosk's first screen, with everything in order."""
    office.hall.registry.set_mood(Mood.FINE)
    office.hall.printer.be(Condition.READY)
    office.hall.camera.show(None)
    home(office)
    yield
    office.hall.camera.show(None)


def home(office):
    """Back to the first screen, from wherever the kiosk is."""
    trace = office.hall.traces[office.kiosk]
    for _ in range(5):
        trace.news()
        if trace.seen and trace.seen[-1].view == "Home" and len(trace.seen[-1].targets) > 1:
            return
        ways = [key for key in ("over", "done") if trace.seen and key in trace.seen[-1].targets]
        if ways:
            office.person.goes(office.kiosk, ways[0], "Home")
        office.person.sees_key(office.kiosk, "field:dat-dai")


def hold(office, view):
    office.person.goes(office.kiosk, "scan", "Scanning")
    office.hall.camera.show(view)


def asked_and_answered(office):
    """Milliseconds from the question to the answer on the screen, by the window's own clock."""
    office.person.sees(office.kiosk, "Status")
    seen = office.hall.traces[office.kiosk].seen
    status = next(one for one in reversed(seen) if one.view == "Status")
    asked = next(one for one in reversed(seen) if one.view in ("LookingUp", "Scanning"))
    return status, status.at - asked.at


def take(office, field="dat-dai"):
    office.person.touches(office.kiosk, f"field:{field}")
    return office.person.sees(office.kiosk, "Ticket").facts["number"]


def page(office):
    return office.hall.staff.at(office.counter).shown()["trouble"]


def test_a_foreign_code_is_told_and_the_camera_goes_on(office):
    hold(office, camera_view(draw_foreign_page("https://example.org/khuyen-mai")))
    office.person.sees(office.kiosk, "Scanning", foreign="true")
    office.hall.camera.show(receipt_view(2, office.hall.site.name, date.today()))
    status = office.person.sees(office.kiosk, "Status", outcome="found")
    assert status.facts["advice"] == "wait"


def test_a_code_that_the_registry_does_not_know(office):
    stranger = replace(sample_files(date.today())[0], code=FileCode("000.00.33.H09-240823-9999"))
    hold(office, camera_view(draw_receipt(stranger, office.hall.site.name)))
    status, milliseconds = asked_and_answered(office)
    assert status.facts["outcome"] == "unknown_file"
    assert milliseconds < ANSWERED_WITHIN_MS


def test_a_camera_that_is_unplugged_is_told_and_comes_back(office):
    office.hall.camera.set_mood(CameraMood.UNPLUGGED)
    try:
        hold(office, receipt_view(1, office.hall.site.name, date.today()))
        office.person.sees(office.kiosk, "Scanning", blind="true")
    finally:
        office.hall.camera.set_mood(CameraMood.LIVE)
    assert office.person.sees(office.kiosk, "Status").facts["outcome"] == "found"


@pytest.mark.parametrize(
    "mood", [Mood.MUTE, Mood.DRIBBLE, Mood.NONSENSE, Mood.BUSY, Mood.HUGE, Mood.RESET, Mood.REDIRECT]
)
def test_a_registry_in_trouble_is_told_within_five_seconds(office, mood):
    office.hall.registry.set_mood(mood)
    hold(office, receipt_view(1, office.hall.site.name, date.today()))
    status, milliseconds = asked_and_answered(office)
    assert status.facts["outcome"] == "unavailable"
    assert milliseconds < ANSWERED_WITHIN_MS


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition.PAPER_OUT, "hết giấy"),
        (Condition.COVER_OPEN, "Nắp máy in"),
        (Condition.ERROR, "bị lỗi"),
        (Condition.OFF, "Không liên lạc được với máy in"),
        (Condition.MUTE, "không trả lời"),
        (Condition.STALLED, "máy in"),
    ],
)
def test_a_printer_in_trouble_leaves_the_number_on_the_screen_and_tells_the_clerk(office, condition, words):
    office.hall.printer.be(condition)
    number = take(office)
    assert re.fullmatch(r"C\d{3}", number)
    trouble = office.person.sees(office.kiosk, "Ticket", number=number).facts
    assert trouble["paper"] != "confirmed"
    wait_for(lambda: words.lower() in page(office).lower() or None, 10, f"the page says nothing of {condition}")


def test_paper_that_returns_in_time_is_printed_once(office):
    office.hall.printer.be(Condition.PAPER_OUT)
    number = take(office)
    wait_for(lambda: "hết giấy" in page(office) or None, 10, "the page says nothing")
    office.hall.printer.be(Condition.READY)
    office.person.sees(office.kiosk, "Ticket", number=number, paper="confirmed")
    wait_for(lambda: "hết giấy" not in page(office) or None, 10, "the page still complains")
    assert papers_of(office, number) == 1


def papers_of(office, number):
    """By the code on each: what a printer owed from before may come out meanwhile."""
    codes = [zxingcpp.read_barcodes(np.asarray(one.image.convert("L"))) for one in office.hall.printer.pieces]
    return sum(f"-{number}/" in code.text for found in codes for code in found)


def test_a_double_tap_gives_one_number(office):
    first = int(take(office, "van-hoa")[1:])
    home(office)
    office.person.touches(office.kiosk, "field:van-hoa", times=3)
    assert int(office.person.sees(office.kiosk, "Ticket").facts["number"][1:]) == first + 1
    home(office)
    assert int(take(office, "van-hoa")[1:]) == first + 2


class Stranger:
    """The rating terminal's account in wrong hands."""

    def __init__(self, office):
        self.answers = []
        self.link = Link(office.hall.broker.account(office.rating))
        self.link.listen(self.link.topics.answer(office.rating), lambda _topic, payload: self.answers.append(payload))
        self.topic = self.link.topics.command(office.rating)
        self.link.start()
        assert self.link.wait_up(10)

    def says(self, payload):
        self.link.publish(self.topic, payload)

    def told(self, count):
        wait_for(lambda: len(self.answers) >= count or None, 5, "no answer")
        return [decode_notice(one) for one in self.answers]


def test_malformed_messages_are_logged_counted_and_ignored(office):
    stranger = Stranger(office)
    rubbish = [b"", b"\xff\xfe", b"[]", b"{}", b'{"schema":1}', b"[" * 60000, b'{"schema":9,"type":"x","body":{}}']
    rubbish += [
        json.dumps({"schema": 1, "type": kind, "request": "r", "body": 7}).encode() for kind in ("TakeTicket", "X")
    ]
    for payload in rubbish:
        stranger.says(payload)
    stranger.says(encode_request(Request(RequestId("taking-1"), TakeTicket("dat-dai"))))
    stranger.says(encode_request(Request(RequestId("rating-1"), RateVisit(VisitId("x"), Score.SATISFIED))))
    refused = stranger.told(2)
    stranger.link.stop()
    assert refused == [Refusal("taking-1", "not_allowed"), Refusal("rating-1", "unknown_visit")]
    said = office.hall.log("controller")
    assert f"ignored message {len(rubbish)}" in said
    assert "Traceback" not in said
    assert take(office).startswith("C")


def test_while_the_controller_is_away_the_kiosk_gives_numbers_of_its_own_and_the_day_goes_on(office):
    before = int(take(office)[1:])
    home(office)
    office.hall.kill("controller")
    trace = office.hall.traces[office.kiosk]
    wait_for(lambda: "scan" not in _now(trace) or None, 15, "the kiosk still looks files up")
    alone = int(take(office)[1:])
    assert alone > before + 1
    home(office)
    office.hall.run("controller", "controller", "run")
    office.person.sees_key(office.kiosk, "scan")
    assert int(take(office)[1:]) == before + 1


def _now(trace):
    trace.news()
    return trace.seen[-1].targets


def test_a_wrong_site_file_is_explained_with_all_its_faults(tmp_path):
    wrong = tmp_path / "site.toml"
    text = SITE.read_text("utf-8").replace('prefix = "A"', 'prefix = "AB"').replace("counter = 5", "countr = 5", 1)
    wrong.write_text(text.replace('role = "speaker"', 'role = "loudspeaker"'), "utf-8")
    command = [sys.executable, "-m", "demo", "--alone", "--site", str(wrong), "--folder", str(tmp_path / "var")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    for words in (".prefix: ", ".countr: ", "counter", "loudspeaker", "speaker"):
        assert words in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
