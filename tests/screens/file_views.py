"""Every stand that a file can be in, and what is behind the last digits, in the longest words that registries have."""

from dataclasses import replace
from datetime import date, timedelta

from contract.commands import PrintState
from contract.file_details import AskedDigits, FileDetails, OwnerNumber, Verdict
from contract.notices import FileStatus, LookUp
from kiosk.core.file_journey import Checking, Details, Digits, asking, progress, typing
from kiosk.core.journey import View
from kiosk.core.papers import Copy
from kiosk.core.views import Status
from tests.screens.kiosk_views import CODE, EIGHT, LONG_FIELD, PROCEDURE, REQUEST

TODAY = EIGHT.date()
DUES: dict[str, date | None] = {
    "overdue": TODAY - timedelta(days=3),
    "today": TODAY,
    "soon": TODAY + timedelta(days=1),
    "later": TODAY + timedelta(days=14),
    "no-day": None,
}
CONTACT = "bàn hướng dẫn ở sảnh, điện thoại 0274 0000 000"
ASKED = AskedDigits(OwnerNumber.PHONE, 4)
BARE = FileStatus(REQUEST, LookUp.FOUND, CODE, 4, TODAY, LONG_FIELD, contact=CONTACT, asks=ASKED)
SHORT = FileDetails("Cấp bản sao trích lục hộ tịch", date(2026, 11, 16), "Phòng Tư pháp", fee=8000)
LONG = FileDetails(
    PROCEDURE,
    date(2026, 10, 12),
    "Chi nhánh Văn phòng Đăng ký đất đai thành phố Thủ Dầu Một",
    "Đang chờ cơ quan thuế xác định nghĩa vụ tài chính về đất.",
    (
        "Bản chính Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất",
        "Hợp đồng chuyển nhượng có công chứng",
        "Tờ khai lệ phí trước bạ",
        "Giấy ủy quyền, nếu người khác nộp thay",
    ),
    1_250_000,
)
PAPERS = replace(SHORT, missing=LONG.missing[1:3], fee=None)


def stand(status: int, due: date | None, **more: object) -> Status:
    return Status(replace(BARE, status=status, due_on=due, **more))


def typed(count: int, refused: FileStatus | None = None, digits: str = "1234") -> Digits:
    view = asking(BARE, refused)
    for key in digits[:count]:
        view = typing(view, key)
    return view


WRONG = progress(replace(BARE, verdict=Verdict.WRONG, tries_left=2), keep_verdict=True)
LOCKED = replace(WRONG, verdict=Verdict.LOCKED, tries_left=0, locked_s=570)
AWAY = replace(WRONG, outcome=LookUp.UNAVAILABLE, verdict=None)


def opened(status: int, details: FileDetails, **more: object) -> Details:
    return Details(replace(BARE, status=status, verdict=Verdict.RIGHT, details=details, **more))


STANDS: dict[str, View] = {f"{status}-{name}": stand(status, due) for status in range(11) for name, due in DUES.items()}
LARGE = (
    "overdue-new-day",
    "printed",
    "digits-whole",
    "digits-named",
    "digits-once",
    "digits-locked",
    "digits-away",
    "details-papers",
    "details-fee",
    "details-long",
)
"""What the largest words are tried on: each kind of screen where it says most."""
DIFFERENT = [
    *(f"{status}-later" for status in range(11)),
    *(f"4-{name}" for name in DUES),
    "1-overdue",
    "2-soon",
    "6-overdue",
]
"""Stands that look different; the others repeat one of these in every word."""
FILE_VIEWS: dict[str, View] = {
    "overdue-new-day": stand(4, DUES["overdue"], new_due_on=TODAY + timedelta(days=9)),
    "nothing-to-ask": stand(4, DUES["later"], asks=None),
    "no-field": stand(9, DUES["later"], field=None),
    "printing": Status(replace(BARE, status=9), Copy(REQUEST)),
    "printed": Status(replace(BARE, status=9), Copy(REQUEST, PrintState.CONFIRMED)),
    "paper-out": Status(replace(BARE, status=9), Copy(REQUEST, PrintState.FAILED, "paper_out")),
    "digits": typed(0),
    "digits-two": typed(2),
    "digits-whole": typed(4),
    "digits-other": typed(4, digits="9807"),
    "digits-named": asking(replace(BARE, asks=AskedDigits(OwnerNumber.CITIZEN_NUMBER, 6))),
    "digits-wrong": typed(0, WRONG),
    "digits-once": typed(1, replace(WRONG, tries_left=1)),
    "digits-locked": typed(0, LOCKED),
    "digits-locked-hours": typed(0, replace(LOCKED, locked_s=40_000)),
    "digits-away": typed(0, AWAY),
    "checking": Checking(BARE, REQUEST),
    "details-papers": opened(5, PAPERS),
    "details-fee": opened(6, SHORT),
    "details-long": opened(4, LONG, due_on=DUES["overdue"], new_due_on=TODAY + timedelta(days=9)),
    "details-none": opened(4, FileDetails(), due_on=None, contact=""),
}
