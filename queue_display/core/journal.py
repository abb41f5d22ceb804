"""Which of the controller's journals a board has heard of: numbers of events go up for ever, unless a journal is begun anew."""

from dataclasses import dataclass

from contract.notices import Board, CounterState, Notice
from contract.pulse import Pulse


@dataclass(frozen=True, slots=True)
class Journal:
    """``highest``: of all notices since the journal was begun. ``latest``: the last notice that had a number."""

    highest: int = 0
    latest: Board | CounterState | None = None

    def told(self, notice: Notice) -> "Journal":
        """After a notice; those without a number say nothing of the journal."""
        if not isinstance(notice, Board | CounterState):
            return self
        return Journal(max(self.highest, notice.seq), notice)

    def is_older_than(self, pulse: Pulse) -> bool:
        """A controller tells its pulse and its notices in order, so a lower number is that of a new journal."""
        return pulse.seq < self.highest

    def since(self, pulse: Pulse) -> Board | CounterState | None:
        """The new journal's notice where it came before its first pulse, and seemed to be an old one."""
        return self.latest if self.latest is not None and self.latest.seq <= pulse.seq else None
