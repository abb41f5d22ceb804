"""What the kiosk prints besides tickets, as the facts that stand on each, and how a journey asks for one and hears of it.

Nothing here is about a person: a file is told by its code and progress alone. ``paper_words`` turns facts into a document.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from contract.commands import PrintState
from contract.ids import RequestId
from contract.notices import Printer


@dataclass(frozen=True, slots=True)
class Checklist:
    """A procedure to take home. ``information`` and the other parts: one short sentence an item, empty where unknown.

    ``papers`` are to be brought, each gets a box to tick. ``place``: where it is handed in (field, seat or address).
    ``sample``: the office has not checked these words, and the paper says so; ``checked_on``: the day on which it has.
    """

    title: str
    papers: tuple[str, ...]
    information: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    place: str = ""
    sample: bool = False
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class FileSlip:
    """How far a file is, in the sentences of the screen. ``next_step``: what to do; ``due_on``: the appointment.

    ``late``: the appointment is past; ``new_due_on``: the next one, where the registry gave it.
    """

    code: str
    stage: str
    next_step: str
    procedure: str = ""
    due_on: date | None = None
    new_due_on: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionSlip:
    """A suggestion or complaint that was left: its number and kind, never its words. ``ask``: how to ask for the answer."""

    number: str
    kind: str
    left_at: datetime
    ask: str


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """What the printer said when it was asked for everything. ``status``: DLE EOT, ``queue``: GS r, ``marks``: GS ( H."""

    condition: Printer
    status: bool
    queue: bool
    marks: bool


@dataclass(frozen=True, slots=True)
class TestSlip:
    """A printer's test. ``facts`` are asked for when it is printed."""

    __test__ = False  # no test of pytest's

    device: str
    model: str
    width_mm: int
    facts: PrinterFacts | None = None


PaperContent = Checklist | FileSlip | SuggestionSlip | TestSlip
"""Whatever ``PrintPaper`` can ask for."""


@dataclass(frozen=True, slots=True)
class PrintPaper:
    """Effect: print this once. ``job`` is new for every tap, and comes back in each ``PaperTold`` about it."""

    job: RequestId
    content: PaperContent


@dataclass(frozen=True, slots=True)
class PaperTold:
    """Happening: what became of a paper; states and troubles are those of a ticket."""

    job: RequestId
    state: PrintState
    trouble: str | None


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """Happening: the printer is like this from now on."""

    condition: Printer


@dataclass(frozen=True, slots=True)
class Copy:
    """For a view: a paper that was asked for there, and how far it has come."""

    job: RequestId
    state: PrintState = PrintState.SHOWN
    trouble: str | None = None

    @property
    def ended(self) -> bool:
        """Nothing more will come: the button to print may be offered again."""
        return self.state in (PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED)

    def told(self, news: PaperTold) -> "Copy":
        """The copy after the news; unchanged by news of another paper."""
        return replace(self, state=news.state, trouble=news.trouble) if news.job == self.job else self
