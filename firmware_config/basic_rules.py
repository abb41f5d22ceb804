"""Rules that hold for many keys of a site file: short names, words, nothing twice, numbers within bounds."""

import re
from collections.abc import Hashable, Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from firmware_config.fault import Fault
from firmware_config.short_names import shortened

Faults = Iterator[Fault]

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID: Final = 32
_LOST: Final = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd|á»|áº|Ä[‘ƒ\u0090\u0091]|Æ[°¡]|Ã[\u0080-\u00bf]|â€")
"""What is left of letters when a program without Vietnamese has saved the file: a question mark within a word, or two odd letters for one."""


def short_name(key: str, word: str) -> Faults:
    """Lower case, digits and hyphens: fit for topics, addresses and file names."""
    if len(word) > _LONGEST_ID or not _ID.fullmatch(word):
        yield Fault(key, "id", {"word": word, "longest": _LONGEST_ID}, _shortened(word))


def some_words(key: str, words: str) -> Faults:
    """One line that says something, with all its letters."""
    if not words.strip():
        yield Fault(key, "no_words")
    elif not words.isprintable():
        yield Fault(key, "no_words" if set(words) & set("\n\r\t") else "misprint_hidden")
    lost = _LOST.search(words)
    if lost:
        yield Fault(key, "lost_letters", {"word": next(one for one in words.split() if lost[0] in one)})


def _shortened(word: str) -> str:
    """As a short name would be, where it is not only too long."""
    meant = shortened(word, _LONGEST_ID)
    return meant if _ID.fullmatch(meant) else ""


def twice(table: str, name: str, values: Iterable[Hashable]) -> Faults:
    """Every value that stands above already; ``name`` empty: the values are the list itself."""
    seen: set[Hashable] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield Fault(f"{table}[{place}]{'.' if name else ''}{name}", "twice", {"word": value})
        seen.add(value)


def within(key: str, value: float, least: float, most: float) -> Faults:
    """``least`` and ``most`` are allowed; nan is not."""
    if not least <= value <= most:
        yield Fault(key, "range", {"value": value, "least": least, "most": most})


def address(text: str, *schemes: str) -> bool:
    """Whether it is an address of one of the schemes, with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and " " not in text
    except ValueError:
        return False
