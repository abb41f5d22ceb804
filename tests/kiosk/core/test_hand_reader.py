"""A reader's keys become one text; a person's do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.hand_reader import PAUSE_S, Keys, pause, press

ENTER, TAB, SHIFT = 40, 43, 225
USAGES = {chr(97 + at): 4 + at for at in range(26)} | {str(at): 29 + at for at in range(1, 10)}
USAGES |= {"0": 39, "-": 45, ".": 55, "/": 56, ";": 51, "=": 46}
SHIFTED = {":": ";", "?": "/", "&": "7", "_": "-", "+": "="}
CODE = "H56.14-240823-0001"


def type_text(text, gap, keys=Keys(), at=1.0):  # noqa: B008 (frozen)
    """The state and the second after a text, and what was read on the way."""
    heard = []
    for letter in text:
        shift = letter.isupper() or letter in SHIFTED
        usage = USAGES[SHIFTED.get(letter, letter).lower()]
        if shift:
            keys, text_read = press(keys, SHIFT, at, shift=False)
            heard.append(text_read)
        keys, text_read = press(keys, usage, at, shift=shift)
        heard.append(text_read)
        at += gap
    return keys, at, [one for one in heard if one]


@pytest.mark.parametrize("end", [ENTER, TAB, 88])
@pytest.mark.parametrize("gap", [0.0, 0.001, 0.02])
def test_a_reader_ends_its_text_with_a_key(gap, end):
    keys, at, heard = type_text(CODE, gap)
    assert heard == []
    assert press(keys, end, at, shift=False) == (Keys(), CODE)


def test_a_reader_without_an_end_key_ends_with_a_pause():
    keys, at, _ = type_text(CODE, 0.005)
    assert pause(keys, at)[1] is None
    assert pause(keys, at + PAUSE_S) == (Keys(), CODE)


def test_two_texts_one_after_the_other_stay_two():
    keys, at, _ = type_text(CODE, 0.005)
    keys, _at, heard = type_text("http://x.vn/?mhs=h1&t=2", 0.005, keys, at + 1)
    assert heard == [CODE]
    assert keys.text == "http://x.vn/?mhs=h1&t=2"


@pytest.mark.parametrize("gap", [0.06, 0.1, 0.5])
def test_a_person_is_no_reader(gap):
    keys, at, heard = type_text(CODE, gap)
    assert heard == []
    assert press(keys, ENTER, at, shift=False)[1] is None
    assert pause(keys, at + 9) == (Keys(), None)


def test_a_few_keys_that_waited_for_a_busy_machine_are_no_code():
    keys, at, _ = type_text("12345", 0.0)
    assert press(keys, ENTER, at, shift=False)[1] is None


def test_a_reader_after_a_person_who_typed_is_heard():
    keys, at, _ = type_text("12", 0.5)
    keys, at, heard = type_text(CODE, 0.01, keys, at)
    assert heard == []
    assert press(keys, ENTER, at, shift=False)[1] == CODE


def test_keys_without_a_letter_change_nothing():
    keys, at, _ = type_text("h56", 0.01)
    assert press(keys, 79, at, shift=False) == (keys, None)
    assert press(Keys(), ENTER, at, shift=False) == (Keys(), None)


def test_the_number_pad_types_digits():
    keys = Keys()
    for usage in (89, 90, 98, 86, 99, 84):
        keys, _ = press(keys, usage, 1.0, shift=False)
    assert keys.text == "120-./"


def test_no_text_grows_without_end():
    keys, _at, _ = type_text("1" * 5000, 0.0)
    assert len(keys.text) == 2048


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0, 1), st.booleans())))
def test_whatever_is_pressed_only_fast_texts_come_out(pressed):
    keys, at = Keys(), 0.0
    for usage, gap, shift in pressed:
        at += gap
        keys, heard = press(keys, usage, at, shift=shift)
        assert heard is None or len(heard) >= 6
