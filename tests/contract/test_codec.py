"""Messages survive the way there and back; whatever is not a message is refused and harms nobody."""

import contextlib
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.codec import (
    MAX_BYTES,
    decode_notice,
    decode_notice_as,
    decode_request,
    encode_notice,
    encode_request,
    from_plain,
    to_plain,
)
from contract.commands import (
    Command,
    Request,
    TakeTicket,
)
from contract.errors import MalformedMessageError
from contract.ids import (
    FieldId,
    RequestId,
)
from contract.notices import (
    Notice,
    Presence,
    Receipt,
)
from contract.twin import Wanted

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
st.register_type_strategy(Wanted, st.builds(Wanted, settings=st.dictionaries(st.text(max_size=9), PLAIN, max_size=4)))
COMMANDS = st.one_of([st.from_type(kind) for kind in get_args(Command)])
NOTICES = st.one_of([st.from_type(kind) for kind in get_args(Notice)])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001

st.register_type_strategy(datetime, MOMENTS)


@given(request_id=st.text(min_size=1, max_size=64), command=COMMANDS)
def test_requests_survive(request_id: str, command: Command) -> None:
    request = Request(RequestId(request_id), command)
    assert decode_request(encode_request(request)) == request


@given(notice=NOTICES)
def test_notices_survive(notice: Notice) -> None:
    assert decode_notice(encode_notice(notice)) == notice


def test_a_newer_controllers_keys_are_passed_over() -> None:
    raw = msgspec.json.decode(encode_request(Request(RequestId("r"), TakeTicket(FieldId("dat-dai")))))
    raw["body"]["colour"] = "blue"
    raw["since"] = 2
    assert decode_request(msgspec.json.encode(raw)).command == TakeTicket(FieldId("dat-dai"))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"schema":1,"type":"TakeTicket","body":{"field":"a"}}',
        b'{"schema":1,"type":"TakeTicket","body":{"field":"a"},"request":""}',
        b'{"schema":1,"type":"TakeTicket","body":{"field":"a"},"request":7}',
        b'{"schema":1,"type":"TakeTicket","body":{},"request":"r"}',
        b'{"schema":1,"type":"TakeTicket","body":{"field":null},"request":"r"}',
        b'{"schema":1,"type":"TakeTicket","body":"","request":"r"}',
        b'{"schema":2,"type":"TakeTicket","body":{"field":"a"},"request":"r"}',
        b'{"schema":"1","type":"TakeTicket","body":{"field":"a"},"request":"r"}',
        b'{"schema":1,"type":"Receipt","body":{"field":"a"},"request":"r"}',
        b'{"schema":1,"type":"RateVisit","body":{"visit":"v","score":"superb"},"request":"r"}',
        b'{"schema":1,"type":"CallNext","body":{"counter":"five"},"request":"r"}',
        b'{"schema":1,"type":"TakeTicket","body":{"field":"' + b"a" * MAX_BYTES + b'"},"request":"r"}',
        b'{"a":' * 20_000,
    ],
)
def test_what_is_not_a_request_is_refused(payload: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        decode_request(payload)


@given(payload=st.binary(max_size=200))
def test_noise_is_refused(payload: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        decode_request(payload)
    with pytest.raises(MalformedMessageError):
        decode_notice(payload)


@given(notice=NOTICES, place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_damaged_notice_is_refused_or_still_a_notice(notice: Notice, place: int, byte: int) -> None:
    raw = bytearray(encode_notice(notice))
    raw[place % len(raw)] = byte
    with contextlib.suppress(MalformedMessageError):
        assert isinstance(decode_notice(bytes(raw)), get_args(Notice))


def test_a_wrong_value_is_not_repeated_in_the_log() -> None:
    raw = b'{"schema":1,"type":"RateVisit","body":{"visit":"v","score":"Nguyen\\n2026-11-22 run INFO \'all is well\'"},"request":"r"}'
    with pytest.raises(MalformedMessageError) as told:
        decode_request(raw)
    assert str(told.value) == "RateVisit: Invalid enum value ... - at `$.score`"


def test_a_command_is_no_notice_and_the_other_way_round() -> None:
    with pytest.raises(MalformedMessageError, match="unknown type 'TakeTicket'"):
        decode_notice(encode_request(Request(RequestId("r"), TakeTicket(FieldId("a")))))


@given(notice=NOTICES)
def test_a_notice_is_of_the_kind_that_belongs_there_or_refused(notice: Notice) -> None:
    assert decode_notice_as(encode_notice(notice), type(notice)) == notice
    other = Presence if not isinstance(notice, Presence) else Receipt
    with pytest.raises(MalformedMessageError, match=f"{type(notice).__name__} where {other.__name__} belongs"):
        decode_notice_as(encode_notice(notice), other)


@given(notice=NOTICES)
def test_plain_values_survive(notice: Notice) -> None:
    assert from_plain(to_plain(notice), type(notice)) == notice


def test_a_wrong_plain_value_is_named() -> None:
    with pytest.raises(MalformedMessageError, match=r"\$\.number"):
        from_plain({"request": "r", "visit": "v", "number": 1}, Receipt)
