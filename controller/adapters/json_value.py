"""Walks a registry's JSON by the paths of the site file; what no path leads to is never decoded."""

import unicodedata
from typing import Any, Final

import msgspec

from contract.registry_words import Steps
from controller.adapters.http_exchange import NoAnswerError

_LONGEST_NAME: Final = 200
_DEAREST: Final = 10**10


def at(value: msgspec.Raw, way: Steps) -> msgspec.Raw | None:
    """What stands there, undecoded; None where the way ends before."""
    for step in way:
        kind = bytes(value).lstrip()[:1]
        if kind == b"{":
            found = msgspec.json.decode(value, type=dict[str, msgspec.Raw]).get(str(step))
        elif kind == b"[" and isinstance(step, int):
            items = msgspec.json.decode(value, type=list[msgspec.Raw])
            found = items[step] if step < len(items) else None
        else:
            found = None
        if found is None:
            return None
        value = found
    return value


def records(value: msgspec.Raw | None) -> list[msgspec.Raw]:
    """A list as it stands, one record as a list of it, none of nothing; raises NoAnswerError for anything else."""
    kind = bytes(value).lstrip()[:1] if value is not None else b"n"
    if value is None or kind == b"n":
        return []
    if kind == b"[":
        return msgspec.json.decode(value, type=list[msgspec.Raw])
    if kind != b"{":
        raise NoAnswerError("there is neither a record nor a list of them")
    return [value]


def value_of(value: msgspec.Raw | None) -> Any:
    """A word, number, truth or null; tables and lists are None, and stay undecoded."""
    if value is None or bytes(value).lstrip()[:1] in (b"{", b"["):
        return None
    return msgspec.json.decode(value)


def word_of(value: Any) -> str | None:
    """What a decoded value says as a word; None where it is none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return value.strip() if isinstance(value, str) else None


def folded(word: str | None) -> str:
    """As words are compared: small letters, NFC, nothing around."""
    return unicodedata.normalize("NFC", word or "").strip().casefold()


def one_line(value: Any) -> str | None:
    """A name on one line, in NFC as all texts here, without control characters."""
    if not isinstance(value, str):
        return None
    words = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", value)).split()
    return " ".join(words)[:_LONGEST_NAME] or None


def amount(value: Any) -> int | None:
    """Whole đồng; also ``150.000`` and ``150,000``, as people write thousands."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        first, *groups = value.strip().replace(",", ".").split(".")
        whole = first + "".join(groups)
        fits = whole.isascii() and whole.isdecimal() and len(whole) <= 11 and all(len(one) == 3 for one in groups)
        value = int(whole) if fits else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _DEAREST else None
