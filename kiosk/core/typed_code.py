"""A file code as it is typed: whether it can still become one, and what is wrong with it if it cannot."""

import re
from enum import StrEnum
from functools import cache
from typing import Final

from contract.file_code import DEFAULT_PATTERN, find_file_code
from contract.ids import FileCode

_SAMPLES: Final = tuple(
    f"{agency}{province}{unit}-{day}-{serial}"
    for agency in ("", "00.", "000.", "000.00.", "000.00.00.")
    for province in ("H00", "G00")
    for unit in ("", ".00", ".000", ".00.00")
    for day in ("000000", "101010", "111111")
    for serial in ("0000", "000000")
)
"""Codes of every length and shape that receipts carry; their ends are tried on what is typed."""
_RANGE: Final = re.compile(r"([A-Z])-([A-Z])")


class Progress(StrEnum):
    """How far a typed code is."""

    BEGUN = "begun"
    """Also: nothing yet."""
    WHOLE = "whole"
    WRONG_DAY = "wrong_day"
    """Its six digits name a day that no calendar has."""
    WRONG_FORM = "wrong_form"


def judge(text: str, pattern: str = DEFAULT_PATTERN) -> tuple[Progress, FileCode | None]:
    """How far it is, and the code once it is whole.

    Whether a beginning may still become a code, no regular expression tells: the ends of sample codes are put behind it. An
    office whose pattern none of the samples fits hears of no mistake before the end.
    """
    code = find_file_code(text, pattern)
    if code is not None:
        return Progress.WHOLE, code
    if re.fullmatch(pattern, text):
        return Progress.WRONG_DAY, None
    samples = _samples(pattern)
    if not text or not samples:
        return Progress.BEGUN, None
    grown = {text + sample[at:] for sample in samples for at in range(len(sample))}
    formed = [one for one in grown if re.fullmatch(pattern, one)]
    if any(find_file_code(one, pattern) for one in formed):
        return Progress.BEGUN, None
    return Progress.WRONG_DAY if formed else Progress.WRONG_FORM, None


def letters(pattern: str = DEFAULT_PATTERN) -> str:
    """The keys that the office's codes need: digits, then letters, then signs."""
    plain = re.sub(r"\\[A-Za-z]|\{[\d,]*\}|\(\?.", "", pattern)
    capitals = set(re.findall(r"[A-Z]", plain))
    for first, last in _RANGE.findall(plain):
        capitals.update(chr(at) for at in range(ord(first), ord(last) + 1))
    signs = [sign for sign in (r"\.", "-", "/") if sign in _RANGE.sub("", plain)]
    return "".join(("1234567890", *sorted(capitals), *(sign[-1] for sign in signs)))


@cache
def example(pattern: str = DEFAULT_PATTERN) -> str:
    """A code as the office has them, to stand under what is typed; empty where none is known."""
    shown = ("000.00.06.H56-231027-0361", "H56.14-240823-0001")
    return next((one for one in shown if find_file_code(one, pattern)), "")


@cache
def _samples(pattern: str) -> tuple[str, ...]:
    return tuple(one for one in _SAMPLES if re.fullmatch(pattern, one))
