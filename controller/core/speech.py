"""Calls as words that a voice can read: numbers sign by sign, counters counted."""

from collections.abc import Mapping

from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from voice.core.numerals import cardinal, signs


def spoken_call(number: TicketNumber, counter: CounterId, texts: Mapping[str, str], words: Mapping[str, str]) -> str:
    """The whole sentence: ``B012`` at 5 is "Mời số bê không một hai đến quầy số năm".

    ``words`` is a ``voice.vocabulary``. Raises MalformedMessageError for a number or counter (1 to 999) that has no words,
    so that a wrong message is never half spoken.
    """
    if not number.isalnum() or not 1 <= counter <= 999:
        raise MalformedMessageError(f"no words for {number[:16]!r} at counter {counter}")
    return texts["speech.call"].format(number=signs(number, words), counter=cardinal(counter, words))
