"""A small office for tests: two fields, two counters, one kiosk, one rating terminal."""

from datetime import datetime, timedelta, timezone
from typing import TypeVar

from contract.commands import Command, Request
from contract.ids import CounterId, DeviceId, FieldId, RequestId, SiteId
from contract.notices import Announcement, Answer, Board, CounterState, Office, RatingInvitation
from contract.site import Calling, Counter, Device, Field, Rating, RatingReason, Site
from contract.topics import Role

T = TypeVar("T")
HANOI = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=HANOI)
LAND = FieldId("dat-dai")
CIVIL = FieldId("ho-tich")
KIOSK = DeviceId("kiosk-1")
PAD = DeviceId("rating-5")
ONE, FIVE = CounterId(1), CounterId(5)


def small_site(last: int = 999, calling: Calling | None = None) -> Site:
    """Counter 5 serves both fields, counter 1 civil status only."""
    return Site(
        SiteId("thu"),
        "Bộ phận một cửa thử nghiệm",
        (
            Field(LAND, "Đất đai", "B", "Khu B", last=last, procedures=("Đăng ký biến động đất đai",)),
            Field(CIVIL, "Hộ tịch", "A", "Khu A", last=last),
        ),
        (Counter(ONE, (CIVIL,)), Counter(FIVE, (LAND, CIVIL), "Cán bộ thử")),
        (Device(KIOSK, Role.KIOSK), Device(PAD, Role.RATING, FIVE)),
        calling=calling or Calling(),
        rating=Rating(30, (RatingReason("cho-lau", "Chờ lâu"),)),
    )


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


class RecordingOutlet:
    """An outlet that remembers what left, in order."""

    def __init__(self) -> None:
        self.left: list[Answer | Board | CounterState | Office | RatingInvitation | Announcement] = []

    def answer(self, device: DeviceId, answer: Answer) -> None:
        self.left.append(answer)

    def office(self, office: Office) -> None:
        self.left.append(office)

    def board(self, board: Board) -> None:
        self.left.append(board)

    def counter(self, state: CounterState) -> None:
        self.left.append(state)

    def invite(self, invitation: RatingInvitation) -> None:
        self.left.append(invitation)

    def announce(self, announcement: Announcement) -> None:
        self.left.append(announcement)

    def take(self, kind: type[T]) -> list[T]:
        found = [one for one in self.left if isinstance(one, kind)]
        self.left.clear()
        return found


class Requests:
    """Request ids in order."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, command: Command) -> Request:
        self.count += 1
        return Request(RequestId(f"r{self.count}"), command)
