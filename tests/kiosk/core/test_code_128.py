"""Rows of symbols say what ISO/IEC 15417 says they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.code_128 import STARTS, STOP, SYMBOL, WIDTHS, spell


def with_check(*symbols):
    return [*symbols, (symbols[0] + sum(place * symbol for place, symbol in enumerate(symbols[1:], 1))) % 103]


def test_every_symbol_has_eleven_modules_and_its_own_pattern():
    assert {sum(map(int, widths)) for widths in WIDTHS[:STOP]} == {SYMBOL}
    assert sum(map(int, WIDTHS[STOP])) == SYMBOL + 2
    assert len(set(WIDTHS)) == len(WIDTHS) == STOP + 1


@pytest.mark.parametrize(
    ("symbols", "text"),
    [
        ((104, 40, 21, 22, 14), "H56."),
        ((105, 0, 7, 42), "000742"),
        ((105, 23, 10, 100, 13, 99, 3, 61), "2310-0361"),
        ((104, 33, 98, 65, 33), "A\x01A"),
        ((103, 33, 65, 98, 65), "A\x01a"),
        ((105, 12, 101, 33), "12A"),
    ],
    ids=["B", "C", "C-B-C", "shift-to-A", "shift-to-B", "to-A"],
)
def test_it_spells(symbols, text):
    assert spell(with_check(*symbols)) == text


@pytest.mark.parametrize(
    "symbols",
    [(104, 102, 33), (105, 105, 1), (104, 96, 33), (104, 100, 33), (33, 34)],
    ids=["FNC1", "start-inside", "FNC3", "B-in-B", "no-start"],
)
def test_function_symbols_and_nonsense_are_no_text(symbols):
    assert spell(with_check(*symbols)) is None


def test_too_few_symbols_are_no_text():
    assert spell([104, 1]) is None


@given(st.sampled_from(STARTS), st.lists(st.integers(0, 95), min_size=1, max_size=25), st.data())
def test_one_wrong_symbol_is_always_noticed(start, data, chance):
    symbols = with_check(start, *data)
    place = chance.draw(st.integers(0, len(data)))
    symbols[place] = (
        (symbols[place] + chance.draw(st.integers(1, 95))) % 96 if place else {103: 104, 104: 105, 105: 103}[start]
    )
    assert spell(symbols) is None or symbols == with_check(start, *data)
