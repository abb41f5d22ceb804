"""A table of procedures as Excel and its kin save it: a title row, then one row a procedure, several lines in a cell."""

import csv
import dataclasses
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_origin, get_type_hints

from contract.procedure import Procedure
from firmware_config.fault import Fault, nearest

_KEYS: Final = tuple(one.name for one in dataclasses.fields(Procedure))
_NEEDED: Final = tuple(one.name for one in dataclasses.fields(Procedure) if one.default is dataclasses.MISSING)
_LISTS: Final = {key for key, hint in get_type_hints(Procedure).items() if get_origin(hint) is tuple}
TITLES: Final[Mapping[str, str]] = {
    "mã thủ tục": "code",
    "tên thủ tục": "name",
    "lĩnh vực": "field",
    "thông tin": "information",
    "giấy tờ cần mang": "papers",
    "yêu cầu": "requirements",
    "căn cứ pháp lý": "legal_basis",
    "chi tiết": "details",
    "ngày đối chiếu": "as_of",
    "từ khóa": "keywords",
    "nội dung mẫu": "sample",
}
"""Titles that a column may have in place of its key."""
_SEPARATORS: Final = ";,\t"


@dataclass(frozen=True, slots=True)
class Rows:
    """``rows`` as TOML would have them; ``lines`` by ``procedures[0]``; ``titles`` of the columns by key."""

    rows: tuple[Mapping[str, Any], ...] = ()
    lines: Mapping[str, int] = dataclasses.field(default_factory=dict)
    titles: Mapping[str, str] = dataclasses.field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read_rows(text: str) -> Rows:
    """Every row that is not empty; raises csv.Error where quotes are not closed.

    Cells are separated by whatever the title row uses: semicolon (Excel in Vietnamese), comma or tab. ``faults``: of the title row,
    without which no cell means anything, or of a row that is longer than it.
    """
    numbered = _numbered(text)
    number, head = next(numbered, (1, []))
    if head and head[0].lower().startswith("sep="):  # Excel's own line for other programs
        number, head = next(numbered, (number, []))
    while head and not head[-1].strip():
        head.pop()
    keys = [_key(title) for title in head]
    faults = [*_title_faults(head, keys, number)]
    rows: list[dict[str, Any]] = []
    lines: dict[str, int] = {}
    for line, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(keys) :]):
            faults.append(Fault("", "row_long", {"cells": len(cells), "columns": len(keys)}, line=line))
        lines[f"procedures[{len(rows)}]"] = line
        rows.append(_row(keys, cells))
    return Rows(tuple(rows), lines, dict(zip(keys, head, strict=True)), tuple(faults))


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; a cell may hold several lines."""
    titles = next((line for line in text.splitlines() if line.strip() and not line.lower().startswith("sep=")), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=titles.count), strict=True)
    begun = 1
    for cells in reader:
        yield begun, cells
        begun = reader.line_num + 1


def _key(title: str) -> str:
    word = " ".join(title.lower().split())
    return TITLES.get(word, word)


def _title_faults(head: Sequence[str], keys: Sequence[str], line: int) -> Iterator[Fault]:
    free = set(_KEYS) - set(keys)
    meant = set()
    for title, key in zip(head, keys, strict=True):
        if key not in _KEYS:
            hint = nearest(key, {**dict.fromkeys(free), **{word: None for word in TITLES if TITLES[word] in free}})
            meant.add(TITLES.get(hint, hint))
            yield Fault(title, "unknown_column", {"word": title}, hint, line)
        elif keys.count(key) > 1:
            yield Fault(title, "twice", {"word": title}, line=line)
    for key in _NEEDED:
        if key in free - meant:
            yield Fault(key, "missing_column", line=line)


def _row(keys: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    padded = (*cells, *[""] * (len(keys) - len(cells)))
    return {key: _cell(key, cell) for key, cell in zip(keys, padded, strict=False)}


def _cell(key: str, cell: str) -> Any:
    if key not in _LISTS:
        return " ".join(cell.split())
    parts = re.split(r"[\s,]+" if key == "sample" else r"\r\n|\r|\n", cell)
    return [" ".join(part.split()) for part in parts if part.strip()]
