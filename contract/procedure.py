"""The catalogue of procedures: what a citizen should know of each before queueing for it.

Plain data; ``firmware_config`` reads and checks the office's file, the controller serves it, every kiosk keeps a copy. Docstrings of
the attributes are the reference of the file.
"""

from dataclasses import dataclass
from enum import StrEnum

from contract.ids import FieldId


class Part(StrEnum):
    """The five parts of a procedure, in the order of the screen."""

    INFORMATION = "information"
    PAPERS = "papers"
    REQUIREMENTS = "requirements"
    LEGAL_BASIS = "legal_basis"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Procedure:
    """``[[procedures]]``, or one row of a CSV file: a procedure with its five parts, each a list of short sentences."""

    code: str
    """Its code in the public catalogue, or the office's own: letters, digits, dots, hyphens; unique in the file."""
    name: str
    """As in the public catalogue."""
    field: FieldId
    """Id of the field in whose line one queues for it."""
    information: tuple[str, ...]
    """What it is for, who may ask, where, how long it takes, what it costs."""
    papers: tuple[str, ...]
    """Papers to bring, one a line; the checklist has a box for each."""
    requirements: tuple[str, ...]
    """What must be so; ``["Không có"]`` where nothing must."""
    legal_basis: tuple[str, ...]
    """Laws, decrees and circulars, one a line."""
    details: tuple[str, ...]
    """The steps, the result, and whatever else there is to know."""
    as_of: str
    """Day on which somebody last compared it with the law, ``2026-11-20``; shown to the citizen."""
    keywords: tuple[str, ...] = ()
    """Other words that people look for it by, such as ``giấy khai sinh``."""
    sample: tuple[Part, ...] = ()
    """Parts that are sample text and not to be relied upon; screen and paper say so."""

    def part(self, part: Part) -> tuple[str, ...]:
        """The sentences of one part."""
        lines: tuple[str, ...] = getattr(self, part.value)
        return lines


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All procedures of an office in the order of its file; ``version`` follows from them and is empty where there are none."""

    version: str = ""
    procedures: tuple[Procedure, ...] = ()
