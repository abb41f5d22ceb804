"""How long a printer's proof of a slip is waited for."""

import sys
import time
from dataclasses import dataclass
from typing import Final

from contract.notices import Printer
from kiosk.core.printer_errors import stops_printing

STUCK_S: Final = 1.0
"""A printer that takes nothing for as long is stuck."""
_DRAIN_S: Final = 60.0
"""Longest wait for a printer that takes a slip slowly, but takes it."""
_ASK_S: Final = 0.3
"""Between two questions while a proof is waited for."""
_SETTLE_S: Final = 0.5
"""After GS r is answered, how long the better proof may still come."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Longest waits in seconds. ``stuck_s``: for a printer that stopped (paper, cover) after part of a slip was sent."""

    connect_s: float = 2.0
    answer_s: float = 0.5
    proof_s: float = 6.0
    stuck_s: float = 20.0


class ProofWatch:
    """How long a proof is waited for: until a deadline, moved on while the printer says that it cannot go on.

    ``hurried``: the printer gave no proof of the slip before, so hardly any of this one is expected.
    """

    def __init__(self, patience: Patience, condition: Printer, *, hurried: bool) -> None:
        now = time.monotonic()
        self._answer_s = patience.answer_s
        self._proof_s = patience.answer_s if hurried else patience.proof_s
        self._last = now + patience.stuck_s
        self.until = now + self._proof_s
        self.condition = condition
        self._passed_at: float | None = None
        self._ask_at = now
        self._least = sys.maxsize
        self._drained_at = now + _DRAIN_S

    def just_asked(self, now: float) -> bool:
        """Whether a missing answer may still be on its way."""
        return now < self._ask_at - _ASK_S + self._answer_s

    def due(self, now: float) -> bool:
        """Whether it is time to ask again."""
        if now < self._ask_at:
            return False
        self._ask_at = now + _ASK_S
        return True

    def changed(self, condition: Printer, now: float) -> bool:
        """Whether printing stopped, goes on, or stands still for another reason."""
        before, self.condition = self.condition, condition
        if stops_printing(condition):
            self.until = min(now + self._proof_s, self._last)
        return condition is not before and (stops_printing(condition) or stops_printing(before))

    def draining(self, untaken: int, now: float) -> None:
        """A slow printer is waited for while it takes more of the slip."""
        if 0 < untaken < self._least:
            self.until = max(self.until, min(now + STUCK_S, self._drained_at))
        self._least = min(untaken, self._least)

    def passed(self, *, queue_passed: bool, now: float) -> bool:
        """The lesser proof: GS r was answered, the better one had its time, and there is no trouble."""
        if not queue_passed:
            return False
        self._passed_at = self._passed_at or now
        return now - self._passed_at >= _SETTLE_S and not stops_printing(self.condition)
