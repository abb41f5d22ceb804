"""Calls and emergencies as sentences that a voice can read: no figure is left to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contract.announcing import NumberForm
from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from contract.notices import Announcement
from voice.core.numerals import cardinal, signs
from voice.core.saying import sentences

FIRST: Final = "vi"
"""The language that every call is made in, and every emergency."""

_COUNTED: Final = re.compile(r"([A-ZĐ]*)([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in one language, for the voice of that language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a language needs to call people: its texts, and its ``voice.vocabulary``."""

    texts: Mapping[str, str]
    words: Mapping[str, str]


def spoken_call(
    number: TicketNumber,
    counter: CounterId,
    texts: Mapping[str, str],
    words: Mapping[str, str],
    form: NumberForm = NumberForm.DIGITS,
) -> str:
    """The whole sentence: ``B012`` at 5 is "Mời số bê không một hai đến quầy số năm", or "... bê mười hai ..." where it is counted.

    ``words`` is a ``voice.vocabulary``. Raises MalformedMessageError for a number or counter (1 to 999) that has no words,
    so that a wrong message is never half spoken.
    """
    if not number.isalnum() or not 1 <= counter <= 999:
        raise MalformedMessageError(f"no words for {number[:16]!r} at counter {counter}")
    return texts["speech.call"].format(number=_number(number, words, form), counter=cardinal(counter, words))


def call_sentences(
    call: Announcement, tongues: Mapping[str, Tongue], form: NumberForm, *, second: bool
) -> tuple[Sentence, ...]:
    """Vietnamese first, then, with ``second``, the ticket's language where it is another one that is spoken here."""
    languages = [FIRST, *([call.language] if second and call.language != FIRST and call.language in tongues else [])]
    return tuple(
        Sentence(one, spoken_call(call.number, call.counter, tongues[one].texts, tongues[one].words, form))
        for one in languages
    )


def emergency_sentences(text: str, words: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The head's own words, figures and codes among them made speakable."""
    return tuple(Sentence(FIRST, one) for one in sentences(text, words))


def _number(number: TicketNumber, words: Mapping[str, str], form: NumberForm) -> str:
    counted = _COUNTED.fullmatch(number) if form is NumberForm.CARDINAL else None
    if counted is None:
        return signs(number, words)
    prefix = signs(counted[1], words) if counted[1] else ""
    return f"{prefix} {cardinal(int(counted[2]), words)}".strip()
