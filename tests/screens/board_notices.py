"""An office, calls and boards for the boards' windows: ordinary ones and the widest there can be."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from contract.hall_board import HallBoard
from contract.ids import CounterId, DeviceId, FieldId, SiteId, TicketNumber, VisitId
from contract.notices import (
    Board,
    Call,
    CounterInfo,
    CounterState,
    CounterStatus,
    Door,
    FieldInfo,
    FieldNow,
    FieldState,
    Office,
    Outlook,
    ReasonInfo,
    Wait,
)
from contract.profile import Account, BoardProfile, Screen, write_profile
from contract.topics import Role

_NAMES = (
    "Hành chính tư pháp",
    "Chứng thực",
    "Đất đai",
    "Cấp phép xây dựng",
    "Đăng ký kinh doanh",
    "Đo đạc và bản đồ",
    "Văn hóa",
    "Khiếu nại, tố cáo",
)
_WIDE = "Lao động, thương binh và xã hội"
_sequence = count(1)
FIVE = CounterId(5)
HALL = Screen((1920, 1080), (1210, 680))
COUNTER = Screen((1280, 720), (531, 299))


def office(*, wide: bool = False, fields: int = 8, counters: int = 8, zone: str = "") -> Office:
    """``counters`` with numbers from 1 on, all but the first of ``zone``; the fifth serves the first two fields, as its board tells."""
    names = [_WIDE if wide else _NAMES[n % len(_NAMES)] for n in range(fields)]
    infos = tuple(FieldInfo(FieldId(f"f{n}"), name, chr(65 + n), "") for n, name in enumerate(names))
    officer = "Nguyễn Hoàng Thị Phương Thảo" if wide else None
    reasons = tuple(
        ReasonInfo(f"r{n}", "Yêu cầu thêm giấy tờ ngoài quy định" if wide else "Phải chờ đợi lâu") for n in range(5)
    )
    name = "Trung tâm phục vụ hành chính công thành phố Thủ Dầu Một" if wide else "Bộ phận một cửa"
    served = [
        (FieldId("f0"), FieldId("f1")) if one == FIVE else (infos[one % fields].id,) for one in range(1, counters + 1)
    ]
    desks = tuple(
        CounterInfo(CounterId(one), own, officer if one == FIVE else None, zone if one > 1 else "")
        for one, own in enumerate(served, 1)
    )
    return Office(name, infos, desks, reasons, 30)


def call(number: str, counter: int, times: int = 1) -> Call:
    field = FieldId(f"f{ord(number[0]) - 65}")
    now = datetime.now(UTC)
    return Call(VisitId(f"day-{number}"), TicketNumber(number), field, CounterId(counter), now, times)


def board(
    *calls: Call, waiting: Sequence[int] = (3, 12, 0, 7, 1, 0, 2, 4), message: str | None = None, seconds: float = 600
) -> Board:
    """``message`` stands for ``seconds``."""
    fields = tuple(FieldState(FieldId(f"f{n}"), people) for n, people in enumerate(waiting))
    now = datetime.now(UTC)
    return Board(next(_sequence), now, calls, fields, message, now + timedelta(seconds=seconds) if message else None)


def outlook(*waits: Wait | None) -> Outlook:
    """How long a newcomer to each field would wait."""
    fields = tuple(FieldNow(FieldId(f"f{n}"), Door.OPEN, 0, wait) for n, wait in enumerate(waits))
    return Outlook(datetime.now(UTC) - timedelta(minutes=1), fields)


def state(at: Call | None = None, status: CounterStatus = CounterStatus.OPEN) -> CounterState:
    return CounterState(next(_sequence), FIVE, at, status)


def profile(
    folder: Path,
    screen: Screen,
    counter: CounterId | None = None,
    port: int = 1,
    zone: str = "",
    shows: HallBoard = HallBoard(),  # noqa: B008 (frozen)
    web: str = "",
) -> tuple[Path, Path]:
    """Where the profile and the trace of a board are; without a ``port`` its link never comes up."""
    role = Role.HALL_BOARD if counter is None else Role.COUNTER_BOARD
    account = Account(SiteId("thu"), DeviceId("board-1"), role, "127.0.0.1", port, "secret")
    path, trace = folder / "profile.json", folder / "trace.jsonl"
    write_profile(path, BoardProfile(account, screen, counter, str(trace), zone, shows, web=web))
    return path, trace
