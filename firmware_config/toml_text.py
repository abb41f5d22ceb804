"""Plain tables as TOML."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

_MARGIN: Final = 47
"""Where comments begin, as far as the lines let them."""
Note = Callable[[str], str]
"""A comment for a key path such as ``fields.dat-dai.quota``, or nothing."""


def toml_text(table: Mapping[str, Any], note: Note = lambda _: "") -> str:
    """Bare values first, then tables, each below its own header."""
    return "\n".join(_table(table, "", "", note)).strip("\n") + "\n"


def toml_value(value: Any) -> str:
    """One value on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {toml_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return str(value)


def _table(table: Mapping[str, Any], header: str, path: str, note: Note) -> Iterator[str]:
    below = {name: one for name, one in table.items() if _has_tables(one)}
    for name, one in table.items():
        if name not in below:
            said = note(_joined(path, name))
            line = f"{_key(name)} = {toml_value(one)}"
            yield f"{line:<{_MARGIN}} # {said}" if said else line
    for name, one in below.items():
        inner = _joined(header, _key(name))
        if isinstance(one, Mapping):
            yield from ("", f"[{inner}]")
            yield from _table(one, inner, _joined(path, name), note)
            continue
        for place, row in enumerate(one):
            yield from ("", f"[[{inner}]]")
            yield from _table(row, inner, f"{_joined(path, name)}.{row.get('id', row.get('number', place))}", note)


def _has_tables(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
