"""Numbers as words that any voice can read: sign by sign, or counted.

No voice is trusted with figures: espeak-ng reads "A042" as forty-two. The words, and the order in which they join, come from
the language's table, so that a language is a file: Vietnamese changes 1, 4 and 5 after tens (mốt, tư, lăm) and names the
hundreds and tens that are missing (một nghìn không trăm linh năm).
"""

from collections.abc import Iterable, Mapping
from typing import Final

from contract.errors import MalformedMessageError

Words = Mapping[str, str]

LARGEST: Final = 999_999_999_999
_SIGNS: Final = {
    ".": "dot", "-": "dash", "/": "slash", ",": "comma", ":": "colon", "+": "plus",
    "?": "question", "!": "exclamation", ";": "semicolon", "%": "percent",
}  # fmt: skip


def signs(text: str, words: Words) -> str:
    """Letters, digits and the signs between them, one by one: ``B012`` is "bê không một hai".

    Raises MalformedMessageError for a text that is empty or has a sign without a name, so that nothing is half spoken.
    """
    known = [_sign(sign, words) for sign in text]
    if not all(known) or not known:
        raise MalformedMessageError(f"no words for the signs {text[:32]!r}")
    return " ".join(filter(None, known))


def is_named(sign: str, words: Words) -> bool:
    """Whether one letter, digit or sign has a name."""
    return _sign(sign, words) is not None


def _sign(sign: str, words: Words) -> str | None:
    key = f"sign.{_SIGNS[sign]}" if sign in _SIGNS else f"letter.{sign}"
    return words.get(key) or words.get(f"digit.{sign}")


def cardinal(value: int, words: Words) -> str:
    """0 to LARGEST, counted: 1005 is "một nghìn không trăm linh năm". Raises MalformedMessageError beyond."""
    if not 0 <= value <= LARGEST:
        raise MalformedMessageError(f"no words for {value}")
    groups = list(_groups(value))
    said = _below_thousand(groups[0], words)
    for below, power in zip(_rests(value, len(groups)), range(1, len(groups)), strict=False):
        said = _with_unit(groups[power], power, below, said, words)
    return said


def _groups(value: int) -> Iterable[int]:
    """Three digits each, the lowest first."""
    yield value % 1000
    while value := value // 1000:
        yield value % 1000


def _rests(value: int, groups: int) -> Iterable[int]:
    """What stands below each group from the second on."""
    return (value % 1000**power for power in range(1, groups))


def _with_unit(group: int, power: int, below: int, said: str, words: Words) -> str:
    """A group of thousands, millions or more before what is said of the rest."""
    if not group:
        return said
    high, unit = _below_thousand(group, words), words[f"unit.{power}"]
    if not below:
        return words["count.group"].format(high=high, unit=unit)
    kind = "group_ones" if below < 10 else "group_tens" if below < 100 else "group_rest"
    return words[f"count.{kind}"].format(high=high, unit=unit, rest=said, zero_tens=words["count.zero_tens"])


def _below_thousand(value: int, words: Words) -> str:
    hundreds, below = divmod(value, 100)
    if not hundreds:
        return _below_hundred(below, words)
    high = words[f"digit.{hundreds}"]
    if not below:
        return words["count.hundreds"].format(high=high)
    rest = _below_hundred(below, words)
    if below < 10:
        return words["count.hundreds_ones"].format(high=high, rest=rest, zero_tens=words["count.zero_tens"])
    return words["count.hundreds_rest"].format(high=high, rest=rest)


def _below_hundred(value: int, words: Words) -> str:
    tens, ones = divmod(value, 10)
    if tens == 0:
        return words[f"digit.{ones}"]
    if tens == 1:
        return words[f"teen.{ones}"]
    return words[f"ten.{tens}"] if not ones else f"{words[f'ten.{tens}']} {words[f'tail.{ones}']}"
