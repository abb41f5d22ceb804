"""Every view of the kiosk with the longest texts that real offices have."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from contract.commands import PrintState
from contract.ids import FieldId, FileCode, RequestId, TicketNumber, VisitId
from contract.notices import (
    Board,
    Camera,
    Door,
    FieldInfo,
    FieldNow,
    FieldState,
    FileStatus,
    LookUp,
    Office,
    Outlook,
    Reason,
    Receipt,
    Wait,
)
from contract.procedure import Part, Procedure
from kiosk.core.journey import View
from kiosk.core.papers import Copy, PaperTold
from kiosk.core.phone_journey import PHONE_KEYS, PhoneAsk, PhoneSending
from kiosk.core.procedure_journey import ProcedureFields, ProcedureList, ProcedureSearch, ProcedureView
from kiosk.core.typing_journey import Typing, begin
from kiosk.core.typing_keys import CODE as FIGURES
from kiosk.core.typing_keys import SEARCH, Typed
from kiosk.core.views import Home, LookingUp, PhoneState, Refused, Scanning, Status, Taking, Ticket
from tests.screens.maintenance_views import MAINTENANCE_VIEWS
from tests.screens.suggestion_views import SUGGESTION_VIEWS, TOPIC_INFOS

NAMES = (
    "Hành chính tư pháp",
    "Chứng thực",
    "Đất đai",
    "Cấp phép xây dựng",
    "Đăng ký kinh doanh",
    "Đo đạc và bản đồ",
    "Văn hóa",
    "Khiếu nại, tố cáo",
    "Trả kết quả và nộp phí, lệ phí",
    "Lao động, người có công và xã hội",
    "Giáo dục và đào tạo",
    "Y tế, an toàn thực phẩm",
    "Nông nghiệp và môi trường",
    "Tiếp công dân, giải quyết khiếu nại, tố cáo và kiến nghị, phản ánh",
)
SEAT = "Dãy ghế 3, giữa sảnh, đối diện quầy số 6"
PROCEDURE = (
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi, "
    "chuyển nhượng, cho thuê, thừa kế, tặng cho"
)
LONG_REASON = "Đang chờ cơ quan thuế xác định nghĩa vụ tài chính về đất."
CODE = FileCode("000.00.06.H56-231027-0361")
REQUEST = RequestId("r")
LONG_FIELD = FieldId("f9")


EIGHT = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
NEXT_WEEK = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
LONG_WAIT = Wait(7000, 9000, 11000)


def office(fields: int = 8) -> Office:
    infos = tuple(FieldInfo(FieldId(f"f{i}"), NAMES[i % 14], chr(65 + i), SEAT) for i in range(fields))
    return Office("Bộ phận một cửa thành phố Thủ Dầu Một", infos, (), (), 30, suggestions=TOPIC_INFOS)


def board(fields: int = 8) -> Board:
    states = tuple(FieldState(FieldId(f"f{i}"), (0, 5, 117)[i % 3]) for i in range(fields))
    return Board(1, EIGHT, (), states)


def outlook(fields: int = 8) -> Outlook:
    """A busy morning: open fields, one with few numbers left, and one for each reason to be shut."""
    kinds = (
        FieldNow(FieldId(""), Door.OPEN, 0, Wait(0, 60, 200)),
        FieldNow(FieldId(""), Door.OPEN, 12, Wait(660, 900, 1080)),
        FieldNow(FieldId(""), Door.OPEN, 117, LONG_WAIT),
        FieldNow(FieldId(""), Door.OPEN, 31, LONG_WAIT, 10),
        FieldNow(FieldId(""), Door.FULL, 31, None, 0),
        FieldNow(FieldId(""), Door.CLOSED, 0),
        FieldNow(FieldId(""), Door.OPEN, 3),
        FieldNow(FieldId(""), Door.NOT_YET, 0, None, None, EIGHT + timedelta(hours=1)),
    )
    return Outlook(EIGHT, tuple(replace(kinds[i % 8], field=FieldId(f"f{i}")) for i in range(fields)))


def shut(door: Door, fields: int = 8, opens_at: datetime | None = NEXT_WEEK, words: str | None = None) -> Outlook:
    """Every field for the same reason."""
    return Outlook(
        EIGHT, tuple(FieldNow(FieldId(f"f{i}"), door, 0, None, None, opens_at) for i in range(fields)), words
    )


def file(
    status: int,
    due: date | None = date(2026, 12, 7),
    field: FieldId | None = LONG_FIELD,
    outcome: LookUp = LookUp.FOUND,
) -> FileStatus:
    return FileStatus(REQUEST, outcome, CODE, status, due, field)


def receipt(ahead: int | None = 3, number: str = "J088", wait: Wait | None = LONG_WAIT) -> Receipt:
    return Receipt(
        REQUEST,
        VisitId(f"2026-11-23-{number}"),
        TicketNumber(number),
        LONG_FIELD,
        EIGHT,
        ahead,
        f"http://192.168.100.20:8080/t/2026-11-23-{number}/6f1e9a0c2b7d4e55",
        wait,
    )


def procedure(number: int, name: str, *, field: str = "f2", sample: bool = True) -> Procedure:
    return Procedure(
        f"DD-{number:02}",
        name,
        FieldId(field),
        ("Dành cho chủ nhà trước khi khởi công.", "Thời gian giải quyết: 15 ngày kể từ khi nhận đủ hồ sơ."),
        (
            "Đơn đề nghị cấp giấy phép xây dựng theo mẫu",
            "Bản sao giấy tờ về quyền sử dụng đất",
            "2 bộ bản vẽ thiết kế xây dựng",
            "Bản cam kết bảo đảm an toàn cho nhà liền kề, nếu có nhà liền kề, có chữ ký của chủ nhà và của người thiết kế",
            "Thẻ căn cước, căn cước công dân hoặc hộ chiếu của người đi làm thủ tục, để xuất trình",
        ),
        ("Không có",),
        ("Luật Xây dựng năm 2014 (số 50/2014/QH13), được sửa đổi năm 2020 (số 62/2020/QH14)",),
        ("Kết quả: giấy phép xây dựng kèm bản vẽ được đóng dấu.",),
        "2026-11-20",
        sample=(Part.INFORMATION, Part.PAPERS) if sample else (),
    )


PROCEDURES = (
    procedure(1, PROCEDURE),
    procedure(2, "Đăng ký khai sinh", field="f0"),
    procedure(3, "Chứng thực di chúc", field="f1"),
    *(procedure(number, f"Đăng ký đất đai lần đầu, trường hợp {number}") for number in range(4, 16)),
    procedure(16, "Chuyển mục đích sử dụng đất", sample=False),
)
_DONE = PaperTold(REQUEST, PrintState.CONFIRMED, None)
VIEWS: dict[str, View] = {
    "home": Home(),
    "scanning": Scanning(),
    "scanning-foreign": Scanning(foreign=True),
    "scanning-blind": Scanning(camera=Camera.LOST),
    "typing": begin(FIGURES.letters),
    "typing-wrong": Typing(Typed(FIGURES, "000.00.06.H56-240230-03")),
    "typing-whole": Typing(Typed(FIGURES, "000.00.06.H56-231027-0361")),
    "typing-foreign": begin(FIGURES.letters, foreign=True),
    "scanning-covered": Scanning(camera=Camera.DARK),
    "looking-up": LookingUp(CODE),
    "status-in-time": Status(file(4)),
    "status-no-day": Status(file(4, due=None)),
    "status-soon": Status(file(4, due=date(2026, 11, 24))),
    "status-today": Status(file(4, due=date(2026, 11, 23))),
    "status-overdue": Status(file(4, due=date(2026, 11, 20))),
    "status-overdue-new-day": Status(replace(file(4, due=date(2026, 11, 20)), new_due_on=date(2026, 12, 28))),
    "status-papers": Status(file(5)),
    "status-fee": Status(file(6)),
    "status-withdrawn": Status(file(7)),
    "status-unclear": Status(file(0)),
    "status-done": Status(file(9)),
    "status-done-no-field": Status(file(9, field=None)),
    "status-handed-over": Status(file(10)),
    "status-unknown-file": Status(file(0, outcome=LookUp.UNKNOWN_FILE)),
    "status-unavailable": Status(file(0, outcome=LookUp.UNAVAILABLE)),
    "procedure-fields": ProcedureFields(),
    "procedure-list": ProcedureList(FieldId("f2")),
    "procedure-list-last": ProcedureList(FieldId("f2"), 99),
    "procedure-search": ProcedureSearch(),
    "procedure-found": ProcedureSearch(Typed(SEARCH, "dat dai")),
    "procedure-nothing": ProcedureSearch(Typed(SEARCH, "xyzxyz")),
    "procedure": ProcedureView(PROCEDURES[0]),
    "procedure-printing": ProcedureView(PROCEDURES[-1], copy=Copy(REQUEST)),
    "procedure-printed": ProcedureView(PROCEDURES[0], copy=Copy(REQUEST).told(_DONE)),
    "procedure-papers": ProcedureView(PROCEDURES[0], Part.PAPERS),
    "procedure-law": ProcedureView(PROCEDURES[0], Part.LEGAL_BASIS),
    "taking": Taking(REQUEST),
    "ticket-printing": Ticket(receipt()),
    "ticket-take": Ticket(receipt(ahead=0, wait=None), PrintState.CONFIRMED),
    "ticket-unconfirmed": Ticket(receipt(ahead=1), PrintState.UNCONFIRMED),
    "ticket-paper-out": Ticket(receipt(ahead=117, number="M888"), PrintState.FAILED, "paper_out"),
    "ticket-trouble": Ticket(receipt(), PrintState.FAILED, "offline"),
    "ticket-again": Ticket(receipt(), PrintState.FAILED, "paper_out", again=True),
    "ticket-alone": Ticket(receipt(ahead=None, number="M997", wait=None), PrintState.CONFIRMED),
    "ticket-told": Ticket(receipt(), PrintState.CONFIRMED, phone=PhoneState.TAKEN),
    "ticket-not-told": Ticket(receipt(), PrintState.FAILED, "paper_out", phone=PhoneState.FAILED),
    "phone": PhoneAsk(Ticket(receipt())),
    "phone-whole": PhoneAsk(Ticket(receipt()), Typed(PHONE_KEYS, "0912345678")),
    "phone-wrong": PhoneAsk(Ticket(receipt()), Typed(PHONE_KEYS, "0112345678")),
    "phone-sending": PhoneSending(Ticket(receipt()), REQUEST),
    "refused": Refused(Reason.SERIES_EXHAUSTED),
    **SUGGESTION_VIEWS,
    **MAINTENANCE_VIEWS,
    "refused-has-number": Refused(Reason.RECEIPT_HAS_NUMBER, TicketNumber("M888")),
    "refused-early": Refused(Reason.OFFICE_NOT_OPEN, opens_at=EIGHT + timedelta(minutes=15)),
    "refused-over": Refused(Reason.OFFICE_CLOSED, opens_at=NEXT_WEEK),
}
