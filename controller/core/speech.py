"""Calls as words that a voice can read: numbers digit by digit, counters as Vietnamese cardinals.

No voice is trusted with digits: espeak-ng reads "A042" as forty-two. The words come from the table ``[speech]`` of the texts.
"""

from collections.abc import Mapping

from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber


def spoken_call(number: TicketNumber, counter: CounterId, texts: Mapping[str, str], zero_tens: str = "linh") -> str:
    """The whole sentence: ``B012`` at 5 is "Mời số bê không một hai đến quầy số năm".

    ``zero_tens`` stands for the missing tens of 105: "linh" in the north, "lẻ" in the south. Raises
    MalformedMessageError for a number or counter that has no words, so that a wrong message is never half spoken.
    """
    return texts["speech.call"].format(
        number=spoken_number(number, texts), counter=spoken_cardinal(counter, texts, zero_tens)
    )


def spoken_number(number: TicketNumber, texts: Mapping[str, str]) -> str:
    """Letter and digits one by one."""
    words = [texts.get(f"speech.letter.{sign}") or texts.get(f"speech.digit.{sign}") for sign in number]
    known = [word for word in words if word]
    if not known or len(known) < len(words):
        raise MalformedMessageError(f"no words for the number {number[:16]!r}")
    return " ".join(known)


def spoken_cardinal(value: int, texts: Mapping[str, str], zero_tens: str = "linh") -> str:
    """1 to 999 in words; after a ten of two or more, 1, 4 and 5 change: mốt, tư, lăm; after mười only 5 does."""
    if not 1 <= value <= 999:
        raise MalformedMessageError(f"no words for counter {value}")
    hundreds, below = divmod(value, 100)
    words = [texts[f"speech.digit.{hundreds}"], texts["speech.hundred"]] if hundreds else []
    if hundreds and 0 < below < 10:
        words.append(zero_tens)
    return " ".join(words + _below_hundred(below, texts))


def _below_hundred(value: int, texts: Mapping[str, str]) -> list[str]:
    tens, ones = divmod(value, 10)
    if tens == 0:
        return [texts[f"speech.digit.{ones}"]] if ones else []
    words = [texts["speech.ten"]] if tens == 1 else [texts[f"speech.digit.{tens}"], texts["speech.tens"]]
    if ones:
        after = "after_ten" if tens == 1 else "after_tens"
        words.append(texts.get(f"speech.{after}.{ones}") or texts[f"speech.digit.{ones}"])
    return words
