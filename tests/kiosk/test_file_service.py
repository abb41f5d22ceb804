"""The kiosk's shell between a receipt's progress and its details: digits go out once and are stored nowhere."""

from dataclasses import replace

import pytest

from contract.commands import LookUpFile
from contract.file_details import AskedDigits, FileDetails, OwnerNumber, Verdict
from contract.ids import RequestId
from contract.notices import FileStatus, LookUp
from kiosk.core import journey as j
from kiosk.core.file_journey import Checking, Details, DigitsGiven, MoreTapped, asking
from kiosk.core.happenings import CodeRead, ScanTapped
from kiosk.core.patience import patience_s
from kiosk.core.typing_keys import KeyTapped
from kiosk.core.views import Home, LookingUp, Status
from tests.kiosk.test_kiosk_service import Bench

FILE = FileStatus(RequestId("q1"), LookUp.FOUND, "H56.14-240823-0001", 5, asks=AskedDigits(OwnerNumber.PHONE, 4))
RIGHT = replace(FILE, request=RequestId("q2"), verdict=Verdict.RIGHT, details=FileDetails("Đăng ký khai sinh"))
DIGITS = "8642"


@pytest.fixture
def hurried(tmp_path):
    """A kiosk on which a tenth of a second passes for half a minute."""
    bench = Bench(tmp_path)
    bench.end()
    bench.begin(lambda view, *, plain: (patience_s(view, plain=plain) or 0) / 300 or None)
    yield bench
    bench.end()


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.end()


def typed(bench):
    bench.kiosk.happen(ScanTapped())
    bench.kiosk.happen(CodeRead(FILE.code, "q1"))
    bench.world.until(lambda told: ("shown", LookingUp(FILE.code)) in told)
    bench.hear(FILE)
    for happening in (MoreTapped(), *map(KeyTapped, DIGITS), DigitsGiven("q2")):
        bench.kiosk.happen(happening)
    bench.world.until(lambda told: ("shown", Checking(FILE, "q2")) in told)


def test_digits_are_sent_once_and_kept_nowhere(bench):
    typed(bench)
    told = bench.world.until(lambda told: ("sent", LookUpFile(FILE.code, DIGITS)) in told)
    assert [one for what, one in told if what == "sent"] == [LookUpFile(FILE.code), LookUpFile(FILE.code, DIGITS)]
    bench.hear(RIGHT)
    bench.world.until(lambda told: ("shown", Details(RIGHT)) in told)
    assert bench.box.pending() == []
    assert DIGITS.encode() not in b"".join(path.read_bytes() for path in bench.folder.iterdir() if path.is_file())


def test_details_go_by_themselves_and_do_not_come_back(hurried):
    typed(hurried)
    hurried.hear(RIGHT)
    told = hurried.world.until(lambda told: ("shown", Details(RIGHT)) in told and told[-1] == ("shown", Home()))
    shown = [one for what, one in told if what == "shown"]
    assert shown[shown.index(Details(RIGHT)) + 1 :] == [j.StillThere(Status(replace(FILE, request="q2"))), Home()]


def test_a_check_that_is_not_answered_is_said_so(hurried):
    typed(hurried)
    away = FileStatus(RequestId(""), LookUp.UNAVAILABLE, FILE.code)
    hurried.world.until(lambda told: ("shown", asking(FILE, away)) in told)
