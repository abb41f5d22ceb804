"""Why a command cannot be done, raised before anything has changed."""

from datetime import datetime

from contract.errors import HallError
from contract.ids import TicketNumber
from contract.notices import Reason


class RefusedError(HallError):
    """A command that cannot be done; ``number`` and ``opens_at`` as in ``contract.notices.Refusal``."""

    def __init__(self, reason: Reason, *, number: TicketNumber | None = None, opens_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.number = number
        self.opens_at = opens_at
