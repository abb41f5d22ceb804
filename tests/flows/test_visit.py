"""The visit of one citizen, from the receipt to the rating, through every program; and nothing personal anywhere after it."""

import json
import re
import subprocess
import sys
import wave
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import requests
import zxingcpp
from PIL import Image

from demo.files import sample_files
from demo.visit import PlayedVisit
from tests.flows.halls import open_office

STEPS = [
    "opened",
    "arrived",
    "file_shown",
    "number_shown",
    "paper_confirmed",
    "called",
    "boards_changed",
    "call_heard",
    "sent_to_pay",
    "paid",
    "called_back",
    "finished",
    "rating_asked",
    "rated",
]


class Played:
    """A visit that was played, with all it left."""

    def __init__(self, office, folder, story):
        self.office, self.folder, self.story = office, folder, story
        self.file = sample_files(date.today())[0]

    def picture(self, name):
        return Image.open(self.folder / name)

    def everything_written(self):
        """All that the office's programs wrote or said, but for what the stand-ins themselves hold."""
        for path in (self.folder / "office").rglob("*"):
            if path.is_file() and path.suffix != ".png":
                yield str(path.relative_to(self.folder)), path.read_bytes()
        yield "MQTT", bytes(self.office.wire.heard)


@pytest.fixture(scope="module", params=["embedded", "mosquitto"])
def played(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    with open_office(folder / "office", request.param) as office:
        story = PlayedVisit(office.hall, office.screens, office.room.record, folder, lambda _step: None).play()
        yield Played(office, folder, story)


def test_every_step_came_in_order(played):
    assert list(played.story["times"]) == STEPS
    assert list(played.story["times"].values()) == sorted(played.story["times"].values())


def test_the_number_is_of_the_files_field_and_carries_its_code(played):
    assert played.story["field"] == "dat-dai"
    assert re.fullmatch(r"C\d{3}", played.story["number"])
    assert played.story["file_code"] == played.file.code
    assert (played.story["counter"], played.story["rated"]) == (5, True)


def test_the_ticket_said_how_long_it_may_take(played):
    (issued,) = [one for one in played.story["events"] if one["type"] == "TicketIssued"]
    assert 0 <= issued["wait"]["low"] <= issued["wait"]["likely"] <= issued["wait"]["high"]


def test_the_citizen_paid_on_the_way_and_came_back_to_the_same_officer(played):
    at = [(one["type"], one["counter"]) for one in played.story["events"] if "counter" in one]
    assert at == [
        ("TicketCalled", 5),
        ("VisitTransferred", 5),
        ("TicketCalled", 9),
        ("StepFinished", 9),
        ("TicketCalled", 5),
        ("VisitFinished", 5),
    ]


def test_the_paper_shows_a_code_that_opens_the_phone_page(played):
    (code,) = zxingcpp.read_barcodes(np.asarray(played.picture("ticket.png").convert("L")))
    page = requests.get(code.text, timeout=5)
    assert page.status_code == 200
    assert played.story["number"] in page.text
    assert "Đất đai" in page.text


@pytest.mark.parametrize(
    "name", ["kiosk-home", "kiosk-status", "kiosk-ticket", "board-hall", "board-counter", "rating", "clerk", "head"]
)
def test_every_picture_shows_something(played, name):
    colours = played.picture(f"{name}.png").convert("RGB").getcolors(1 << 24)
    assert len(colours) > 20
    assert max(count for count, _colour in colours) < sum(count for count, _colour in colours) * 0.97


def test_the_call_was_heard(played):
    with wave.open(str(played.folder / "call.wav")) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        loud = np.abs(samples.astype(int)) > 500
        assert loud.sum() / sound.getframerate() > 1.0
    assert np.abs(samples.astype(int)).max() < 32767


def test_the_story_is_read_back_from_the_journal(played):
    command = [
        sys.executable,
        "-m",
        "controller",
        "visit",
        played.story["number"],
        "--state",
        str(played.office.hall.state),
    ]
    root = Path(__file__).parents[2]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=30).stdout
    for words in (played.story["number"], played.file.code, "quầy 5", "máy in xác nhận", "đã mời đánh giá"):
        assert words in told
    assert "hài lòng" not in told  # what was pressed is told to nobody
    plain = subprocess.run(
        [*command, "--json"], cwd=root, capture_output=True, text=True, check=True, timeout=30
    ).stdout
    assert [one["type"] for one in json.loads(plain)["events"]] == [one["type"] for one in played.story["events"]]
    unknown = subprocess.run([*command[:4], "Z999", *command[5:]], cwd=root, capture_output=True, text=True, timeout=30)
    assert (unknown.returncode, unknown.stdout) == (1, "")


def test_nothing_personal_was_written_or_sent(played):
    personal = []
    for file in sample_files(date.today()):
        personal += [file.owner, file.citizen_number, file.phone]
    secrets = [re.compile(re.escape(one.encode())) for one in personal]
    names = []
    for name, written in played.everything_written():
        names.append(name)
        assert not [secret.pattern.decode() for secret in secrets if secret.search(written)], name
    assert {"MQTT", "office/var/controller/journal.sqlite", "office/kiosk-1/trace.jsonl"} <= set(names)
    assert played.story["number"].encode() in played.office.wire.heard


def test_no_program_complained(played):
    for device in ("controller", "kiosk-1", "rating-5", "hall-board-1", "counter-board-5", "speaker-1"):
        said = played.office.hall.log(device)
        assert "connected" in said
        assert not re.search(r"ERROR|Traceback", said), said
