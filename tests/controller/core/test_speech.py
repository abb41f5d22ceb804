"""Calls in words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import controller
from contract.announcing import NumberForm
from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from contract.language import load_texts
from contract.notices import Announcement
from controller.core.speech import Sentence, Tongue, call_sentences, emergency_sentences, spoken_call
from voice.vocabulary import vocabulary

TEXTS = load_texts(Path(controller.__file__).parent / "texts", "vi")
NORTH, SOUTH = vocabulary("vi", "linh"), vocabulary("vi", "lẻ")


def test_the_whole_sentence() -> None:
    said = spoken_call(TicketNumber("B012"), CounterId(5), TEXTS, NORTH)
    assert said == "Mời số bê không một hai đến quầy số năm"
    said = spoken_call(TicketNumber("G905"), CounterId(105), TEXTS, SOUTH)
    assert said == "Mời số gờ chín không năm đến quầy số một trăm lẻ năm"


@pytest.mark.parametrize("counter", [0, -1, 1000])
def test_counters_without_words_are_refused(counter: int) -> None:
    with pytest.raises(MalformedMessageError):
        spoken_call(TicketNumber("B012"), CounterId(counter), TEXTS, NORTH)


@pytest.mark.parametrize("number", ["", "b012", "B 12", "B01.", "B-12", "{call}"])
def test_numbers_without_words_are_refused(number: str) -> None:
    with pytest.raises(MalformedMessageError):
        spoken_call(TicketNumber(number), CounterId(1), TEXTS, NORTH)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("B012", "bê mười hai"),
        ("B105", "bê một trăm linh năm"),
        ("A021", "a hai mươi mốt"),
        ("ĐK7", "đê ca bảy"),
        ("015", "mười lăm"),
        ("B1C", "bê một xê"),
    ],
)
def test_a_counted_number(number: str, said: str) -> None:
    whole = spoken_call(TicketNumber(number), CounterId(5), TEXTS, NORTH, NumberForm.CARDINAL)
    assert whole == f"Mời số {said} đến quầy số năm"


ENGLISH = Tongue(load_texts(Path(controller.__file__).parent / "texts", "en"), vocabulary("en"))
TONGUES = {"vi": Tongue(TEXTS, NORTH), "en": ENGLISH}


@pytest.mark.parametrize(
    ("language", "second", "languages"),
    [
        ("vi", True, ["vi"]),
        ("en", True, ["vi", "en"]),
        ("en", False, ["vi"]),
        ("ede", True, ["vi"]),
    ],
)
def test_vietnamese_and_then_the_tickets_language(language: str, second: bool, languages: list[str]) -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    call = Announcement(TicketNumber("B012"), CounterId(5), 1, at, at, language=language)
    said = call_sentences(call, TONGUES, NumberForm.DIGITS, second=second)
    assert [one.language for one in said] == languages
    assert said[0].text == "Mời số bê không một hai đến quầy số năm"
    if len(said) > 1:
        assert said[1].text == "Number bee zero one two, please go to counter five"


def test_an_emergency_without_figures() -> None:
    said = emergency_sentences("Có cháy! Mời ra cửa số 2, tầng 1.", NORTH)
    assert said == (Sentence("vi", "Có cháy!"), Sentence("vi", "Mời ra cửa số hai, tầng một."))
    assert emergency_sentences("...", NORTH) == ()
