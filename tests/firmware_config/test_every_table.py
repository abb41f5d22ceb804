"""Every key of every table: a slip of the pen is told with its line and the key that was meant, a value of a wrong kind with its line."""

import re
from collections import Counter
from pathlib import Path

import pytest

from firmware_config.effective import plain
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site
from firmware_config.toml_text import toml_text

DEMO = Path(__file__).parents[2] / "demo" / "site.toml"
KEY = re.compile(r"([\w-]+) = (.*)")
OPEN = {"fields.names", "devices.speech.keys", "voices.packs", "voices.piper", "devices.hardware.pins"}
"""Tables whose keys the file chooses itself."""


@pytest.fixture(scope="module")
def whole() -> str:
    """The demonstration with every default written out."""
    return toml_text(plain(read_site(DEMO)))


def lines_by_table(text: str) -> dict[str, list[int]]:
    """Of the first row of each table, the lines with keys."""
    table, seen, found = "", Counter[str](), {"": []}
    for number, line in enumerate(text.splitlines()):
        if line.startswith("["):
            table = line.strip("[]")
            seen[table] += 1
        elif KEY.match(line) and seen[table] < 2 and table not in OPEN:
            found.setdefault(table, []).append(number)
    return found


def faults(path: Path, lines: list[str]) -> dict[int, list[tuple[str, str]]]:
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(SiteFileError) as told:
        read_site(path)
    by_line: dict[int, list[tuple[str, str]]] = {}
    for one in told.value.faults:
        by_line.setdefault(one.line or 0, []).append((one.name, one.hint))
    return by_line


def test_every_default_written_out_is_the_same_site(whole: str, tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(whole, "utf-8")
    assert read_site(path) == read_site(DEMO)
    assert len(lines_by_table(whole)) > 25


def test_every_misspelt_key_is_told_with_its_line_and_what_was_meant(whole: str, tmp_path: Path) -> None:
    """One key of each table at a time, all tables at once."""
    tables = lines_by_table(whole)
    for turn in range(max(map(len, tables.values()))):
        lines, wrong = whole.splitlines(), {}
        for numbers in tables.values():
            for number in numbers[turn : turn + 1]:
                key = KEY.match(lines[number])[1]
                lines[number] = lines[number].replace(key, f"{key}q", 1)
                wrong[number + 1] = key
        told = faults(tmp_path / "site.toml", lines)
        assert {line: ("unknown_key", key) for line, key in wrong.items()}.items() <= {
            line: one for line, ones in told.items() for one in ones if one[0] == "unknown_key"
        }.items()


def test_every_value_of_a_wrong_kind_is_told_with_its_line(whole: str, tmp_path: Path) -> None:
    tables = lines_by_table(whole)
    for turn in range(max(map(len, tables.values()))):
        lines, wrong = whole.splitlines(), set()
        for numbers in tables.values():
            for number in numbers[turn : turn + 1]:
                key, value = KEY.match(lines[number]).groups()
                lines[number] = f"{key} = {'{ a = 1 }' if not value.startswith('{') else '7'}"
                wrong.add(number + 1)
        told = faults(tmp_path / "site.toml", lines)
        kinds = {line: {name for name, _ in ones} for line, ones in told.items()}
        missed = {line: lines[line - 1] for line in wrong if not any(map(is_kind, kinds.get(line, ())))}
        assert missed == {}


def is_kind(name: str) -> bool:
    return name.startswith("wants_") or name == "unknown_word"
