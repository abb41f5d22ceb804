"""Calls in words."""

from pathlib import Path

import pytest

import controller
from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from contract.language import load_texts
from controller.core.speech import spoken_call
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
