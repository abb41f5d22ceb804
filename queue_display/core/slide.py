"""A guide slide that an office writes as text: a title, steps or sentences, and a note at its foot."""

from dataclasses import dataclass
from typing import Final

MOST_LINES: Final = 12
LONGEST: Final = 160
"""Characters of a step or a sentence."""
LONGEST_TITLE: Final = 60
"""Characters of a title, and of a note: what stands between them needs the room."""


@dataclass(frozen=True, slots=True)
class Slide:
    """``steps`` are numbered, ``lines`` stand below them without a number."""

    title: str
    steps: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    note: str = ""


class SlideError(ValueError):
    """What stands in the file is no slide."""


def slide_of(table: object) -> Slide:
    """A slide from a file's table; raises SlideError that says what is wrong."""
    if not isinstance(table, dict):
        raise SlideError("no table")
    unknown = set(table) - {"title", "steps", "lines", "note"}
    if unknown:
        raise SlideError(f"unknown key {min(map(str, unknown))!r}")
    slide = Slide(
        _words("title", table.get("title"), LONGEST_TITLE),
        _list("steps", table.get("steps", [])),
        _list("lines", table.get("lines", [])),
        _words("note", table["note"], LONGEST_TITLE) if "note" in table else "",
    )
    if not (slide.steps or slide.lines):
        raise SlideError("neither steps nor lines")
    return slide


def _list(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        raise SlideError(f"{key!r} is no list of at most {MOST_LINES} lines")
    return tuple(_words(key, one) for one in value)


def _words(key: str, value: object, most: int = LONGEST) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words or len(words) > most or not words.isprintable():
        raise SlideError(f"{key!r} has no words, or more than {most} characters")
    return words
