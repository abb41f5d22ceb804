"""A small office for tests: two fields, two counters, a kiosk, a rating terminal, a keypad, two clerks and a head."""

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, TypeVar

from contract.calling import Calling
from contract.commands import Command, OpenCounter, Request, SignIn
from contract.ids import CounterId, DeviceId, FieldId, OfficerId, PriorityId, RequestId, SiteId
from contract.notices import Announcement, Answer, Board, CounterState, Emergency, Office, Outlook, RatingInvitation
from contract.pulse import Pulse
from contract.rating import Rating, RatingReason
from contract.request_ids import new_request_id
from contract.site import Counter, Device, Field, Officer, OfficerRole, Priority, Right, Site, Tickets
from contract.topics import Role
from controller.core.rights import Sender, page_sender

if TYPE_CHECKING:
    from controller.service import Service

T = TypeVar("T")
HANOI = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=HANOI)
LAND = FieldId("dat-dai")
CIVIL = FieldId("ho-tich")
KIOSK = DeviceId("kiosk-1")
PAD = DeviceId("rating-5")
KEYPAD = DeviceId("keypad-1")
ONE, FIVE = CounterId(1), CounterId(5)
LAN, MAI, HOA, AN = OfficerId("lan"), OfficerId("mai"), OfficerId("hoa"), OfficerId("an")
ELDERLY = PriorityId("cao-tuoi")
PASSWORD = "sen hong"
OFFICERS = (
    Officer(LAN, "Trần Thị Lan", PASSWORD),
    Officer(MAI, "Lê Thị Mai", PASSWORD, rights=(Right.CALL_NUMBER,)),
    Officer(HOA, "Nguyễn Thị Hoa", PASSWORD, OfficerRole.HEAD),
    Officer(AN, "Phạm Văn An", PASSWORD, OfficerRole.IT),
)
"""Clerk, clerk who may call a named number, head, IT; the hash of each is the password itself, see FakeVerifier."""


def small_site(last: int = 999, calling: Calling | None = None, tickets: Tickets | None = None) -> Site:
    """Counter 5 serves both fields, counter 1 civil status only and has a keypad. No lock against fast taps unless asked."""
    return Site(
        SiteId("thu"),
        "Bộ phận một cửa thử nghiệm",
        (
            Field(LAND, "Đất đai", "B", "Khu B", last=last, procedures=("Đăng ký biến động đất đai",)),
            Field(CIVIL, "Hộ tịch", "A", "Khu A", last=last),
        ),
        (Counter(ONE, (CIVIL,)), Counter(FIVE, (LAND, CIVIL), "Cán bộ thử")),
        (Device(KIOSK, Role.KIOSK), Device(PAD, Role.RATING, FIVE), Device(KEYPAD, Role.KEYPAD, ONE)),
        OFFICERS,
        (Priority(ELDERLY, "Người cao tuổi"), Priority(PriorityId("khuyet-tat"), "Người khuyết tật")),
        calling=calling or Calling(),
        tickets=tickets or Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0),
        rating=Rating(30, reasons=(RatingReason("cho-lau", "Chờ lâu"),)),
    )


def clerk(counter: CounterId, officer: OfficerId = LAN) -> Sender:
    """The page of a counter on which an officer has signed in."""
    return page_sender(next(one for one in OFFICERS if one.id == officer), counter)


def head_page(officer: OfficerId = HOA) -> Sender:
    """The head's page."""
    return page_sender(next(one for one in OFFICERS if one.id == officer), None)


def sit_down(service: "Service", counter: CounterId = FIVE, officer: OfficerId = LAN) -> Sender:
    """Sign an officer in at a counter and open it; the page's sender."""
    page = clerk(counter, officer)
    service.sign_in(page, Request(new_request_id(), SignIn(officer, PASSWORD, counter)))
    service.handle(page, Request(new_request_id(), OpenCounter(counter)))
    return page


class FakeVerifier:
    """A stored password is its own hash."""

    def __call__(self, stored: str, password: str) -> bool:
        return stored == password


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
        self.left: list[
            Answer | Board | CounterState | Office | Outlook | RatingInvitation | Announcement | Emergency
        ] = []

    def answer(self, device: DeviceId, answer: Answer) -> None:
        self.left.append(answer)

    def office(self, office: Office) -> None:
        self.left.append(office)

    def board(self, board: Board) -> None:
        self.left.append(board)

    def outlook(self, outlook: Outlook) -> None:
        self.left.append(outlook)

    def counter(self, state: CounterState) -> None:
        self.left.append(state)

    def invite(self, invitation: RatingInvitation) -> None:
        self.left.append(invitation)

    def announce(self, announcement: Announcement) -> None:
        self.left.append(announcement)

    def emergency(self, emergency: Emergency) -> None:
        self.left.append(emergency)

    def take(self, kind: type[T]) -> list[T]:
        found = [one for one in self.left if isinstance(one, kind)]
        self.left.clear()
        return found

    def pulse(self, pulse: Pulse) -> None:
        """Not kept: it comes every second and says nothing of the queue."""


class Requests:
    """Request ids in order."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, command: Command) -> Request:
        self.count += 1
        return Request(RequestId(f"r{self.count}"), command)
