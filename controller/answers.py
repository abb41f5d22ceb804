"""What is answered to a command that was done: numbers with the addresses behind their tickets, or that it was done."""

from collections.abc import Sequence
from datetime import datetime

from contract.commands import HoldNumbers
from contract.ids import RequestId, VisitId
from contract.notices import Acceptance, HeldNumber, HeldNumbers, Receipt
from controller.core import events as e
from controller.core.follow import follow_path
from controller.core.queue import Queue
from controller.core.rights import Sender
from controller.core.series import visit_id


class Answers:
    """``follow`` is the address before a ticket's path, ``secret`` what makes the path unguessable."""

    def __init__(self, queue: Queue, follow: str, secret: str) -> None:
        self._queue = queue
        self._follow = follow
        self._secret = secret

    def address(self, visit: VisitId) -> str:
        """What the ticket's QR opens."""
        return f"{self._follow}/{follow_path(self._secret, visit)}"

    def done(self, request: RequestId, events: Sequence[e.Event], at: datetime) -> Receipt | Acceptance:
        """A receipt for a number that a citizen waits for, an acceptance for everything else."""
        event = events[0]
        if isinstance(event, e.TicketIssued) and event.taken_at is None:
            follow = self.address(event.visit)
            return Receipt(request, event.visit, event.number, event.field, at, event.ahead, follow, event.wait)
        return Acceptance(request, getattr(event, "visit", None))

    def held(self, sender: Sender, request: RequestId, command: HoldNumbers, at: datetime) -> HeldNumbers:
        """What the kiosk holds now, with what it was given at this moment; on an open day."""
        day = self._queue.day
        assert day is not None
        numbers = self._queue.held_by(sender.device, command.field, command.book)
        held = tuple(HeldNumber(one, self.address(visit_id(day, one))) for one in sorted(numbers))
        return HeldNumbers(request, command.field, command.book, day, at, held)
