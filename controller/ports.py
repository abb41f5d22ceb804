"""What the controller's rules need from the world."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from contract.file_details import FileDetails
from contract.ids import DeviceId, FileCode, RequestId, SuggestionNumber, TicketNumber, VisitId
from contract.notices import (
    Announcement,
    Answer,
    Board,
    CounterState,
    Emergency,
    LookUp,
    Office,
    Outlook,
    RatingInvitation,
)
from contract.pulse import Pulse
from controller.core.day import Plan
from controller.core.events import Entry
from controller.core.twin_entry import TwinEntry

Clock = Callable[[], datetime]
"""The office's local time, aware of its zone."""

Calendar = Callable[[date], Plan]
"""The hours of a day, by the site file and the public holidays. Answers at once."""

Verifier = Callable[[str, str], bool]
"""Whether a hash is that of a password. Safe to call from any thread; takes its time."""


class Journal(Protocol):
    """The one durable record. Every method may raise OSError or sqlite3.Error where the disk fails."""

    def answered(self, request: RequestId) -> Answer | None:
        """The stored answer of a request that was decided before."""

    def append(self, entries: Sequence[Entry], request: RequestId | None, answer: Answer | None) -> None:
        """Store the entries and the answer in one durable transaction, or nothing."""

    def latest_day(self) -> Iterable[Entry]:
        """Entries since the last ``DayOpened``, in order."""

    def days(self) -> Sequence[date]:
        """Every day that was opened, in the order of opening."""

    def story(self, visit: VisitId) -> Sequence[Entry]:
        """All that happened to one visit of whatever day, in order; nothing for one that there never was."""

    def suggestion(self, number: SuggestionNumber) -> Sequence[Entry]:
        """All that happened to one suggestion of whatever day, in order; nothing for a number that nobody has."""

    def suggestions(self, most: int) -> Sequence[Entry]:
        """All that happened to the newest suggestions, at most so many, in order."""

    def tidy(self) -> None:
        """Forget a handful of what nobody asks for any more; a millisecond or two, for quiet moments."""


class History(Protocol):
    """The journal as those read it who ask what has happened, beside the controller that writes it or without one."""

    def all(self) -> Iterable[Entry]:
        """Every entry in order."""

    def latest_day(self, last: int | None = None) -> Iterable[Entry]:
        """Entries since the last ``DayOpened``, in order; ``last``: as it was when that entry was the last."""

    def of_day(self, day: date) -> Iterable[Entry]:
        """Entries of one day in order; none for a day that was never opened."""

    def days(self) -> Sequence[date]:
        """Every day that was opened, in the order of opening."""

    def story(self, visit: VisitId) -> Sequence[Entry]:
        """All that happened to one visit, in order."""

    def visits(self, number: TicketNumber) -> Sequence[VisitId]:
        """Every day's visit with this number, newest first."""


class Outlet(Protocol):
    """Where answers and notices leave; never blocks, never fails: what is lost is sent again on request."""

    def answer(self, device: DeviceId, answer: Answer) -> None:
        """To the device that asked."""

    def office(self, office: Office) -> None:
        """Retained."""

    def board(self, board: Board) -> None:
        """Retained."""

    def outlook(self, outlook: Outlook) -> None:
        """Retained."""

    def counter(self, state: CounterState) -> None:
        """Retained."""

    def invite(self, invitation: RatingInvitation) -> None:
        """Retained."""

    def announce(self, announcement: Announcement) -> None:
        """To the loudspeakers of its zone, never retained."""

    def emergency(self, emergency: Emergency) -> None:
        """Retained."""

    def pulse(self, pulse: Pulse) -> None:
        """Now or never."""


class TwinStore(Protocol):
    """What is remembered of the devices' twins over restarts."""

    def read(self) -> Mapping[DeviceId, TwinEntry]:
        """By device; nothing where nothing can be read."""

    def write(self, entries: Mapping[DeviceId, TwinEntry]) -> None:
        """Whole and durable, or not at all. Raises OSError."""


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """What a registry says of one file, freed of everything about its owner; ``status`` 0 where nobody knows it.

    ``provable``: the registry has the number whose last digits open the details. ``details`` only where these digits were given.
    """

    outcome: LookUp
    status: int = 0
    procedure: str | None = None
    due_on: date | None = None
    new_due_on: date | None = None
    provable: bool = False
    details: FileDetails | None = None


class FileRegistry(Protocol):
    """Where files stand."""

    def look_up(self, code: FileCode, digits: str | None = None) -> RegistryAnswer:
        """Answer within the site's deadline, whatever the registry does; never raises. Safe to call from any thread.

        ``digits`` are compared with the end of the owner's number, take the same time right or wrong, and are forgotten.
        """
