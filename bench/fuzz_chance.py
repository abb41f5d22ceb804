"""Inputs by chance: bytes, texts and JSON that are nearly right, and values of any type of the contract, all from a seed."""

import json
from random import Random
from typing import Any, Final

from msgspec import inspect

WORDS: Final = (
    "kiosk-1", "pad-5", "keypad-1", "rating-5", "dat-dai", "ho-tich", "lan", "vi", "2026-11-23-A001", "A001", "B012", "2611230001",
    "H56.14-261122-0001", "2026-11-23T08:00:00+07:00", "2026-11-23", "next", "a1b2c3d4e5f60718", "", " ", "Đăng ký biến động", "0",
    "tcp://127.0.0.1:9100", "[", "\x00", "\ud7ff", "\U0001f600", "../../etc/passwd", "%s{0}{x}", "e\u0301" * 9, "x" * 3000, "٣", "²",
)  # fmt: skip
"""Names that an office has, and texts that programs stumble over."""
NUMBERS: Final = (
    0,
    1,
    2,
    5,
    9,
    60,
    255,
    999,
    -1,
    2**30 - 1,
    2**31,
    2**63,
    2**64,
    -(2**63),
    10**30,
    0.5,
    -0.0,
    1e308,
    10**400,
)
_ODD: Final[tuple[Any, ...]] = (None, True, False, [], {}, [[]], {"": None}, *NUMBERS, *WORDS)
_DEEP: Final = (10, 200, 1500, 5000)


def garbled(chance: Random, data: bytes) -> bytes:
    """Some bytes changed, taken out, doubled, cut off or put in."""
    held = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(held) + 1)
        match chance.randrange(6):
            case 0:
                held[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                del held[at : at + chance.choice((1, 2, 8, 64))]
            case 2:
                held[at:at] = held[max(0, at - chance.randint(1, 40)) : at]
            case 3:
                held = held[:at] if chance.random() < 0.3 else held
            case 4:
                held[at:at] = chance.choice(
                    (b"\xff\xfe", b"\x00", b'"', b"\\u", b"{", b"]", b"\xed\xa0\x80", b"\r\n", b"=", b"1e999")
                )
            case _:
                held[at:at] = chance.randbytes(chance.choice((1, 3, 16)))
    return bytes(held)


def any_bytes(chance: Random) -> bytes:
    """No sense at all; now and then nested deeper than any reader likes, or a figure without end."""
    roll = chance.randrange(40)
    if roll == 0:
        opening = chance.choice((b"[", b'{"a":', b'{"body":[', b'"', b"a=[", b"[a", b"a="))
        return opening * chance.choice(_DEEP)
    if roll == 1:
        return chance.choice((b"", b"a = ", b"a: ", b'{"revision":')) + b"9" * chance.choice((30, 400, 5000)) + b"}"
    return chance.randbytes(chance.choice((0, 1, 2, 7, 30, 200)))


def any_text(chance: Random) -> str:
    """Words of an office, of nobody, or letters of all scripts."""
    if chance.random() < 0.6:
        return chance.choice(WORDS)
    return "".join(
        chr(chance.choice((chance.randrange(128), chance.randrange(0xD800)))) for _ in range(chance.randrange(12))
    )


def odd(chance: Random) -> Any:
    """A JSON value that belongs nowhere."""
    return chance.choice(_ODD)


def bent(chance: Random, value: Any) -> Any:
    """A copy of a plain value with something in it replaced, left out, added or repeated."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.15:
        return odd(chance)
    if isinstance(value, list):
        at = chance.randrange(len(value))
        items = [*value[:at], bent(chance, value[at]), *value[at + 1 :]]
        return items * chance.choice((1, 1, 1, 2, 40))
    key = chance.choice(list(value))
    match chance.randrange(5):
        case 0:
            return {name: one for name, one in value.items() if name != key}
        case 1:
            return {**value, any_text(chance): odd(chance)}
        case _:
            return {**value, key: bent(chance, value[key])}


def as_json(chance: Random, value: Any) -> bytes:
    """A plain value as bytes, most of the time as it is."""
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return garbled(chance, text) if chance.random() < 0.25 else text


def made(chance: Random, kind: inspect.Type) -> Any:  # noqa: PLR0911 (a table of kinds)
    """A plain value that the type allows (``msgspec.inspect``), though no office may have it."""
    match kind:
        case inspect.DataclassType() | inspect.StructType():
            needed = [one for one in kind.fields if one.required or chance.random() < 0.6]
            return {one.encode_name: made(chance, one.type) for one in needed}
        case inspect.UnionType():
            return made(chance, chance.choice(kind.types))
        case inspect.EnumType():
            return chance.choice([one.value for one in kind.cls])
        case inspect.LiteralType():
            return chance.choice(kind.values)
        case inspect.VarTupleType() | inspect.ListType() | inspect.SetType() | inspect.FrozenSetType():
            return [made(chance, kind.item_type) for _ in range(chance.randrange(4))]
        case inspect.TupleType():
            return [made(chance, one) for one in kind.item_types]
        case inspect.DictType():
            return {str(made(chance, kind.key_type)): made(chance, kind.value_type) for _ in range(chance.randrange(4))}
        case _:
            return _plain(chance, kind)


def _plain(chance: Random, kind: inspect.Type) -> Any:  # noqa: PLR0911 (a table of kinds)
    match kind:
        case inspect.BoolType():
            return chance.random() < 0.5
        case inspect.IntType():
            return chance.choice((chance.randrange(12), chance.choice((-1, 999, 2**30 - 1, 2**31, 2**63 - 1))))
        case inspect.FloatType():
            return chance.choice((0.0, 1.5, -1.0, 1e300, 20.5))
        case inspect.DateTimeType():
            zone = chance.choice(("+07:00", "Z", "-23:59", ""))
            return f"{chance.choice(('0001-01-01', '2026-11-23', '2028-02-29', '9999-12-31'))}T{chance.randrange(24):02}:59:59{zone}"
        case inspect.DateType():
            return chance.choice(("0001-01-01", "2026-11-23", "9999-12-31"))
        case inspect.NoneType():
            return None
        case inspect.BytesType():
            return "AAAA"
        case inspect.StrType() | inspect.CustomType():
            return any_text(chance)
        case _:
            return odd(chance)


def shape_of(kind: Any) -> inspect.Type:
    """What ``made`` needs to know of a type."""
    return inspect.type_info(kind)
