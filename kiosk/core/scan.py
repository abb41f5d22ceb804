"""When readings of the camera count: which ones agree, and what they say.

A QR corrects its own errors and counts at once. A Code 128 does not: false reads with a valid check digit exist, so the
same code must be read from two frames. Text that is no file code, often an identity card held out by mistake, is never
kept: only its hash is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from contract.file_code import find_file_code
from contract.ids import FileCode

WINDOW_S: Final = 2.0
"""Two frames agree when they are no further apart than this."""
QUIET_S: Final = 3.0
"""The same finding is not told again before this has passed."""


class Symbology(StrEnum):
    """The two kinds of code that receipts carry."""

    CODE_128 = "code_128"
    QR = "qr"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a decoder read from one frame, whatever it is.

    ``on_its_head``: whether the code stands upside down in the frame; None where it lies on its side or nobody can tell.
    """

    text: str
    symbology: Symbology
    on_its_head: bool | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something readable that is no file code."""


Finding = FileCode | Foreign
_Key = FileCode | int


@dataclass(frozen=True, slots=True)
class Sightings:
    """What was read lately, with the second it was last read in, and what was told."""

    seen: tuple[tuple[_Key, float], ...] = ()
    told: tuple[tuple[Finding, float], ...] = ()


def agree(
    sightings: Sightings, readings: Iterable[Reading], at: float, pattern: str
) -> tuple[Sightings, Finding | None]:
    """Take one frame's readings at ``at`` seconds; the finding is new, or None.

    A file code wins over foreign text of the same moment: a receipt may carry other codes beside its own.
    """
    certain, likely, foreign = _sort(readings, pattern)
    seen = tuple((key, when) for key, when in sightings.seen if at - when <= WINDOW_S)
    told = tuple((finding, when) for finding, when in sightings.told if at - when < QUIET_S)
    before = {key for key, _ in seen}
    finding: Finding | None = next((code for code in (*certain, *likely) if code in certain or code in before), None)
    nowhere_a_code = not certain and not likely and not any(isinstance(key, str) for key in before)
    if finding is None and nowhere_a_code and before.intersection(foreign):
        finding = Foreign()
    if any(finding == old for old, _ in told):
        finding = None
    if finding is not None:
        told = (*told, (finding, at))
    fresh: tuple[_Key, ...] = (*certain, *likely, *foreign)
    seen = (*(entry for entry in seen if entry[0] not in fresh), *((key, at) for key in fresh))
    return Sightings(seen, told), finding


def stands(readings: Iterable[Reading], code: FileCode, pattern: str) -> bool | None:
    """Whether what says ``code`` is on its head, as far as any reading tells."""
    told = (one.on_its_head for one in readings if find_file_code(one.text, pattern) == code)
    return next((one for one in told if one is not None), None)


def _sort(readings: Iterable[Reading], pattern: str) -> tuple[list[FileCode], list[FileCode], list[int]]:
    """File codes of QRs, file codes of Code 128s, hashes of everything else; each once, in order."""
    certain: list[FileCode] = []
    likely: list[FileCode] = []
    foreign: list[int] = []
    for reading in readings:
        code = find_file_code(reading.text, pattern)
        if code is None:
            foreign.append(hash(reading.text))
        elif reading.symbology is Symbology.QR:
            certain.append(code)
        else:
            likely.append(code)
    return list(dict.fromkeys(certain)), list(dict.fromkeys(likely)), list(dict.fromkeys(foreign))
