"""What the terminals need from the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contract.ids import RequestId
from contract.notices import Board, Office, Receipt
from kiosk.core.journey import View


class Outbox(Protocol):
    """What was asked for, durable before it is sent and until it is answered. Methods may be called from any thread."""

    def put(self, request: RequestId, payload: bytes) -> None:
        """Store a request; when this returns, a power cut does not lose it."""

    def pending(self) -> Sequence[tuple[RequestId, bytes]]:
        """Requests without an answer, oldest first."""

    def settle(self, request: RequestId, answer: bytes) -> bool:
        """Store the answer; False when the request was answered before or is not ours."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A number whose paper was never reported: ``begun`` if the printer may have got some of it. ``age_s`` in seconds."""

    receipt: Receipt
    begun: bool
    age_s: float


class TapBook(Outbox, Protocol):
    """The kiosk's outbox, which also knows whose paper is still owed."""

    def begin_paper(self, request: RequestId) -> None:
        """The printer is about to get the ticket; after this it is never printed again unmarked."""

    def end_paper(self, request: RequestId) -> None:
        """The paper's end was reported."""

    def owed(self) -> Sequence[Paper]:
        """Answered taps whose paper has no end, oldest first."""


class Camera(Protocol):
    """The scanner's eye; it tells what it reads by happenings."""

    def start(self) -> None:
        """Look until stopped; returns at once."""

    def stop(self) -> None:
        """Stop looking; returns within two seconds."""


class Screens(Protocol):
    """The window; every method may be called from any thread and returns at once."""

    def show(self, view: View) -> None:
        """Show the view from the next frame on."""

    def set_office(self, office: Office) -> None:
        """Fields, counters and names."""

    def set_board(self, board: Board) -> None:
        """How many wait in each field."""

    def set_online(self, up: bool) -> None:  # noqa: FBT001
        """Whether the controller can be reached."""
