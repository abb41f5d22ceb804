"""A site as plain tables with every default filled in, secrets masked, and two of them compared."""

import dataclasses
import hmac
import os
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

MASK: Final = "••••••"
SECRET_KEYS: Final = frozenset({"password", "pin"})
"""Whatever stands under these keys, hashes too, is shown to nobody."""
_ACCOUNT: Final = re.compile(r"(?<=://)([^/@\s:]*):[^/@\s]*@")
_PARAMETER: Final = re.compile(r"(?i)([?&;][^=&;#\s]*(?:secret|token|pass|key|pwd|sig)[^=&;#\s]*=)[^&;#\s]*")
_HIDDEN: Final = re.compile(r"(?<=[^:/]/)(?=[^/\s?#]*\d)(?=[^/\s?#]*[A-Za-z])[^/\s?#]{20,}(?=[/?#]|$)")
"""A piece of an address that nobody thought out is a key."""
_BEHIND_HOST: Final = re.compile(r"(?<=://)([^/\s]+)/\S+")
SECRET_ADDRESSES: Final = frozenset({"webhook"})
"""Chat services have nothing but the address to know their callers by: whoever reads it can speak there."""
_NAMES: Final = ("id", "number", "name", "key")
"""What a table of a list is called by."""
_SALT: Final = os.urandom(16)


def plain(value: Any) -> Any:
    """Tables, lists and bare values, as TOML and JSON have them; what is None is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
        return {name: one for name, one in told.items() if one is not None}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def masked(value: Any, key: str = "") -> Any:
    """The same without secrets: those under their keys, and those that stand in addresses."""
    if isinstance(value, Mapping):
        return {name: masked(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [masked(one, key) for one in value]
    if not isinstance(value, str):
        return value
    if key in SECRET_KEYS:
        return MASK if value else ""
    return _PARAMETER.sub(rf"\g<1>{MASK}", _ACCOUNT.sub(rf"\g<1>:{MASK}@", _address(value, key)))


def _address(value: str, key: str) -> str:
    if key in SECRET_ADDRESSES:
        return _BEHIND_HOST.sub(rf"\g<1>/{MASK}", value)
    return _HIDDEN.sub(MASK, value) if "://" in value else value


def flat(value: Any, key: str = "") -> dict[str, Any]:
    """Bare values by key paths such as ``fields.dat-dai.quota``: a table of a list goes by its short name, not by its place."""
    return dict(_flat(value, key))


def compared(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """Key, value before and after, where they differ; None where the key is not there. Secrets are masked: ``••••••`` on both sides."""
    old, new = flat(before), flat(after)
    for key in dict.fromkeys((*old, *new)):
        if _mark(old.get(key)) != _mark(new.get(key)):
            yield key, _shown(key, old.get(key)), _shown(key, new.get(key))


def _flat(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for name, one in value.items():
            yield from _flat(one, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value):
            yield from _flat(one, f"{key}.{_name(one, place)}")
    else:
        yield key, value


def _name(one: Any, place: int) -> object:
    if isinstance(one, Mapping):
        return next((one[name] for name in _NAMES if name in one), place)
    return place


def _mark(value: Any) -> Any:
    """Secrets are compared by a keyed digest that lives as long as this process, so that none is held beside another."""
    return hmac.digest(_SALT, value.encode(), "sha256") if isinstance(value, str) else value


def _shown(key: str, value: Any) -> Any:
    return masked(value, key.rpartition(".")[2])
