"""A text as it stands on a screen, in words that any voice reads the same: no figure, code or date is left to it.

What is a code is read sign by sign, what counts something is counted: a ticket (``C003``), a file's code, a telephone number
whatever stands in groups, and whatever else has letters or a leading zero is a code.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from voice.core.numerals import LARGEST, Words, cardinal, is_named, signs

_DATE: Final = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?")
_TIME: Final = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_RANGE: Final = re.compile(r"(?P<low>\d+)[–-](?P<high>\d+)")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_COUNT: Final = re.compile(r"0|[1-9]\d{0,11}")
_SPAN: Final = re.compile(r"(?P<begin>\d{1,2}:\d{2})[–-](?P<end>\d{1,2}:\d{2})")
_HOUR: Final = re.compile(r"(?<![\w.,:/+])(\d{1,2})(?:h|(?:h|g)(\d{2}))(?!\w)")
"""``7h30``, ``7g30`` and ``17h``, as people write the time of day."""
_DONG: Final = re.compile(r"(?<![\w.,:/+-])(\d+(?:[.,]\d{3})*) ?(?:đ|VNĐ|VND)(?!\w)")
_TOKEN: Final = re.compile(r"(?<!\w)\+?[A-ZĐ0-9]+(?:[.,:/–+-][A-ZĐ0-9]+)*%?(?!\w)")
_GROUPS: Final = re.compile(r"(?<!\w)\d{2,}(?: \d{2,})+(?!\w)")
_CAPITALS: Final = re.compile(r"[A-ZĐ]{2,5}")
_BETWEEN: Final = re.compile(r"(?<=[^\W\d])/(?=[^\W\d])")
_BREAKS: Final = re.compile(r"(?<=[.!?:;])\s+|\n+")
_LIGATURES: Final = str.maketrans(
    {"\u00a0": " ", "–": ",", "—": ",", "·": ",", "•": ",", "…": ".", "“": "", "”": "", "|": "", '"': ""}
)


def sentences(text: str, words: Words) -> tuple[str, ...]:
    """What is said for a text, in pieces that can be said one by one; nothing for a text without a word or figure."""
    parts = (said(part, words) for part in _BREAKS.split(text) if part)
    return tuple(part for part in parts if any(map(str.isalnum, part)))


def said(text: str, words: Words) -> str:
    """The text without figures, codes and dates: those are words now."""
    text = _DONG.sub(lambda money: f"{money[1]} " + words["moment.dong"], _HOUR.sub(_clock, text))
    text = _GROUPS.sub(lambda groups: ", ".join(_spelled(one, words) for one in groups[0].split()), text)
    lone = text.strip()
    if len(lone) == 1 and not lone.isdigit() and is_named(lone, words):
        return _spelled(lone, words)  # the letter of a field, a key; within a text a single capital is a word
    shouted = lone.isupper() and len(lone.split()) > 1
    pieces = list(_pieces(text, words, shouted=shouted))
    return " ".join("".join(pieces).translate(_LIGATURES).split())


def _pieces(text: str, words: Words, *, shouted: bool) -> Iterator[str]:
    """The words between the tokens, and the tokens in words."""
    end = 0
    for token in _TOKEN.finditer(text):
        before = text[end : token.start()]
        spoken = _token(token[0], before, words, shouted=shouted)
        if spoken is not None:
            yield _BETWEEN.sub(" ", before)
            yield spoken
            end = token.end()
    yield _BETWEEN.sub(" ", text[end:])


def _token(token: str, before: str, words: Words, *, shouted: bool) -> str | None:
    """A token of capitals, digits and signs in words; None for a word that only looks like one."""
    if not any(map(str.isdigit, token)):
        return _spelled(token, words) if _CAPITALS.fullmatch(token) and not shouted else None
    if token.endswith("%"):
        return words["moment.percent"].format(count=_token(token[:-1], before, words, shouted=shouted))
    for form, say in _FORMS:
        if match := form.fullmatch(token):
            spoken = say(match, words)
            mark = words["moment.mark"]
            return spoken.removeprefix(f"{mark} ") if spoken and before.rstrip().lower().endswith(mark) else spoken
    return _spelled(token, words)


def _spelled(token: str, words: Words) -> str:
    return signs(token.replace("–", "-"), words)


def _date(match: re.Match[str], words: Words) -> str:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return _spelled(match[0], words)
    parts = {"day": cardinal(day, words), "month": words[f"month.{month}"]}
    if not match["year"]:
        return words["moment.day"].format(**parts)
    return words["moment.date"].format(**parts, year=cardinal(int(match["year"]), words))


def _time(match: re.Match[str], words: Words) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if not _is_time(hour, minute):
        return _spelled(match[0], words)
    parts = {"hour": cardinal(hour, words), "minute": cardinal(minute, words)}
    return words["moment.time" if minute else "moment.hour"].format(**parts)


def _clock(match: re.Match[str]) -> str:
    """As a clock shows it; what is no time of day stays as it stands."""
    hour, minute = match[1], match[2] or "00"
    return f"{hour}:{minute}" if _is_time(int(hour), int(minute)) else match[0]


def _span(match: re.Match[str], words: Words) -> str:
    ends = [_TIME.fullmatch(match[one]) for one in ("begin", "end")]
    if not all(one and _is_time(int(one["hour"]), int(one["minute"])) for one in ends):
        return _spelled(match[0], words)
    low, high = (_time(one, words) for one in ends if one)
    return words["moment.range"].format(low=low, high=high)


def _is_time(hour: int, minute: int) -> bool:
    return hour <= 24 and minute <= 59


def _range(match: re.Match[str], words: Words) -> str:
    low, high = match["low"], match["high"]
    if not (_COUNT.fullmatch(low) and _COUNT.fullmatch(high) and int(low) < int(high)):
        return _spelled(match[0], words)
    return words["moment.range"].format(low=cardinal(int(low), words), high=cardinal(int(high), words))


def _count(match: re.Match[str], words: Words) -> str:
    value = int(re.sub(r"[.,]", "", match[0]))
    return cardinal(value, words) if value <= LARGEST else _spelled(match[0], words)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Words], str]], ...]] = (
    (_DATE, _date),
    (_TIME, _time),
    (_SPAN, _span),
    (_RANGE, _range),
    (_THOUSANDS, _count),
    (_COUNT, _count),
)
"""The first form that a token has as a whole is how it is read."""
