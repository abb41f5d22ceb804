"""From the progress of a file to its details, and how they are forgotten."""

from dataclasses import replace
from datetime import date

import pytest

from contract.commands import PrintState
from contract.file_details import AskedDigits, FileDetails, OwnerNumber, Verdict
from contract.ids import FileCode
from contract.notices import FileStatus, LookUp
from kiosk.core import journey as j
from kiosk.core.effects import StoreTap
from kiosk.core.file_journey import AskDigits, Checking, Details, Digits, DigitsGiven, FileSlipTapped, MoreTapped
from kiosk.core.happenings import Back, FieldTapped, FileAnswered, Left, TimePassed
from kiosk.core.journey import step
from kiosk.core.papers import Copy, FileSlip, PaperTold, PrintPaper
from kiosk.core.patience import patience_s
from kiosk.core.typing_keys import KeyTapped
from kiosk.core.views import Home, LookingUp, Status, Taking

CODE = FileCode("H56.14-240823-0001")
FILE = FileStatus("q1", LookUp.FOUND, CODE, 5, field="dat-dai", asks=AskedDigits(OwnerNumber.PHONE, 4))
DETAILS = FileDetails("Đăng ký khai sinh", date(2026, 11, 2), missing=("Tờ khai",))
RIGHT = replace(FILE, request="q2", verdict=Verdict.RIGHT, details=DETAILS)
WRONG = replace(FILE, request="q2", verdict=Verdict.WRONG, tries_left=2)
LOCKED = replace(FILE, request="q2", verdict=Verdict.LOCKED, tries_left=0, locked_s=600)
AWAY = FileStatus("", LookUp.UNAVAILABLE, CODE)
SLIP = FileSlip(CODE, "Cần bổ sung giấy tờ", "Mời ông/bà lấy số")


def walk(view, *happenings):
    effects = []
    for happening in happenings:
        view, more = step(view, happening)
        effects += more
    return view, effects


def keys(digits):
    return [KeyTapped(digit) for digit in digits]


def checking(digits="1234"):
    return walk(Status(FILE), MoreTapped(), *keys(digits), DigitsGiven("q2"))


def test_the_digits_go_to_the_controller_and_out_of_mind():
    view, effects = checking()
    assert view == Checking(FILE, "q2")
    assert effects == [AskDigits(CODE, "q2", "1234")]
    assert "1234" not in repr(effects) + repr(walk(Status(FILE), MoreTapped(), *keys("1234"))[0])


def test_right_ones_open_the_details():
    assert step(checking()[0], FileAnswered(RIGHT)) == (Details(RIGHT), ())


@pytest.mark.parametrize("answer", [WRONG, AWAY, replace(RIGHT, details=None), replace(WRONG, asks=None)])
def test_what_opens_nothing_is_said_and_one_may_try_again(answer):
    view, _ = step(checking()[0], FileAnswered(answer))
    assert isinstance(view, Digits)
    assert (view.refused.verdict, view.typed.text, view.locked) == (answer.verdict, "", False)
    assert view.file.asks == FILE.asks
    assert walk(view, *keys("9876"), DigitsGiven("q3"))[0] == Checking(view.file, "q3")


def test_while_it_is_locked_nothing_can_be_typed():
    view, _ = step(checking()[0], FileAnswered(LOCKED))
    assert view.locked
    assert walk(view, *keys("1234"), DigitsGiven("q3")) == (view, [])


def test_too_few_digits_are_not_sent():
    view, effects = checking("123")
    assert (view.typed.text, effects) == ("123", [])


def test_an_answer_to_another_question_opens_nothing():
    view, _ = checking()
    assert step(view, FileAnswered(replace(RIGHT, request="q1"))) == (view, ())


def test_a_late_answer_never_shows_details_to_who_asked_for_the_progress():
    view, _ = step(LookingUp(CODE), FileAnswered(RIGHT))
    assert view == Status(replace(FILE, request="q2"))


def test_a_file_with_nothing_to_ask_for_leads_to_no_digits():
    status = Status(replace(FILE, asks=None))
    assert step(status, MoreTapped()) == (status, ())


@pytest.mark.parametrize("view", [Details(RIGHT), walk(Status(FILE), MoreTapped(), *keys("12"))[0]])
@pytest.mark.parametrize("happening", [Back(), Left(), TimePassed()])
def test_whatever_leaves_takes_neither_details_nor_digits_along(view, happening):
    after, effects = step(view, happening)
    assert effects == ()
    assert not isinstance(after, Digits | Details)
    behind = after.behind if isinstance(after, j.StillThere) else after
    assert not isinstance(behind, Details)
    assert not isinstance(behind, Digits) or not behind.typed.text
    assert behind == Home() or (behind.file.details, behind.file.verdict) == (None, None)


def test_back_from_the_check_is_back_to_the_digits():
    view, _ = step(checking()[0], Back())
    assert isinstance(view, Digits)
    assert view.typed.text == ""


def test_details_stay_half_a_minute_and_a_check_as_long_as_a_look_up():
    assert patience_s(Details(RIGHT), plain=True) == 30
    assert patience_s(Checking(FILE, "q2"), plain=True) == patience_s(LookingUp(CODE), plain=True)


def test_a_number_from_the_details_is_for_the_file():
    view, effects = step(Details(RIGHT), FieldTapped("dat-dai", "r1"))
    assert (view, effects) == (Taking("r1"), (StoreTap("r1", "dat-dai", CODE),))


def test_the_progress_on_paper_once_a_tap():
    view, effects = step(Status(FILE), FileSlipTapped("p1", SLIP))
    assert (view, effects) == (Status(FILE, Copy("p1")), (PrintPaper("p1", SLIP),))
    assert step(view, FileSlipTapped("p2", SLIP)) == (view, ())
    sent, _ = step(view, PaperTold("p1", PrintState.SENT, None))
    assert step(sent, PaperTold("p0", PrintState.FAILED, None)) == (sent, ())
    done, _ = step(j.StillThere(sent), PaperTold("p1", PrintState.CONFIRMED, None))
    assert done == j.StillThere(Status(FILE, Copy("p1", PrintState.CONFIRMED)))
    assert step(done.behind, FileSlipTapped("p2", SLIP))[1] == (PrintPaper("p2", SLIP),)
