"""The work behind the maintenance screen: PINs, guesses that are counted over restarts, and a kiosk that does not serve."""

from queue import SimpleQueue

import pytest
from argon2 import PasswordHasher

from contract.device_twin import DeviceTwin
from contract.profile import Account, KioskProfile, Screen
from contract.topics import Role
from kiosk.adapters.argon2_pin import Argon2Pin
from kiosk.adapters.json_marks import JsonMarks
from kiosk.core.maintenance_journey import CheckPin, ConditionTold, PinChecked, Restart, Serve, TellCondition
from kiosk.maintenance import MaintenanceWork
from tests.screens.maintenance_views import FINE, LATEST

SECONDS = 15.0
PIN = "280975"
HASH = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PIN)
KIOSK = KioskProfile(Account("hall", "kiosk-1", Role.KIOSK, "127.0.0.1", 1, ""), Screen((1080, 1920), (346, 615)), "")


class Staff:
    """A maintenance, its clock, and what is heard of it."""

    def __init__(self, folder):
        self.at, self.heard, self.ended = 1000.0, SimpleQueue(), []
        self.twin = DeviceTwin(KIOSK, str(folder))
        self.work = MaintenanceWork(
            JsonMarks(folder),
            self.twin,
            Argon2Pin(HASH).fits,
            lambda latest: FINE if latest is LATEST else None,
            self.heard.put,
            lambda: self.ended.append(True),
            now=lambda: self.at,
        )

    def tries(self, pin):
        self.work.do(CheckPin(pin), None)
        return self.heard.get(timeout=SECONDS)


@pytest.fixture
def begin(tmp_path):
    begun = []

    def start():
        begun.append(Staff(tmp_path))
        return begun[-1]

    yield start
    for one in begun:
        one.work.stop()


def test_the_right_pin_is_right_and_forgets_wrong_ones(begin):
    staff = begin()
    assert staff.tries("000000") == PinChecked(right=False)
    assert staff.tries(PIN) == PinChecked(right=True)
    assert [staff.tries("000000").wait_s for _ in range(5)] == [0, 0, 0, 0, 30]


def test_after_five_wrong_ones_not_even_the_right_one_is_looked_at_until_the_wait_is_over(begin):
    staff = begin()
    for _ in range(5):
        staff.tries("000000")
    assert staff.tries(PIN) == PinChecked(right=False, wait_s=31)
    staff.at += 31
    assert staff.tries("000000") == PinChecked(right=False, wait_s=60)
    staff.at += 61
    assert staff.tries(PIN) == PinChecked(right=True)


def test_a_restart_shortens_no_wait(begin):
    staff = begin()
    for _ in range(5):
        staff.tries("000000")
    again = begin()
    assert again.tries(PIN).wait_s > 0
    again.at += 31
    assert again.tries(PIN) == PinChecked(right=True)


def test_out_of_service_is_kept_over_restarts(begin):
    staff = begin()
    assert staff.twin.serves
    staff.work.do(Serve(serves=False), None)
    assert not begin().twin.serves
    staff.work.do(Serve(serves=True), None)
    assert begin().twin.serves


def test_how_the_kiosk_is_comes_as_a_happening_and_a_fault_ends_nothing(begin):
    staff = begin()
    staff.work.do(TellCondition(), LATEST)
    assert staff.heard.get(timeout=SECONDS) == ConditionTold(FINE)
    staff.work.do(Restart(), None)
    assert staff.ended == [True]


@pytest.mark.parametrize("worn", [b"{", b"", b"\0" * 40, b'{"\xff": 1}', b'{"wrong_pins": "x"}'])
def test_marks_that_cannot_be_read_are_as_good_as_none(tmp_path, worn):
    (tmp_path / "marks.json").write_bytes(worn)
    assert JsonMarks(tmp_path).wrong_pins == 0


def test_what_is_no_hash_fits_nothing():
    assert not Argon2Pin("280975").fits("280975")
