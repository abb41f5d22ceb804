"""Calls in words, against tables and a second way of counting."""

import re
from pathlib import Path
from string import ascii_uppercase

import pytest

import controller
from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from contract.language import load_texts
from controller.core.speech import spoken_call, spoken_cardinal, spoken_number

TEXTS = load_texts(Path(controller.__file__).parent / "texts", "vi")
DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

TRICKY = {
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


@pytest.mark.parametrize(("value", "words"), TRICKY.items())
def test_tricky_cardinals(value: int, words: str) -> None:
    assert spoken_cardinal(value, TEXTS) == words


def test_every_cardinal_as_the_oracle_and_none_twice() -> None:
    spoken = [spoken_cardinal(value, TEXTS) for value in range(1, 1000)]
    assert spoken == [rewritten(value) for value in range(1, 1000)]
    assert len(set(spoken)) == 999


def test_the_south_says_le() -> None:
    for value in range(1, 1000):
        north, south = (spoken_cardinal(value, TEXTS, word) for word in ("linh", "lẻ"))
        assert south == north.replace("linh", "lẻ")
        assert ("lẻ" in south) == (value > 100 and 0 < value % 100 < 10)


@pytest.mark.parametrize("value", [0, -1, 1000])
def test_counters_without_words_are_refused(value: int) -> None:
    with pytest.raises(MalformedMessageError):
        spoken_cardinal(value, TEXTS)


def test_the_whole_sentence() -> None:
    said = spoken_call(TicketNumber("B012"), CounterId(5), TEXTS)
    assert said == "Mời số bê không một hai đến quầy số năm"
    said = spoken_call(TicketNumber("G905"), CounterId(105), TEXTS, "lẻ")
    assert said == "Mời số gờ chín không năm đến quầy số một trăm lẻ năm"


def test_every_number_is_read_sign_by_sign_and_none_as_another() -> None:
    names = {letter: spoken_number(TicketNumber(letter), TEXTS) for letter in ascii_uppercase}
    assert len(set(names.values())) == 26
    for letter, name in names.items():
        assert spoken_number(TicketNumber(f"{letter}045"), TEXTS) == f"{name} không bốn năm"
    assert not any(sign.isdigit() for name in names.values() for sign in name)


@pytest.mark.parametrize("number", ["", "Đ001", "b012", "B 12", "B01.", "{call}"])
def test_numbers_without_words_are_refused(number: str) -> None:
    with pytest.raises(MalformedMessageError):
        spoken_call(TicketNumber(number), CounterId(1), TEXTS)
