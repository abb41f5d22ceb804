"""The sample files of the demonstration office: what the stand-in registry knows and what the sample receipts show.

Every detail is invented. The personal fields exist only so that it can be shown that nobody downstream keeps them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contract.ids import FileCode

LAND_CHANGE: Final = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"
EXTRACT: Final = "Cấp bản sao trích lục hộ tịch"
BIRTH: Final = "Đăng ký khai sinh"
MARRIAGE: Final = "Đăng ký kết hôn"
HOUSE_PERMIT: Final = "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ"
HOUSEHOLD_BUSINESS: Final = "Đăng ký thành lập hộ kinh doanh"
PLOT_SPLIT: Final = "Tách thửa hoặc hợp thửa đất"
COPY: Final = "Chứng thực bản sao từ bản chính giấy tờ, văn bản"
"""Names as in the public catalogue of procedures; a site file lists them under the field that takes them."""

_AGENCY: Final = "000.00.33.H09"
_WEEKEND: Final = (5, 6)


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file. ``status`` is the national portal's code; ``owner``, ``citizen_number`` and ``phone`` are invented.

    ``reason`` is the registry's code for why it is late, stopped or sent back; ``fee`` in đồng. The last four digits of ``phone`` are
    what the kiosk asks for.
    """

    code: FileCode
    procedure: str
    status: int
    received_on: date
    due_on: date
    owner: str
    citizen_number: str
    phone: str
    department: str
    new_due_on: date | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()
    fee: int | None = None


_DEPARTMENTS: Final = {
    LAND_CHANGE: "Chi nhánh Văn phòng Đăng ký đất đai",
    PLOT_SPLIT: "Chi nhánh Văn phòng Đăng ký đất đai",
    EXTRACT: "Phòng Tư pháp",
    BIRTH: "Phòng Tư pháp",
    MARRIAGE: "Phòng Tư pháp",
    COPY: "Phòng Tư pháp",
    HOUSE_PERMIT: "Phòng Quản lý đô thị",
    HOUSEHOLD_BUSINESS: "Phòng Tài chính – Kế hoạch",
}
_NEW_DAY: Final = 5
"""Days until the overdue file is promised again."""
_REASONS: Final = {HOUSE_PERMIT: "CHO_Y_KIEN", COPY: "BAN_CHINH_KHONG_RO"}
_MISSING: Final = {
    EXTRACT: ("Giấy ủy quyền có chứng thực", "Bản sao giấy tờ chứng minh quan hệ với người được cấp trích lục"),
}
_FEE: Final = 150_000
_RUNNING, _SUPPLEMENT, _PAY = 4, 5, 6


# procedure, status, days since it was received, days until it is due
_PLAN: Final = (
    (LAND_CHANGE, 9, 16, -1),
    (LAND_CHANGE, 4, 7, 9),
    (HOUSE_PERMIT, 4, 24, -4),
    (EXTRACT, 5, 5, 2),
    (PLOT_SPLIT, 6, 12, 6),
    (HOUSEHOLD_BUSINESS, 4, 3, 1),
    (BIRTH, 10, 9, -4),
    (MARRIAGE, 2, 1, 5),
    (COPY, 3, 2, 0),
    (EXTRACT, 9, 4, 1),
)


def sample_files(today: date) -> tuple[SampleFile, ...]:
    """The files as they stand on ``today``; the first is done and waits to be collected, the third is overdue."""
    return tuple(
        _sample(number, procedure, status, _before(today, ago), _after(today, ahead), today)
        for number, (procedure, status, ago, ahead) in enumerate(_PLAN, 1)
    )


def _sample(number: int, procedure: str, status: int, received: date, due: date, today: date) -> SampleFile:
    late = status == _RUNNING and due < today
    return SampleFile(
        code=FileCode(f"{_AGENCY}-{received:%y%m%d}-{number * 37 + 104:04d}"),
        procedure=procedure,
        status=status,
        received_on=received,
        due_on=due,
        owner=f"Nguyễn Văn Mẫu {number}",
        citizen_number=f"000000000{number:03d}",
        phone=f"0000000{number:03d}",
        department=_DEPARTMENTS[procedure],
        new_due_on=_after(today, _NEW_DAY) if late else None,
        reason=_REASONS.get(procedure, ""),
        missing=_MISSING.get(procedure, ()) if status == _SUPPLEMENT else (),
        fee=_FEE if status == _PAY else None,
    )


def _before(today: date, days: int) -> date:
    """That many days back, or the working day before."""
    day = today - timedelta(days=days)
    while day.weekday() in _WEEKEND:
        day -= timedelta(days=1)
    return day


def _after(today: date, days: int) -> date:
    """That many days ahead, moved off a weekend away from today so that late stays late."""
    day = today + timedelta(days=days)
    while day.weekday() in _WEEKEND and days != 0:
        day += timedelta(days=1 if days > 0 else -1)
    return day
