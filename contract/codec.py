"""Messages as JSON: ``{"schema": 1, "type": "TakeTicket", ...}`` and back, strict in what it accepts.

Unknown keys are ignored so that an older device understands a newer controller; unknown types and wrong values are not.
"""

import re
from typing import Any, Final, TypeVar, cast, get_args

import msgspec

from contract.commands import Command, Request
from contract.errors import MalformedMessageError
from contract.ids import LONGEST_ID, RequestId
from contract.notices import Notice

SCHEMA: Final = 1
MAX_BYTES: Final = 64 * 1024
"""Longer payloads are refused unread; the longest real one (the office of 43 counters) has about 8 kB."""

_T = TypeVar("_T")
_QUOTED: Final = re.compile(r"""(['\"]).*\1""", re.DOTALL)
_COMMANDS: Final = {kind.__name__: kind for kind in get_args(Command)}
_NOTICES: Final = {kind.__name__: kind for kind in get_args(Notice)}


class _Envelope(msgspec.Struct):
    schema: int
    type: str
    body: msgspec.Raw
    request: str | None = None


class _AnyRefusal(msgspec.Struct):
    request: str
    reason: str


_ENVELOPE: Final = msgspec.json.Decoder(_Envelope)
_BODY: Final = {kind: msgspec.json.Decoder(kind) for kind in (*_COMMANDS.values(), *_NOTICES.values())}
_ENCODER: Final = msgspec.json.Encoder()


def encode_request(request: Request) -> bytes:
    """One command with its request id."""
    return _encode(request.command, request.id)


def decode_request(payload: bytes) -> Request:
    """Raise MalformedMessageError where the payload is not a request of this schema."""
    envelope = _open(payload)
    if not envelope.request or len(envelope.request) > LONGEST_ID:
        raise MalformedMessageError(f"a request needs an id of 1 to {LONGEST_ID} characters")
    return Request(RequestId(envelope.request), cast(Command, _body(envelope, _COMMANDS)))


def encode_notice(notice: Notice) -> bytes:
    """One notice."""
    return _encode(notice, None)


def decode_notice(payload: bytes) -> Notice:
    """Raise MalformedMessageError where the payload is not a notice of this schema."""
    return cast(Notice, _body(_open(payload), _NOTICES))


def decode_notice_as(payload: bytes, kind: type[_T]) -> _T:
    """The notice of this kind; raise MalformedMessageError for any other and for what is none."""
    notice = decode_notice(payload)
    if not isinstance(notice, kind):
        raise MalformedMessageError(f"{type(notice).__name__} where {kind.__name__} belongs")
    return notice


def refused_for_unknown(payload: bytes) -> RequestId | None:
    """The request of a refusal whose reason only a newer controller knows; None for everything else."""
    try:
        envelope = _open(payload)
        refused = msgspec.json.decode(envelope.body, type=_AnyRefusal)
    except (MalformedMessageError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return RequestId(refused.request) if envelope.type == "Refusal" else None


def to_plain(value: Any) -> Any:
    """Dictionaries, lists, strings and numbers of any contract or event dataclass."""
    return msgspec.to_builtins(value)


def from_plain(value: Any, kind: type[_T]) -> _T:
    """The inverse of ``to_plain``; raises MalformedMessageError with the path of the wrong value."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        raise MalformedMessageError(str(fault)) from fault


def _encode(message: Any, request: RequestId | None) -> bytes:
    envelope = {"schema": SCHEMA, "type": type(message).__name__, "body": message}
    if request is not None:
        envelope["request"] = request
    return _ENCODER.encode(envelope)


def _open(payload: bytes) -> _Envelope:
    if len(payload) > MAX_BYTES:
        raise MalformedMessageError(f"{len(payload)} bytes are more than {MAX_BYTES}")
    try:
        envelope = _ENVELOPE.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise MalformedMessageError(f"not a message: {fault}") from fault
    if envelope.schema != SCHEMA:
        raise MalformedMessageError(f"schema {envelope.schema} is not {SCHEMA}")
    return envelope


def _body(envelope: _Envelope, kinds: dict[str, Any]) -> Any:
    kind = kinds.get(envelope.type)
    if kind is None:
        raise MalformedMessageError(f"unknown type {envelope.type[:64]!r}")
    try:
        return _BODY[kind].decode(envelope.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise MalformedMessageError(f"{envelope.type}: {_without_words(fault)}") from None


def _without_words(fault: Exception) -> str:
    """What a device has sent, where msgspec quotes it, is kept out of the log: it may be anybody's name."""
    return _QUOTED.sub("...", str(fault))
