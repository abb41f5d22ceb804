"""Numbers in words, against tables and a second way of counting."""

import re
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.errors import MalformedMessageError
from voice.core.numerals import LARGEST, cardinal, signs
from voice.vocabulary import vocabulary

VI, EN = vocabulary("vi"), vocabulary("en")
SOUTH = vocabulary("vi", "lẻ")
DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

TRICKY = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    500: "năm trăm",
    515: "năm trăm mười lăm",
    555: "năm trăm năm mươi lăm",
    999: "chín trăm chín mươi chín",
    1000: "một nghìn",
    1005: "một nghìn không trăm linh năm",
    1015: "một nghìn không trăm mười lăm",
    2026: "hai nghìn không trăm hai mươi sáu",
    10_000: "mười nghìn",
    10_105: "mười nghìn một trăm linh năm",
    21_021: "hai mươi mốt nghìn không trăm hai mươi mốt",
    50_000: "năm mươi nghìn",
    105_500: "một trăm linh năm nghìn năm trăm",
    1_000_000: "một triệu",
    1_000_005: "một triệu không trăm linh năm",
    1_250_000: "một triệu hai trăm năm mươi nghìn",
    3_000_000_000: "ba tỷ",
}
ENGLISH = {
    0: "zero",
    9: "nine",
    10: "ten",
    15: "fifteen",
    20: "twenty",
    21: "twenty one",
    100: "one hundred",
    105: "one hundred and five",
    121: "one hundred and twenty one",
    999: "nine hundred and ninety nine",
    1005: "one thousand and five",
    2026: "two thousand and twenty six",
    12_345: "twelve thousand three hundred and forty five",
    1_000_000: "one million",
}


def rewritten(value: int) -> str:
    """The oracle: read every place by name, then apply the rules of spelling as rewritings, one after the other."""
    hundreds, tens, ones = f"{value:03}"
    text = f"{DIGITS[int(hundreds)]} trăm {DIGITS[int(tens)]} mươi {DIGITS[int(ones)]}"
    for pattern, instead in (
        (r" không mươi không$", ""),
        (r"không mươi", "linh"),
        (r"^không trăm (linh )?", ""),
        (r"một mươi", "mười"),
        (r"(mươi|mười) không$", r"\1"),
        (r"mươi một$", "mươi mốt"),
        (r"mươi bốn$", "mươi tư"),
        (r"(mươi|mười) năm$", r"\1 lăm"),
    ):
        text = re.sub(pattern, instead, text)
    return text


def whole(value: int) -> str:
    """The oracle beyond 999: groups of three digits, each in full but the first."""
    groups = [value // 1000**power % 1000 for power in range(4)]
    parts = []
    for power in (3, 2, 1, 0):
        group = groups[power]
        if not group:
            continue
        text = rewritten(group)
        if parts and group < 100:
            text = f"không trăm {'linh ' if group < 10 else ''}{text}"
        parts.append(f"{text} {['', 'nghìn', 'triệu', 'tỷ'][power]}".strip())
    return " ".join(parts)


@pytest.mark.parametrize(("value", "words"), TRICKY.items())
def test_tricky_cardinals(value: int, words: str) -> None:
    assert cardinal(value, VI) == words


@pytest.mark.parametrize(("value", "words"), ENGLISH.items())
def test_english_cardinals(value: int, words: str) -> None:
    assert cardinal(value, EN) == words


def test_every_cardinal_as_the_oracle_and_none_twice() -> None:
    spoken = [cardinal(value, VI) for value in range(1, 1000)]
    assert spoken == [rewritten(value) for value in range(1, 1000)]
    assert len(set(spoken)) == 999


@given(st.integers(1000, 999_999))
def test_thousands_as_the_oracle(value: int) -> None:
    assert cardinal(value, VI) == whole(value)


@given(st.integers(0, LARGEST), st.sampled_from([VI, EN]))
def test_no_figure_is_left_and_nothing_is_said_twice(value: int, words: dict[str, str]) -> None:
    said = cardinal(value, words)
    assert not re.search(r"[0-9{}]|  ", said)
    assert said == said.strip() != ""


def test_the_south_says_le() -> None:
    for value in range(1, 1000):
        north, south = (cardinal(value, words) for words in (VI, SOUTH))
        assert south == north.replace("linh", "lẻ")
        assert ("lẻ" in south) == (value > 100 and 0 < value % 100 < 10)


@pytest.mark.parametrize("value", [-1, LARGEST + 1])
def test_numbers_beyond_are_refused(value: int) -> None:
    with pytest.raises(MalformedMessageError):
        cardinal(value, VI)


def test_every_number_is_read_sign_by_sign_and_none_as_another() -> None:
    for words in (VI, EN):
        names = {letter: signs(letter, words) for letter in ascii_uppercase}
        assert len(set(names.values())) == 26
        for letter, name in names.items():
            assert signs(f"{letter}045", words).startswith(f"{name} ")
        assert not any(sign.isdigit() for name in names.values() for sign in name)
    assert signs("B045", VI) == "bê không bốn năm"


def test_a_file_code_is_read_with_what_stands_between() -> None:
    assert signs("H56.14-240", VI) == "hát năm sáu chấm một bốn gạch ngang hai bốn không"


@pytest.mark.parametrize("text", ["", "b012", "B 12", "{call}"])
def test_signs_without_a_name_are_refused(text: str) -> None:
    with pytest.raises(MalformedMessageError):
        signs(text, VI)
