"""Messages to the letter: devices of other makers, and of other versions, read and write exactly these."""

from datetime import date, datetime, timedelta, timezone

import pytest

from contract.codec import (
    decode_notice,
    decode_request,
    encode_notice,
    encode_request,
)
from contract.commands import (
    AskSuggestion,
    CallNumber,
    Command,
    EndEmergency,
    Finish,
    HandleSuggestion,
    HoldNumbers,
    LeaveSuggestion,
    LookUpFile,
    Place,
    PostMessage,
    PrintState,
    RaiseEmergency,
    RateVisit,
    ReportPrint,
    ReportTicket,
    ReportUnspoken,
    Request,
    Score,
    TakeTicket,
    Transfer,
    Unspoken,
)
from contract.file_details import AskedDigits, FileDetails, OwnerNumber, Verdict
from contract.ids import (
    CounterId,
    DeviceId,
    FieldId,
    FileCode,
    PriorityId,
    RequestId,
    SuggestionNumber,
    TicketNumber,
    VisitId,
)
from contract.notices import (
    Announcement,
    Board,
    CounterState,
    CounterStatus,
    Door,
    Emergency,
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
    Refusal,
    SuggestionStatus,
    Wait,
)
from contract.suggestion import SuggestionKind, SuggestionState

HANOI = timezone(timedelta(hours=7))
AT = datetime(2026, 11, 23, 8, tzinfo=HANOI)
VISIT = VisitId("2026-11-23-B012")


def test_the_words_on_the_wire() -> None:
    request = Request(RequestId("r-1"), RateVisit(VisitId("2026-11-22-B012"), Score.NOT_SATISFIED, ("cho-lau",)))
    assert encode_request(request) == (
        b'{"schema":1,"type":"RateVisit","body":{"visit":"2026-11-22-B012","score":"not_satisfied","reasons":["cho-lau"],'
        b'"scale":3,"mark":"","after_s":null},"request":"r-1"}'
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
        (LookUpFile(FileCode("H56.14-1"), "4321"), b'{"code":"H56.14-1","digits":"4321"}'),
        (LookUpFile(FileCode("H56.14-1")), b'{"code":"H56.14-1","digits":null}'),
        (
            ReportPrint(VISIT, PrintState.CONFIRMED, again=True),
            b'{"visit":"2026-11-23-B012","state":"confirmed","trouble":null,"again":true}',
        ),
        (
            LeaveSuggestion(SuggestionKind.CONDUCT, "cham-tre", AT, "Chờ lâu"),
            '{"kind":"conduct","topic":"cham-tre","left_at":"2026-11-23T08:00:00+07:00","text":"Chờ lâu"}'.encode(),
        ),
        (AskSuggestion(SuggestionNumber("1234567890")), b'{"number":"1234567890"}'),
        (
            HandleSuggestion(SuggestionNumber("1234567890"), SuggestionState.ANSWERED, "Cảm ơn"),
            '{"number":"1234567890","state":"answered","answer":"Cảm ơn"}'.encode(),
        ),
        (PostMessage("Tạm nghỉ"), '{"text":"Tạm nghỉ","minutes":30}'.encode()),
        (RaiseEmergency("Cháy"), '{"text":"Cháy"}'.encode()),
        (EndEmergency(), b"{}"),
        (
            ReportUnspoken(VISIT, CounterId(5), 2, Unspoken.EXPIRED),
            b'{"visit":"2026-11-23-B012","counter":5,"times":2,"why":"expired"}',
        ),
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
            FileStatus(
                RequestId("r"),
                LookUp.FOUND,
                FileCode("H56.14-1"),
                4,
                asks=AskedDigits(OwnerNumber.PHONE, 4),
                verdict=Verdict.RIGHT,
                details=FileDetails("Khai sinh", AT.date(), missing=("Giấy chứng sinh",), fee=8000),
            ),
            (
                '{"request":"r","outcome":"found","code":"H56.14-1","status":4,"due_on":null,"field":null,"new_due_on":null,'
                '"contact":"","asks":{"of":"phone","count":4,"name":""},"verdict":"right","tries_left":null,"locked_s":null,'
                '"details":{"procedure":"Khai sinh","received_on":"2026-11-23","department":null,"reason":null,'
                '"missing":["Giấy chứng sinh"],"fee":8000}}'
            ),
        ),
        (
            SuggestionStatus(
                RequestId("r"),
                SuggestionNumber("1234567890"),
                SuggestionState.ANSWERED,
                SuggestionKind.CONDUCT,
                AT.date(),
                "Cảm ơn",
                AT.date(),
            ),
            (
                '{"request":"r","number":"1234567890","state":"answered","kind":"conduct","left_on":"2026-11-23",'
                '"answer":"Cảm ơn","answered_on":"2026-11-23"}'
            ),
        ),
        (
            CounterState(7, CounterId(5), None, CounterStatus.PAUSED, 4),
            '{"seq":7,"counter":5,"call":null,"status":"paused","waiting":4,"next":null,"officer":"","photo":""}',
        ),
        (
            Announcement(TicketNumber("B012"), CounterId(5), 1, AT, AT, VISIT, 7, "dong", "en"),
            (
                '{"number":"B012","counter":5,"times":1,"called_at":"2026-11-23T08:00:00+07:00",'
                '"expires_at":"2026-11-23T08:00:00+07:00","visit":"2026-11-23-B012","seq":7,"zone":"dong","language":"en"}'
            ),
        ),
        (Emergency(7, "Cháy", AT), '{"seq":7,"text":"Cháy","since":"2026-11-23T08:00:00+07:00"}'),
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
        (b'{"schema":1,"type":"FileStatus","body":{"request":"r","outcome":"found","code":"H56.14-1","status":9}}',
         FileStatus(RequestId("r"), LookUp.FOUND, FileCode("H56.14-1"), 9)),
        ((b'{"schema":1,"type":"Announcement","body":{"number":"B012","counter":5,"times":1,'
         b'"called_at":"2026-11-23T08:00:00+07:00","expires_at":"2026-11-23T08:00:00+07:00"}}'),
         Announcement(TicketNumber("B012"), CounterId(5), 1, AT, AT)),
        (b'{"schema":1,"type":"CounterState","body":{"seq":7,"counter":5,"call":null}}',
         CounterState(7, CounterId(5), None)),
        (b'{"schema":1,"type":"Board","body":{"seq":7,"at":"2026-11-23T08:00:00+07:00","calls":[],"fields":[]}}',
         Board(7, AT, (), ())),
    ],
)  # fmt: skip
def test_notices_of_the_first_version_are_still_read(whole: bytes, notice: Notice) -> None:
    assert decode_notice(whole) == notice


@pytest.mark.parametrize(
    ("body", "command"),
    [
        (b'{"schema":1,"type":"TakeTicket","body":{"field":"a"},"request":"r"}', TakeTicket(FieldId("a"))),
        (b'{"schema":1,"type":"LookUpFile","body":{"code":"H56.14-1"},"request":"r"}', LookUpFile(FileCode("H56.14-1"))),
        (b'{"schema":1,"type":"ReportPrint","body":{"visit":"2026-11-23-B012","state":"failed"},"request":"r"}',
         ReportPrint(VISIT, PrintState.FAILED)),
    ],
)  # fmt: skip
def test_commands_of_the_first_version_are_still_read(body: bytes, command: Command) -> None:
    assert decode_request(body).command == command
