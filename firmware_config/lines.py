"""Where each key of a TOML text stands, which tomllib does not tell."""

import re
from collections.abc import Mapping
from typing import Any, Final

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w\-.\"' ]+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"\s*([\w\-]+|\"[^\"]*\"|'[^']*')\s*=")
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_NAME: Final = re.compile(r"[\w\-]+")
_STRINGS: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)


def lines_of(text: str) -> Mapping[str, int]:
    """Line numbers, from 1, by key path such as ``fields[2].prefix``; tables written inline have only their own line.

    A list of tables, ``fields``, stands where its first one does.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, depth = "", 0
    for number, (line, bare) in enumerate(zip(text.split("\n"), _without_strings(text).split("\n"), strict=True), 1):
        header = _HEADER.match(line) if depth == 0 else None
        key = _KEY.match(line) if depth == 0 and bare.strip() else None
        if header:
            table = _table(header[2].replace(" ", ""), header[1] == "[[", counts)
            found.setdefault(table, number)
            if header[1] == "[[":
                found.setdefault(table[: table.rindex("[")], number)
        elif key:
            name = key[1].strip("\"'")
            found.setdefault(f"{table}.{name}" if table else name, number)
        if not header:
            depth += sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))
    return found


def line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """The line of a key, or of the nearest thing around it."""
    while key and key not in lines:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return lines.get(key)


def named(key: str, table: Any) -> str:
    """``counters[4].fields[0]`` as ``counters.5.fields[1]``: rows by their own name, what has none counted from 1, as ``show`` wants them."""
    said, here = "", table
    for word, place in _STEP.findall(key):
        if word:
            said += f".{word}" if said else word
            here = here.get(word) if isinstance(here, Mapping) else None
            continue
        here = here[int(place)] if isinstance(here, list) and int(place) < len(here) else None
        row = here if isinstance(here, Mapping) else {}
        name = row.get("id", row.get("number", ""))
        said += f".{name}" if isinstance(name, str | int) and _NAME.fullmatch(str(name)) else f"[{int(place) + 1}]"
    return said


def _table(name: str, many: bool, counts: dict[str, int]) -> str:  # noqa: FBT001
    path = ""
    parts = name.split(".")
    for place, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if many and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def _without_strings(text: str) -> str:
    """The text with strings and comments blanked and its lines in place, so that brackets in it are TOML's own."""
    return _STRINGS.sub(lambda match: '"' + "\n" * match[0].count("\n") if match[0][0] != "#" else "", text)
