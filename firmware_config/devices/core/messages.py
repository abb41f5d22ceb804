"""Messages of the contract as a small device reads and writes them: tolerant of everything that may arrive."""

import json

SCHEMA = 1
_NOTHING: "tuple[str, dict[str, object]]" = ("", {})


def read(payload: bytes) -> "tuple[str, dict[str, object]]":
    """Type and body of a message; an empty type for what is none: no JSON, another schema, the wrong shape."""
    try:
        message = json.loads(payload.decode())
    except (ValueError, RuntimeError, MemoryError):  # RuntimeError: nested deeper than the chip's stack
        return _NOTHING
    if not isinstance(message, dict) or message.get("schema") != SCHEMA:
        return _NOTHING
    kind, body = message.get("type"), message.get("body")
    return (kind, body) if isinstance(kind, str) and isinstance(body, dict) else _NOTHING


def command(kind: str, request: str, body: "dict[str, object]") -> bytes:
    """A request of the contract."""
    return json.dumps({"schema": SCHEMA, "type": kind, "request": request, "body": body}).encode()


def notice(kind: str, body: "dict[str, object]") -> bytes:
    """What a device says of itself."""
    return json.dumps({"schema": SCHEMA, "type": kind, "body": body}).encode()


def words(body: "dict[str, object]", key: str) -> str:
    """The text at ``key``; empty where there is none."""
    value = body.get(key)
    return value if isinstance(value, str) else ""


def whole(body: "dict[str, object]", key: str, usual: int) -> int:
    """The whole number at ``key``; ``usual`` where there is none."""
    value = body.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else usual


def table(body: "dict[str, object]", key: str) -> "dict[str, object]":
    """The object at ``key``; empty where there is none."""
    value = body.get(key)
    return value if isinstance(value, dict) else {}
