"""The counter board: the number that is at one counter now, or that the counter is free, pauses or is closed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from contract.notices import Call, CounterState, CounterStatus

NEW_S: Final = 8.0
"""Seconds for which a call looks new; as long as on the hall board."""
NEWS_S: Final = 60.0
"""A call older than this is no news to a board that was cut off; as on the hall board."""
STANDS_S: Final = 12 * 3600.0
"""A board that is switched on does not show a call of yesterday."""


@dataclass(frozen=True, slots=True)
class PlateView:
    """All that a counter board shows besides its own number. ``away``: nobody can be heard.

    Without a ``call`` the counter is what ``status`` says: free where it is open. ``next``: the number that it calls next, where that
    can be told; ``officer`` and ``photo`` of who sits there, where the office shows them.
    """

    call: Call | None = None
    fresh: bool = False
    away: bool = False
    status: CounterStatus = CounterStatus.OPEN
    next: str = ""
    officer: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class PlateStage:
    """What the board knows; the same methods as ``HallStage``."""

    state: CounterState | None = None
    fresh_until: float | None = None
    any_order: bool = False
    newest: datetime | None = None
    """When the latest call was made that ever stood here: one that is uncovered again, because a step was taken back, is older."""

    def received(self, state: CounterState, now: float, today: datetime) -> "PlateStage":
        """Take a notice, unless it is older than the one known. A call is new if it is not the one that stood here.

        ``today``, the office's time of day, tells how old a call is: a retained notice may come long after it was sent.
        """
        known, call = self.state, state.call
        if known is None:
            old = call is not None and (today - call.called_at).total_seconds() > STANDS_S
            return PlateStage(replace(state, call=None) if old else state, newest=call.called_at if call else None)
        if self._outdated(known, state):
            return self
        newest = self.newest
        if newest is not None and (newest - today).total_seconds() > NEWS_S:
            newest = None  # the office's clock was put back: nobody is called in days to come
        if call is None:
            return PlateStage(state, newest=newest)
        if newest is not None and call.called_at <= newest:
            stood = known.call is not None and known.call.called_at == call.called_at
            return PlateStage(state, self.fresh_until if stood else None, newest=newest)
        fresh = (today - call.called_at).total_seconds() <= NEWS_S
        return PlateStage(state, now + NEW_S if fresh else None, newest=call.called_at)

    def at(self, now: float) -> "PlateStage":
        """The stage when the clock shows ``now``."""
        over = self.fresh_until is not None and now >= self.fresh_until
        return replace(self, fresh_until=None) if over else self

    @property
    def changes_at(self) -> float | None:
        """When ``at`` will answer something else by itself; None if it will not."""
        return self.fresh_until

    def disordered(self) -> "PlateStage":
        """The controller was away and may come back with a fresh journal: take its next notice whatever its number."""
        return replace(self, any_order=True)

    def view(self, *, away: bool) -> PlateView:
        """The picture of this stage."""
        if self.state is None:
            return PlateView(away=away)
        known = self.state
        fresh = self.fresh_until is not None
        return PlateView(known.call, fresh, away, known.status, known.next or "", known.officer, known.photo)

    def _outdated(self, known: CounterState, state: CounterState) -> bool:
        """By sequence; a lower one with a later call is a controller that began a new journal."""
        if self.any_order or state.seq >= known.seq:
            return False
        return not (state.call and known.call and state.call.called_at > known.call.called_at)
