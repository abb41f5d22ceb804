"""The number of a suggestion: the same for kiosk and controller, and no slip of a finger makes another one of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.ids import RequestId
from contract.suggestion import LONGEST, clean_words, read_number, spoken_number, suggestion_number

REQUESTS = st.text(min_size=1, max_size=64).map(RequestId)


@given(REQUESTS)
def test_a_number_is_ten_figures_and_reads_as_itself(request_id):
    number = suggestion_number(request_id)
    assert number.isdecimal()
    assert len(number) == 10
    assert read_number(number) == read_number(spoken_number(number)) == number
    assert suggestion_number(request_id) == number


@given(REQUESTS, st.integers(0, 9), st.integers(1, 9))
def test_a_wrong_figure_is_found(request_id, place, more):
    number = suggestion_number(request_id)
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert read_number(wrong) is None


@given(REQUESTS, st.integers(0, 8))
def test_swapped_figures_are_found(request_id, place):
    number = suggestion_number(request_id)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or read_number(swapped) is None


@pytest.mark.parametrize("typed", ["", "123", "12345678901234", "số"])
def test_what_is_no_number(typed):
    assert read_number(typed) is None


def test_numbers_are_spread():
    assert len({suggestion_number(RequestId(str(one))) for one in range(20_000)}) == 20_000


def test_it_is_shown_as_it_is_said():
    assert [spoken_number(one) for one in ("8170899655", "8170", "", "817")] == ["817 089 9655", "817 0", "", "817"]


def test_words_are_cleaned_or_refused():
    assert clean_words("  Chờ\n hai   giờ ") == "Chờ hai giờ"
    assert clean_words("Cho\u031b") == "Chơ"
    assert clean_words("a\u0000b") is None
    assert clean_words("a" * LONGEST) == "a" * LONGEST
    assert clean_words("a" * (LONGEST + 1)) is None
