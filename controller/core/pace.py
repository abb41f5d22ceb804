"""How fast the office works today, as the day itself tells."""

from dataclasses import dataclass, field
from datetime import datetime

from contract.ids import CounterId, FieldId
from contract.notices import Wait


@dataclass(slots=True)
class Pace:
    """Services and waits of the day so far."""

    services: dict[FieldId, list[float]] = field(default_factory=dict)

    def served(self, field_id: FieldId, counter: CounterId, seconds: float, at: datetime) -> None:
        """A step was finished ``at`` after ``seconds`` at the counter."""
        self.services.setdefault(field_id, []).append(seconds)

    def missed(self, field_id: FieldId, counter: CounterId, seconds: float, at: datetime) -> None:
        """Somebody called did not come, and the counter lost ``seconds``."""

    def called(self, field_id: FieldId, said: Wait | None, seconds: float, at: datetime) -> None:
        """A visit was called for the first time ``seconds`` after its ticket, which had ``said`` something."""
