"""What people miswrite in a TOML file: every such line told at once, in words that say how to write it, which tomllib does not."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from firmware_config.fault import Fault
from firmware_config.misprint_line import Misprint, line_misprint

_PLACE: Final = re.compile(r"\(at line (\d+),")
_HEADER: Final = re.compile(r"\s*\[\s*([\w\-]+)\s*\]\s*(#.*)?")
_ANY_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w\-.\"' ]+?)\s*\]\]?\s*(#.*)?")
_KEY: Final = re.compile(r"\s*([\w\-]+)\s*=")
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """``table``: what the file says once every misprint is mended as it was surely meant; None where that is not sure."""

    faults: tuple[Fault, ...]
    table: Mapping[str, Any] | None


def misprints(text: str, lists: Collection[str] = ()) -> Reading:
    """Every misprint of a text that tomllib does not read. ``lists``: tables that are written ``[[so]]``."""
    lines = text.split("\n")
    faults = [_single(lines, number, found[1]) for number, found in _single_headers(lines, lists)]
    sure, seen = True, set[int]()
    while len(faults) < _MOST:
        try:
            return Reading(tuple(faults), tomllib.loads("\n".join(lines)) if sure else None)
        except tomllib.TOMLDecodeError as refused:
            words = str(refused)
        except (ValueError, RecursionError) as refused:  # ValueError: also a number of more figures than Python reads
            return Reading((*faults, _unknown(str(refused), lines)), None)
        fault, number, mended = _misprint(lines, words)
        if number in seen:  # the same line again: what was thought of did not help
            mended = Misprint("syntax", line="")
        else:
            faults.append(fault)
        if not lines[number - 1]:
            break  # nothing left there that could be taken away
        sure = sure and mended.sure
        lines[number - 1] = mended.line
        seen.add(number)
    return Reading(tuple(faults), None)


def _misprint(lines: list[str], words: str) -> tuple[Fault, int, Misprint]:
    place = _PLACE.search(words)
    number = min(int(place[1]) if place else len(lines), len(lines))
    if "twice" in words or "verwrite" in words or "mutate" in words:
        return _twice(lines, number, words)
    if "Unclosed array" in words or _ANY_HEADER.fullmatch(lines[number - 1]):
        number, seen = _opened(lines, number), number
        if number < seen and lines[number - 1].partition("#")[0].rstrip().endswith(
            ("[", ",")
        ):  # over several lines: they go with it
            lines[number : seen - 1] = [""] * (seen - 1 - number)
            return Fault("", "misprint_list", line=number), number, Misprint("misprint_list")
    while number > 1 and not place and not lines[number - 1].strip():
        number -= 1  # the end of the file: the last line that says something
    found = line_misprint(lines[number - 1], words)
    return Fault("", found.name, found.values, line=number), number, found


def _twice(lines: list[str], number: int, words: str) -> tuple[Fault, int, Misprint]:
    """A key or table that stands above already, and where."""
    line = lines[number - 1]
    header = _ANY_HEADER.fullmatch(line)
    if header:
        first = next((place for place, one in enumerate(lines[: number - 1], 1) if _same(one, header[2])), number)
        put_aside = f"[misprint-{number}]"  # so that what stands below it goes nowhere else
        return (
            Fault("", "misprint_table_twice", {"word": header[2], "first": first}, line=number),
            number,
            Misprint("misprint_table_twice", line=put_aside),
        )
    key = _KEY.match(line)
    if not key:
        return Fault("", "syntax", {"words": words}, line=number), number, Misprint("syntax", line="")
    first, row = number, ""
    for place in range(number - 1, 0, -1):
        above = _ANY_HEADER.fullmatch(lines[place - 1])
        if above:
            row = above[2] if above[1] == "[[" else ""
            break
        other = _KEY.match(lines[place - 1])
        first = place if other and other[1] == key[1] else first
    name = "misprint_row_lost" if row and key[1] in {"id", "number", "day"} else "misprint_key_twice"
    values = {"word": key[1], "first": first, "table": row}
    return Fault("", name, values, line=number), number, Misprint(name, line="")


def _single_headers(lines: list[str], lists: Collection[str]) -> list[tuple[int, "re.Match[str]"]]:
    found = [(number, _HEADER.fullmatch(line)) for number, line in enumerate(lines, 1)]
    return [(number, one) for number, one in found if one and one[1] in lists]


def _single(lines: list[str], number: int, name: str) -> Fault:
    lines[number - 1] = f"[[{name}]]"
    return Fault("", "misprint_single", {"word": name}, line=number)


def _same(line: str, name: str) -> bool:
    found = _ANY_HEADER.fullmatch(line)
    return found is not None and found[2] == name


def _opened(lines: list[str], number: int) -> int:
    """Where the list begins that is not closed before this line."""
    for place in range(number, 0, -1):
        whole = "".join(lines[place - 1 : max(place, number - 1)])
        if _KEY.match(lines[place - 1]) and whole.count("[") > whole.count("]"):
            return place
        if place < number and _ANY_HEADER.fullmatch(lines[place - 1]):
            break
    return number


def _unknown(words: str, lines: list[str]) -> Fault:
    return Fault("", "syntax", {"words": words}, line=len(lines))
