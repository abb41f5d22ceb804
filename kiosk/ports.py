"""What the terminals need from the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from contract.commands import Request
from contract.ids import FieldId, RequestId
from contract.notices import Answer, Board, HeldNumbers, Office, Outlook, Receipt
from kiosk.core import rating
from kiosk.core.comfort import Comfort
from kiosk.core.hearing import Manner
from kiosk.core.journey import View
from kiosk.core.maintenance_journey import MaintenanceEffect
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.core.reading import Utterance


class Outbox(Protocol):
    """What was asked for, durable before it is sent and until it is answered. Methods may be called from any thread."""

    def put(self, request: RequestId, payload: bytes) -> None:
        """Store a request; when this returns, a power cut does not lose it."""

    def pending(self) -> Sequence[tuple[RequestId, bytes]]:
        """Requests without an answer, oldest first."""

    def settle(self, request: RequestId, answer: bytes) -> bool:
        """Store the answer; False when the request was answered before or is not ours."""


@dataclass(frozen=True, slots=True)
class OwedPaper:
    """A number whose paper was never reported: ``begun`` if the printer may have got some of it. ``age_s`` in seconds."""

    receipt: Receipt
    begun: bool
    age_s: float


class TapBook(Outbox, Protocol):
    """The kiosk's outbox, which also knows whose paper is still owed."""

    def begin_paper(self, request: RequestId) -> None:
        """The printer is about to get the ticket; after this it is never printed again unmarked."""

    def end_paper(self, request: RequestId, *, held: bool) -> None:
        """The paper's end was reported; ``held`` if it was proven that the citizen has it."""

    def owed(self) -> Sequence[OwedPaper]:
        """Answered taps whose paper has no end, oldest first."""

    def unheld(self, within_s: float) -> Receipt | None:
        """The latest number given within so many seconds whose paper has ended without proof, or was none."""


class HeldBook(Protocol):
    """The numbers that the kiosk holds, durable beside its taps. Methods may be called from any thread."""

    @property
    def book(self) -> str:
        """The name of this memory."""

    def now(self) -> datetime:
        """The office's time by the controller's clock, as far as it was ever told."""

    def keep(self, answer: HeldNumbers, offset_s: float | None) -> None:
        """What is held of a field from now on; ``offset_s``: the controller's clock less the kiosk's, None for as it was."""

    def left(self, day: date) -> Mapping[FieldId, int]:
        """Numbers of that day that nobody has, by field."""

    def given_since(self, at: datetime) -> Mapping[FieldId, int]:
        """How many the kiosk gave by itself after a moment, by field."""

    def tapped_at(self, tap: RequestId) -> datetime | None:
        """When an unanswered tap was made; None for one that is not there."""

    def give(self, tap: RequestId, day: date) -> tuple[Receipt, RequestId, bytes] | None:
        """Bind a number of that day to an unanswered tap, in one transaction with its report; that one's id and payload."""

    def note(self, name: str, value: bytes) -> None:
        """Keep something small over a restart."""

    def noted(self, name: str) -> bytes | None:
        """What was kept, if anything."""


class Holding(Protocol):
    """Numbers that the kiosk can give by itself."""

    @property
    def patience_s(self) -> float:
        """How long the controller is waited for."""

    def give(self, tap: RequestId) -> Receipt | None:
        """The ticket of an unanswered tap, bound to it for ever; None where the kiosk has no number for it."""

    def heard(self, answer: HeldNumbers) -> None:
        """What the controller says that the kiosk holds."""

    def reported(self) -> None:
        """The controller knows of a number that was given."""


class Sending(Protocol):
    """The way to the controller."""

    def send(self, request: Request) -> None:
        """Store durably, then send until answered; returns when it is stored."""

    def ask(self, request: Request) -> None:
        """Send once, without keeping: a question whose answer nobody needs later."""

    def adopt(self, tap: RequestId, report: RequestId, payload: bytes) -> None:
        """The tap was answered by the kiosk itself: from now on its report is sent, which the outbox has stored already."""

    def settle(self, answer: Answer) -> bool:
        """Remember the answer; False for one that was settled before."""

    def unanswered(self) -> list[tuple[RequestId, bytes]]:
        """Requests under way, oldest first, also those that an earlier run left."""


class Camera(Protocol):
    """The scanner's eye; it tells what it reads by happenings."""

    def start(self) -> None:
        """Look until stopped; returns at once."""

    def stop(self) -> None:
        """Stop looking; returns within two seconds."""


class Marks(Protocol):
    """What a kiosk must remember over restarts besides its requests and its twin."""

    @property
    def wrong_pins(self) -> int:
        """Wrong PINs since the last right one."""

    def set_wrong_pins(self, count: int) -> None:
        """Raises OSError where it cannot be kept."""


class Duties(Protocol):
    """Whether the kiosk gives numbers, by whoever decided about it last; over restarts."""

    @property
    def serves(self) -> bool:
        """Whether it gives numbers."""

    def decide(self, *, serves: bool) -> None:
        """Staff decides at the kiosk; the controller hears of it. Raises OSError where it cannot be kept."""


class Maintaining(Protocol):
    """The work behind the maintenance screen."""

    def do(self, effect: MaintenanceEffect, latest: Receipt | None) -> None:
        """All but papers and the camera; returns at once, and what comes of it is a happening."""


class Screens(Protocol):
    """The window; every method may be called from any thread and returns at once."""

    def show(self, view: View) -> None:
        """Show the view from the next frame on."""

    def set_office(self, office: Office) -> None:
        """Fields, counters and names."""

    def set_board(self, board: Board) -> None:
        """How many wait in each field."""

    def set_outlook(self, outlook: Outlook) -> None:
        """Whether numbers of each field are given, and what a newcomer would wait."""

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """What can be read about procedures; nothing where there are none."""

    def set_online(self, up: bool) -> None:  # noqa: FBT001
        """Whether the controller can be reached."""

    def set_alone(self, fields: frozenset[FieldId]) -> None:
        """Fields of which the kiosk has numbers of its own, for as long as the controller cannot be reached."""

    def set_comfort(self, comfort: Comfort) -> None:
        """How the citizen wants the screen; what is shown is shown anew."""


class Reading(Protocol):
    """The voice that reads to a citizen; every method may be called from any thread and returns at once."""

    def say(self, utterance: Utterance, manner: Manner) -> None:
        """Say this, whatever is being said."""

    def follow(self, utterance: Utterance, manner: Manner) -> None:
        """Say this behind what is being said."""

    def aside(self, utterance: Utterance, manner: Manner) -> None:
        """A word in between, in a new manner; then the sentence that it broke into begins again."""

    def again(self, manner: Manner) -> None:
        """The latest utterance from its beginning."""

    def pause(self, manner: Manner) -> None:
        """Be silent, or go on."""

    def hush(self) -> None:
        """Be silent and forget what was said."""


class RatingScreens(Protocol):
    """The rating terminal's window; every method may be called from any thread and returns at once."""

    def show(self, view: rating.View) -> None:
        """Show the view from the next frame on."""

    def set_office(self, office: Office) -> None:
        """Faces and reasons."""

    def set_officer(self, officer: str | None) -> None:
        """Whose name it shows while it sleeps; None for nobody's."""

    def set_duty(self, serves: bool) -> None:  # noqa: FBT001
        """Whether it asks anybody; it says so while it sleeps."""
