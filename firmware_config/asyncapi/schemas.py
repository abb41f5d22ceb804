"""The payloads' JSON schemas: those that msgspec makes of the contract's classes, with the contract's own words."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import EnumType
from itertools import pairwise
from types import ModuleType
from typing import Any, Final, get_args, get_type_hints

import msgspec

from contract import ids
from contract.codec import SCHEMA
from contract.commands import Command
from contract.ids import LONGEST_ID
from contract.notices import Notice

COMMANDS: Final = get_args(Command)
KINDS: Final = (*COMMANDS, *get_args(Notice))
"""Every message there is."""
_PLACE: Final = "#/components/schemas/{name}"


def schemas() -> dict[str, Any]:
    """By name of the class, of all bodies and what they are made of."""
    _, made = msgspec.json.schema_components(KINDS, ref_template=_PLACE)
    classes = {kind.__name__: kind for kind in _classes(KINDS)}
    return {name: _explained(classes[name], schema) for name, schema in sorted(made.items())}


def envelope(kind: type) -> dict[str, Any]:
    """What travels: the body of a message in its envelope."""
    properties: dict[str, Any] = {
        "schema": {"type": "integer", "const": SCHEMA},
        "type": {"type": "string", "const": kind.__name__},
    }
    if kind in COMMANDS:
        properties["request"] = {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_ID,
            "description": "Made by the sender, never used before by it, the same whenever this is sent again.",
        }
    properties["body"] = {"$ref": _PLACE.format(name=kind.__name__)}
    return {"type": "object", "required": list(properties), "properties": properties}


def words(doc: str | None) -> str:
    """A docstring as Markdown, the same on every Python."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.cleandoc(doc or "")).replace("``", "`").strip()


def attribute_words(source: str) -> dict[str, str]:
    """Names with the string that follows each, of a module or of the one class in a source."""
    tree: Any = ast.parse(source)
    body = tree.body[0].body if len(tree.body) == 1 and isinstance(tree.body[0], ast.ClassDef) else tree.body
    told: dict[str, str] = {}
    for one, after in pairwise(body):
        if isinstance(one, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            told |= {name.id: words(str(after.value.value)) for name in one.targets if isinstance(name, ast.Name)}
    return told


def _explained(kind: Any, schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, EnumType):
        return _enumeration(kind)
    told = {"type": "object", "description": words(kind.__doc__)}
    names = _names(ids)
    properties = schema.get("properties", {})
    for name, hint in get_type_hints(kind).items():
        meaning = next((names[one.__name__] for one in _parts(hint) if one.__name__ in names), "")
        if datetime in _parts(hint):
            _dated(properties[name])
        if meaning and "$ref" not in properties[name]:
            properties[name] = {**properties[name], "description": meaning}
    return told | {key: schema[key] for key in ("required", "properties") if schema.get(key)}


def _dated(schema: dict[str, Any]) -> None:
    """Every time of the contract knows its zone, which a class cannot say."""
    for one in (schema, *schema.get("anyOf", ())):
        if one.get("type") == "string":
            one["format"] = "date-time"


def _enumeration(kind: Any) -> dict[str, Any]:
    """Words in the contract's order, each with its meaning where it has one."""
    meanings = attribute_words(inspect.getsource(kind))
    told = [f"- `{one}`: {meanings[one.name]}" for one in kind if one.name in meanings]
    description = words(kind.__doc__) + ("\n\n" + "\n".join(told) if told else "")
    return {"type": "string", "description": description, "enum": [str(one) for one in kind]}


def _names(module: ModuleType) -> Mapping[str, str]:
    return attribute_words(inspect.getsource(module))


def _parts(hint: Any) -> Iterator[Any]:
    """Everything with a name in a type."""
    if hasattr(hint, "__name__"):
        yield hint
    for one in get_args(hint):
        yield from _parts(one)


def _classes(kinds: tuple[Any, ...]) -> Iterator[Any]:
    """Classes and enumerations in these and in their fields."""
    for kind in kinds:
        for one in _parts(kind):
            if isinstance(one, EnumType):
                yield one
            elif dataclasses.is_dataclass(one):
                yield one
                yield from _classes(tuple(get_type_hints(one).values()))
