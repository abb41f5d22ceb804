"""Messages survive the way there and back; whatever is not a message is refused and harms nobody."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
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
    CallNumber,
    Command,
    Finish,
    HoldNumbers,
    Place,
    PostMessage,
    RateVisit,
    ReportTicket,
    Request,
    Score,
    TakeTicket,
    Transfer,
)
from contract.errors import MalformedMessageError
from contract.ids import CounterId, DeviceId, FieldId, FileCode, PriorityId, RequestId, TicketNumber, VisitId
from contract.notices import (
    Board,
    CounterState,
    CounterStatus,
    Door,
    FieldNow,
    FileStatus,
    HeldNumber,
    HeldNumbers,
    LookUp,
    Notice,
    Outlook,
    Presence,
    Printer,
    Reason,
    Receipt,
    Refusal,
    Wait,
)

HANOI = timezone(timedelta(hours=7))
AT = datetime(2026, 11, 23, 8, tzinfo=HANOI)
VISIT = VisitId("2026-11-23-B012")
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


def test_the_words_on_the_wire() -> None:
    request = Request(RequestId("r-1"), RateVisit(VisitId("2026-11-22-B012"), Score.NOT_SATISFIED, "cho-lau"))
    assert encode_request(request) == (
        b'{"schema":1,"type":"RateVisit","body":{"visit":"2026-11-22-B012","score":"not_satisfied","reason":"cho-lau"},'
        b'"request":"r-1"}'
    )
    status = FileStatus(RequestId("r"), LookUp.FOUND, FileCode("H56.14-240823-0001"), 9, due_on=date(2026, 11, 22))
    assert b'"due_on":"2026-11-22"' in encode_notice(status)
    assert encode_notice(Presence(DeviceId("kiosk-1"), online=True, printer=Printer.PAPER_OUT)).startswith(
        b'{"schema":1,"type":"Presence","body":{"device":"kiosk-1","online":true,"printer":"paper_out"'
    )


@pytest.mark.parametrize(
    ("command", "body"),
    [
        (
            TakeTicket(FieldId("a"), language="en"),
            b'{"field":"a","file_code":null,"priority":null,"appointed_at":null,"language":"en"}',
        ),
        (HoldNumbers(FieldId("a"), "book-1"), b'{"field":"a","book":"book-1"}'),
        (
            ReportTicket(RequestId("r-0"), TicketNumber("B997"), AT),
            b'{"tap":"r-0","number":"B997","taken_at":"2026-11-23T08:00:00+07:00","file_code":null,"language":"vi"}',
        ),
        (
            TakeTicket(FieldId("a"), None, PriorityId("cao-tuoi"), datetime(2026, 11, 23, 9, tzinfo=HANOI)),
            (
                b'{"field":"a","file_code":null,"priority":"cao-tuoi","appointed_at":"2026-11-23T09:00:00+07:00",'
                b'"language":"vi"}'
            ),
        ),
        (
            Transfer(VISIT, CounterId(5), FieldId("nop-phi"), CounterId(9), Place.ORIGINAL, back=True),
            b'{"visit":"2026-11-23-B012","counter":5,"field":"nop-phi","to_counter":9,"place":"original","back":true}',
        ),
        (Finish(CounterId(5), VISIT), b'{"counter":5,"visit":"2026-11-23-B012","whole":false}'),
        (CallNumber(CounterId(5), TicketNumber("B012")), b'{"counter":5,"number":"B012"}'),
        (PostMessage("Tạm nghỉ"), '{"text":"Tạm nghỉ","minutes":30}'.encode()),
    ],
)
def test_the_words_of_commands_on_the_wire(command: Command, body: bytes) -> None:
    kind = type(command).__name__.encode()
    whole = b'{"schema":1,"type":"' + kind + b'","body":' + body + b',"request":"r-1"}'
    assert encode_request(Request(RequestId("r-1"), command)) == whole
    assert decode_request(whole).command == command


@pytest.mark.parametrize(
    ("notice", "body"),
    [
        (
            Outlook(
                AT,
                (
                    FieldNow(FieldId("a"), Door.NOT_YET, 3, Wait(60, 120, 300), 7, AT),
                    FieldNow(FieldId("b"), Door.OPEN, 0),
                ),
                "Quốc khánh",
            ),
            (
                '{"at":"2026-11-23T08:00:00+07:00","fields":[{"field":"a","door":"not_yet","waiting":3,'
                '"wait":{"low":60,"likely":120,"high":300},"left":7,"opens_at":"2026-11-23T08:00:00+07:00"},'
                '{"field":"b","door":"open","waiting":0,"wait":null,"left":null,"opens_at":null}],"words":"Quốc khánh",'
                '"closes_at":null}'
            ),
        ),
        (
            HeldNumbers(
                RequestId("r"), FieldId("a"), "book-1", AT.date(), AT, (HeldNumber(TicketNumber("B997"), "http://x"),)
            ),
            (
                '{"request":"r","field":"a","book":"book-1","day":"2026-11-23","at":"2026-11-23T08:00:00+07:00",'
                '"numbers":[{"number":"B997","follow":"http://x"}]}'
            ),
        ),
        (
            CounterState(7, CounterId(5), None, CounterStatus.PAUSED, 4),
            '{"seq":7,"counter":5,"call":null,"status":"paused","waiting":4}',
        ),
        (
            Refusal(RequestId("r"), Reason.OFFICE_CLOSED, opens_at=AT),
            '{"request":"r","reason":"office_closed","number":null,"opens_at":"2026-11-23T08:00:00+07:00"}',
        ),
        (
            Refusal(RequestId("r"), Reason.RECEIPT_HAS_NUMBER, TicketNumber("B012")),
            '{"request":"r","reason":"receipt_has_number","number":"B012","opens_at":null}',
        ),
    ],
)
def test_the_words_of_notices_on_the_wire(notice: Notice, body: str) -> None:
    whole = f'{{"schema":1,"type":"{type(notice).__name__}","body":{body}}}'.encode()
    assert encode_notice(notice) == whole
    assert decode_notice(whole) == notice


@pytest.mark.parametrize(
    ("whole", "notice"),
    [
        (b'{"schema":1,"type":"Refusal","body":{"request":"r","reason":"still_serving"}}',
         Refusal(RequestId("r"), Reason.STILL_SERVING)),
        (b'{"schema":1,"type":"CounterState","body":{"seq":7,"counter":5,"call":null}}',
         CounterState(7, CounterId(5), None)),
        (b'{"schema":1,"type":"Board","body":{"seq":7,"at":"2026-11-23T08:00:00+07:00","calls":[],"fields":[]}}',
         Board(7, AT, (), ())),
    ],
)  # fmt: skip
def test_notices_of_the_first_version_are_still_read(whole: bytes, notice: Notice) -> None:
    assert decode_notice(whole) == notice


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
