"""What the keys of the screen make of a typed code, and how it is judged at every key."""

import pytest

from contract.file_code import DEFAULT_PATTERN, find_file_code
from contract.notices import Camera
from kiosk.core import journey as j
from kiosk.core.effects import AskFile, CloseCamera, OpenCamera
from kiosk.core.happenings import Back, Left
from kiosk.core.journey import step
from kiosk.core.typed_code import Progress, example, judge, letters
from kiosk.core.typing_journey import CodeGiven, ForeignGiven, TypeTapped, Typing, begin
from kiosk.core.typing_keys import Deed, KeyTapped
from kiosk.core.views import Home, LookingUp, Refused, Scanning, Taking

CODES = ("H56.14-240823-0001", "000.00.06.H56-231027-0361", "G09-240229-123456", "01.H56.1.22.333.4444-991231-0001")


def walk(view, *happenings):
    effects = []
    for happening in happenings:
        view, more = step(view, happening)
        effects += more
    return view, effects


def typed(text, view=Typing()):  # noqa: B008 (frozen)
    return walk(view, *map(KeyTapped, text))[0]


def test_keys_add_and_delete():
    assert typed("H56").typed.text == "H56"
    assert walk(typed("H56"), KeyTapped(Deed.DELETE))[0].typed.text == "H5"
    assert typed("1", begin("123", scanned=True, foreign=True)) == typed("1", begin("123", scanned=True))


def test_from_home_by_typing_to_the_look_up():
    view, effects = walk(Home(), TypeTapped("1-"), KeyTapped("1"), KeyTapped("2"), CodeGiven(CODES[0], "q1"))
    assert view == LookingUp(CODES[0])
    assert effects == [AskFile(CODES[0], "q1")]
    assert walk(Home(), TypeTapped("1-"), KeyTapped("1"), KeyTapped("2"))[0] == typed("1", begin("1-"))
    assert walk(Home(), TypeTapped(), Back())[0] == Home()


def test_from_the_camera_to_the_keys_and_back():
    view, effects = walk(Scanning(), TypeTapped())
    assert (view.scanned, effects) == (True, [CloseCamera()])
    assert step(view, Back()) == (Scanning(), (OpenCamera(),))
    assert step(view, Left()) == (Home(), ())


HARMLESS = [Home(), Scanning(), Typing(), Refused("quota_reached"), LookingUp(CODES[1]), j.StillThere(Home())]


@pytest.mark.parametrize("view", HARMLESS)
def test_a_reader_in_the_hand_is_heard_wherever_it_harms_nothing(view):
    after, effects = step(view, CodeGiven(CODES[0], "q1"))
    assert after == LookingUp(CODES[0])
    assert effects[-1] == AskFile(CODES[0], "q1")
    assert (CloseCamera() in effects) is isinstance(view, Scanning)
    foreign, _ = step(view, ForeignGiven())
    assert foreign.foreign if not isinstance(view, LookingUp | j.StillThere) else foreign == view


def test_a_reader_changes_nothing_while_a_number_is_on_its_way():
    for view in (Taking("r1"), j.StillThere(Taking("r1"))):
        for happening in (CodeGiven(CODES[0], "q1"), ForeignGiven(), TypeTapped()):
            assert step(view, happening) == (view, ())


def test_only_a_camera_that_gives_no_picture_is_blind():
    assert [one for one in Camera if Scanning(camera=one).blind] == [Camera.DARK, Camera.FROZEN, Camera.LOST]


def test_the_same_receipt_twice_is_one_question():
    assert step(LookingUp(CODES[0]), CodeGiven(CODES[0], "q2")) == (LookingUp(CODES[0]), ())


@pytest.mark.parametrize("code", CODES)
def test_every_beginning_of_a_code_is_well(code):
    for length in range(len(code)):
        assert judge(code[:length])[0] in (Progress.BEGUN, Progress.WHOLE), code[:length]
    assert judge(code) == (Progress.WHOLE, code)


@pytest.mark.parametrize(
    "text", ["A", "H56-2413", "H56-240230", "H56-24023", "H56-240431-0001", "H56-240001", "H56.14-241301-0001"]
)
def test_a_day_that_is_none_is_told_at_once(text):
    assert judge(text)[0] is (Progress.WRONG_FORM if text == "A" else Progress.WRONG_DAY)


@pytest.mark.parametrize("text", ["-", "H-", "56H", "HH", "H56..", "H56-24082-", "H56-240823-00011111", "0000", "1.1"])
def test_a_form_that_is_none_is_told_at_once(text):
    assert judge(text)[0] is Progress.WRONG_FORM


def test_an_office_with_codes_of_its_own_hears_of_no_mistake_before_the_end():
    own = r"^TP\d{4}/[A-C]$"
    assert judge("X9", own)[0] is Progress.BEGUN
    assert judge("TP2024/B", own) == (Progress.WHOLE, "TP2024/B")
    assert letters(own) == "1234567890ABCPT/"
    assert example(own) == ""


def test_the_usual_keys_and_an_example():
    assert letters() == "1234567890GH.-"
    assert find_file_code(example(), DEFAULT_PATTERN) == example()
    assert letters(r"^\d+$") == "1234567890"
