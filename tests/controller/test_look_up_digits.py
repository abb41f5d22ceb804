"""The last digits of a receipt's holder: who may see the details, how often one may try, and what is kept of it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from contract.commands import LookUpFile
from contract.file_details import AskedDigits, FileDetails, OwnerNumber, Verdict
from contract.ids import DeviceId, FileCode, RequestId
from contract.notices import FileStatus, LookUp
from contract.registry import OwnerProof, Reading, Registry
from contract.site import Device
from contract.topics import Role
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.core.rights import device_sender
from controller.look_up import LookUps
from demo.files import EXTRACT, sample_files
from demo.registry import DemoRegistry, Mood
from tests.office import KIOSK, RecordingOutlet, small_site

FILES = sample_files(date(2026, 11, 23))
FILE = FILES[3]
RIGHT = FILE.phone[-4:]
WRONG = "9876"
SECOND = DeviceId("kiosk-2")
ANSWER = Reading(department="DonViXuLy", missing="GiayToThieu", missing_name="TenGiayTo", fee="PhiPhaiNop")


class Hall:
    """Two kiosks that ask a registry which can be in any mood, and what they and the journal are told."""

    def __init__(self, registry, proof):
        asked = Registry(registry.url, "H09", 2.0, answer=ANSWER, proof=proof, contact="bàn hướng dẫn")
        self.site = replace(small_site(), registry=asked, devices=(*small_site().devices, Device(SECOND, Role.KIOSK)))
        self.registry = registry
        self.now = 1000.0
        self.noted = []
        self.outlet = RecordingOutlet()
        self.pool = ThreadPoolExecutor(8)
        self.look_ups = LookUps(
            self.site,
            HttpFileRegistry(asked, ZoneInfo("Asia/Ho_Chi_Minh")),
            self.pool,
            self.outlet,
            lambda sender, event: self.noted.append((sender, event)),
            lambda: self.now,
        )

    def begin(self, digits, code=FILE.code, device=KIOSK):
        self.look_ups.begin(device_sender(self.site, device), RequestId("q"), LookUpFile(code, digits))

    def settle(self):
        """Every question that has begun is answered."""
        self.pool.shutdown()
        self.pool = self.look_ups._workers = ThreadPoolExecutor(8)
        return self.outlet.take(FileStatus)

    def ask(self, digits=None, code=FILE.code, device=KIOSK):
        self.outlet.left.clear()
        self.begin(digits, code, device)
        return self.settle()[-1]


@pytest.fixture
def stand_in():
    with DemoRegistry(FILES) as registry:
        yield registry


@pytest.fixture
def hall(stand_in):
    hall = Hall(stand_in, OwnerProof("DienThoai"))
    yield hall
    hall.pool.shutdown()


def test_without_digits_there_is_the_progress_and_what_to_ask_for(hall):
    told = hall.ask()
    assert told == FileStatus(
        RequestId("q"),
        LookUp.FOUND,
        FILE.code,
        5,
        FILE.due_on,
        contact="bàn hướng dẫn",
        asks=AskedDigits(OwnerNumber.PHONE, 4),
    )


def test_the_right_ones_open_the_details(hall):
    told = hall.ask(RIGHT)
    assert (told.verdict, told.tries_left, told.locked_s) == (Verdict.RIGHT, None, None)
    assert told.details == FileDetails(EXTRACT, FILE.received_on, "Phòng Tư pháp", None, FILE.missing, None)


def test_only_the_kiosk_that_asked_is_answered(hall):
    told = []
    hall.outlet.answer = lambda device, answer: told.append((device, answer.details is not None))
    hall.begin(RIGHT, device=SECOND)
    hall.begin(None, device=KIOSK)
    hall.settle()
    assert sorted(told) == [(KIOSK, False), (SECOND, True)]


def test_wrong_ones_open_nothing_and_three_of_them_lock_the_file_in_plain_numbers(hall):
    assert [hall.ask(WRONG).tries_left for _ in range(2)] == [2, 1]
    third = hall.ask(WRONG)
    assert (third.verdict, third.tries_left, third.locked_s, third.details) == (Verdict.LOCKED, 0, 600, None)
    hall.now += 590
    locked = hall.ask(RIGHT)
    assert (locked.verdict, locked.locked_s, locked.details, locked.status) == (Verdict.LOCKED, 10, None, 5)
    assert hall.ask(RIGHT, device=SECOND).verdict is Verdict.LOCKED
    assert hall.ask(FILES[0].phone[-4:], FILES[0].code).verdict is Verdict.RIGHT  # another file is not
    hall.now += 10
    assert hall.ask(RIGHT).verdict is Verdict.RIGHT


def test_a_guesser_at_one_kiosk_all_day_gets_nine_tries(hall):
    """Every second minute another guess, all of them wrong but one in the evening."""
    hall.ask()
    before = hall.registry.asked
    verdicts = []
    for guess in range(230):
        verdicts.append(hall.ask(f"{9999 - guess}").verdict)
        hall.now += 120
    assert hall.registry.asked - before == 9  # what is locked is not compared, and so not asked for
    assert set(verdicts) == {Verdict.WRONG, Verdict.LOCKED}
    assert hall.ask(RIGHT).verdict is Verdict.LOCKED


def test_guesses_at_once_are_counted_like_guesses_in_a_row(hall):
    for guess in range(40):
        hall.begin(f"{guess + 5000}", device=(KIOSK, SECOND)[guess % 2])
    hall.begin(RIGHT)
    told = hall.settle()
    assert len(told) == 41
    assert not [one for one in told if one.details or one.verdict is Verdict.RIGHT]
    assert hall.registry.asked <= 4 + 8  # three with digits; without them one is remembered, few ask before it is


def test_a_guesser_with_many_receipts_is_stopped_at_the_kiosk(hall):
    verdicts = [hall.ask(WRONG, file.code).verdict for file in FILES] + [hall.ask(WRONG, FILES[0].code).verdict]
    assert verdicts == [Verdict.WRONG] * 9 + [Verdict.LOCKED] * 2
    assert hall.ask(WRONG, FILES[0].code, SECOND).verdict is Verdict.WRONG


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.NONSENSE])
def test_a_registry_that_is_down_costs_no_try(hall, mood):
    hall.registry.set_mood(mood)
    told = hall.ask(WRONG)
    assert (told.outcome, told.verdict, told.details) == (LookUp.UNAVAILABLE, None, None)
    hall.registry.set_mood(Mood.FINE)
    assert hall.ask(WRONG).tries_left == 2


def test_a_file_that_nobody_knows_costs_no_try(hall):
    assert [hall.ask(WRONG, FileCode("H56.14-240823-0001")).verdict for _ in range(12)] == [None] * 12
    assert hall.ask(RIGHT).verdict is Verdict.RIGHT


@pytest.mark.parametrize("proof", [OwnerProof(), OwnerProof("KhongCo")])
@pytest.mark.parametrize("digits", ["", "None", RIGHT, "xxxx"])
def test_where_nothing_can_be_asked_for_nothing_opens(stand_in, proof, digits):
    hall = Hall(stand_in, proof)
    told = hall.ask(digits)
    hall.pool.shutdown()
    assert (told.outcome, told.asks, told.details) == (LookUp.FOUND, None, None)
    assert told.verdict is not Verdict.RIGHT


def test_the_same_questions_are_asked_for_right_and_for_wrong_ones(hall):
    before = hall.registry.asked
    hall.ask(WRONG)
    between = hall.registry.asked
    hall.ask(RIGHT)
    assert (between - before, hall.registry.asked - between) == (1, 1)


def test_digits_are_noted_nowhere(hall, caplog):
    caplog.set_level(logging.DEBUG)
    hall.ask("8765")
    hall.ask(RIGHT)
    assert [event.verdict for _, event in hall.noted] == [Verdict.WRONG, Verdict.RIGHT]
    told = repr(hall.noted) + repr(hall.outlet.left) + caplog.text + repr(LookUpFile(FILE.code, "8765"))
    assert "8765" not in told
    assert FILE.phone not in told
