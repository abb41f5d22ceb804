"""Ratings as they reach the controller: by a device that was invited or by the ticket's phone, of today or kept by a terminal since.

Not safe by itself: the service holds its lock around every call.
"""

from collections.abc import Sequence
from datetime import datetime

from contract.commands import RateVisit
from controller.core.events import Event
from controller.core.follow import is_invited
from controller.core.queue import Queue
from controller.core.ratings import rate_earlier, rate_visit
from controller.core.refusal import RefusedError
from controller.core.rights import Sender, objection
from controller.ports import Journal


class RatingBook:
    """``secret`` is what the marks of invitations are made with."""

    def __init__(self, journal: Journal, secret: str) -> None:
        self._journal = journal
        self._secret = secret

    def decide(self, queue: Queue, command: RateVisit, at: datetime, sender: Sender) -> Sequence[Event]:
        """The rating, or RefusedError. What the day's queue does not know is looked for in the journal."""
        reason = objection(sender, command, queue)
        if reason is not None:
            raise RefusedError(reason)
        invited = is_invited(self._secret, command.visit, command.mark)
        if invited and command.visit not in queue.visits:
            story = self._journal.story(command.visit)
            return rate_earlier(command, story, queue.site.rating, at, sender)
        return rate_visit(command, queue, at, sender, invited=invited)
