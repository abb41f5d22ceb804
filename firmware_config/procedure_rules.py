"""The rules of a catalogue of procedures: what the types alone do not say. Each rule tells every fault that it finds."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from contract.catalogue import LONGEST, catalogue_of, encode_catalogue
from contract.procedure import Part, Procedure
from contract.site import Site
from firmware_config.basic_rules import Faults, some_words, twice
from firmware_config.fault import Fault, nearest

LONGEST_NAME: Final = 300
"""Characters; the longest names of the public catalogues have about 250."""
LONGEST_LINE: Final = 600
"""Characters of one sentence: more is no sentence, and fills a screen."""
MOST_LINES: Final = 60
"""Sentences of one part."""
LONGEST_KEYWORD: Final = 80
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,39}")


def check_procedures(site: Site, procedures: Sequence[Procedure]) -> Faults:
    """Every fault of the procedures."""
    if not procedures:
        yield Fault("procedures", "no_procedures")
    yield from twice("procedures", "code", [one.code for one in procedures])
    for place, one in enumerate(procedures):
        key = f"procedures[{place}]"
        yield from _head(key, one, site)
        for part in Part:
            yield from _part(f"{key}.{part}", one.part(part))
        yield from _texts(f"{key}.keywords", one.keywords, LONGEST_KEYWORD)
        yield from twice(f"{key}.sample", "", one.sample)
    size = len(encode_catalogue(catalogue_of(procedures)))
    if size > LONGEST:
        yield Fault("procedures", "catalogue_long", {"size": _mebibytes(size), "longest": _mebibytes(LONGEST)})


def _head(key: str, one: Procedure, site: Site) -> Faults:
    if not _CODE.fullmatch(one.code):
        yield Fault(f"{key}.code", "procedure_code", {"word": one.code})
    yield from _text(f"{key}.name", one.name, LONGEST_NAME)
    known = {field.id: field.id for field in site.fields} | {field.name.lower(): field.id for field in site.fields}
    if one.field not in known.values():
        hint = known.get(nearest(one.field, known), "")
        yield Fault(f"{key}.field", "unknown_field", {"word": one.field}, hint)
    if not _is_day(one.as_of):
        yield Fault(f"{key}.as_of", "day", {"word": one.as_of})


def _part(key: str, lines: tuple[str, ...]) -> Faults:
    if not lines:
        yield Fault(key, "empty_part")
    if len(lines) > MOST_LINES:
        yield Fault(key, "many_lines", {"lines": len(lines), "most": MOST_LINES})
    yield from _texts(key, lines, LONGEST_LINE)


def _texts(key: str, lines: tuple[str, ...], longest: int) -> Faults:
    for place, line in enumerate(lines):
        yield from _text(f"{key}[{place}]", line, longest)


def _text(key: str, words: str, longest: int) -> Faults:
    yield from some_words(key, words)
    if len(words) > longest:
        yield Fault(key, "words_long", {"length": len(words), "longest": longest})


def _is_day(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and date.fromisoformat(text).year >= 2000
    except ValueError:
        return False


def _mebibytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"
