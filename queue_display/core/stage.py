"""The hall board's stage: which call stands on top, for how long, and which wait behind it.

Two rules: a new call keeps the top for eight seconds whatever happens, and no call that still stands loses its turn there.
Below the top the others stand newest first from the moment they come, so nobody waits for the stage to learn of a call.
The head's message ends by the board's own clock, should nobody be there to take it away.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from contract.notices import Board, Call, Office, Outlook
from queue_display.core.waiting import Crowd, crowds
from queue_display.core.zone import Zone, zone_of

TOP_S: Final = 8.0
"""Seconds for which a new call keeps the top."""
NEWS_S: Final = 60.0
"""A call older than this is no news to a board that was cut off, nor one that its counter has replaced meanwhile."""
STANDS: Final = timedelta(hours=12)
"""Calls of yesterday are not shown to today's visitors."""


@dataclass(frozen=True, slots=True)
class Row:
    """A call below the top; ``fresh`` until it has had its turn there."""

    call: Call
    fresh: bool


@dataclass(frozen=True, slots=True)
class HallView:
    """All that a hall board shows. ``fresh``: the top is new. ``away``: the controller cannot be heard.

    ``message`` is the head's, to everybody; ``urgent``: it is an emergency.
    """

    top: Call | None = None
    fresh: bool = False
    rows: tuple[Row, ...] = ()
    fields: tuple[Crowd, ...] = ()
    away: bool = False
    message: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    call: Call
    came: float


@dataclass(frozen=True, slots=True)
class HallStage:
    """What the board knows; every method answers the next stage. ``now`` is any clock that only goes forward, in seconds.

    ``place`` is the zone that it serves, the whole hall where that is empty; of a zone nothing is shown before the office has
    told which counters stand there.
    """

    place: str = ""
    board: Board | None = None
    top: Call | None = None
    fresh_until: float | None = None
    queue: tuple[_Waiting, ...] = ()
    any_order: bool = False
    outlook: Outlook | None = None
    message: str = ""
    message_until: float | None = None
    zone: Zone | None = None
    told: Board | None = None

    def received(self, notice: Board | Outlook | Office, now: float, today: datetime) -> "HallStage":
        """Take a notice, unless it is older than the one known.

        ``today``, the time of day, leaves out yesterday's calls and ends the message.
        """
        if isinstance(notice, Outlook):
            return replace(self, outlook=notice)
        if isinstance(notice, Office):
            return self._in_office(notice, now, today)
        return self if self._outdated(notice) else _heard(self, notice, now, today)

    def _in_office(self, office: Office, now: float, today: datetime) -> "HallStage":
        """Which counters are this board's; what the hall's board told before is looked through again."""
        zone = zone_of(office, self.place) if self.place else None
        if zone == self.zone:
            return self
        stage = replace(self, zone=zone)
        return _heard(stage, self.told, now, today) if self.told else stage

    def with_board(self, board: Board, now: float, today: datetime) -> "HallStage":
        """Take what a board tells of this board's part of the hall."""
        latest = board.at if self.board else max(board.at, today)
        board = replace(board, calls=tuple(call for call in board.calls if latest - call.called_at < STANDS))
        text, until = _message(board, now, today)
        if self.board is None:
            return replace(self, board=board, top=_newest(board), message=text, message_until=until)
        stage = replace(self, board=board, any_order=False, message=text, message_until=until)
        for call in reversed(board.calls):
            if self._is_news(call, max(board.at, today)):  # a retained board is older than when it comes
                stage = _with_call(stage, call, now)
        return stage.at(now)

    def at(self, now: float) -> "HallStage":
        """The stage when the clock shows ``now``: the next call goes up once the top has had its time."""
        if self.message_until is not None and now >= self.message_until:
            return replace(self, message="", message_until=None).at(now)
        if self.fresh_until is not None and now < self.fresh_until:
            return self
        queue = self.queue
        while queue and not self._worth_showing(queue[0], now):
            queue = queue[1:]
        if queue:
            return replace(self, top=queue[0].call, fresh_until=now + TOP_S, queue=queue[1:])
        return replace(self, top=_newest(self.board), fresh_until=None, queue=())

    @property
    def changes_at(self) -> float | None:
        """When ``at`` will answer something else by itself; None if it will not."""
        moments = [moment for moment in (self.fresh_until, self.message_until) if moment is not None]
        return min(moments, default=None)

    def disordered(self) -> "HallStage":
        """The controller was away and may come back with a fresh journal: take its next notice whatever its number."""
        return replace(self, any_order=True)

    def view(self, *, away: bool) -> HallView:
        """The picture of this stage."""
        if self.board is None:
            return HallView(away=away)
        waiting = {waiting.call for waiting in self.queue}
        rows = tuple(Row(call, call in waiting) for call in self.board.calls if not _same(call, self.top))
        fields = crowds(self.board, self.outlook)
        urgent = self.board.urgent and bool(self.message)
        return HallView(self.top, self.fresh_until is not None, rows, fields, away, self.message, urgent)

    def _outdated(self, board: Board) -> bool:
        """By sequence; a lower one with a later time is a controller that began a new journal."""
        known = self.told
        return known is not None and not self.any_order and board.seq < known.seq and board.at <= known.at

    def _is_news(self, call: Call, at: datetime) -> bool:
        """By the time of the call: one that was taken back uncovers an older one, and the same person may be called here twice.

        What was called in days to come, before the controller's clock was put back, makes nobody old.
        """
        known = (*(self.board.calls if self.board else ()), *(waiting.call for waiting in self.queue), self.top)
        old = any(
            other.counter == call.counter
            and (other.called_at > call.called_at or (_same(call, other) and other.called_at == call.called_at))
            for other in known
            if other and (other.called_at - at).total_seconds() <= NEWS_S
        )
        return not old and (at - call.called_at).total_seconds() <= NEWS_S

    def _worth_showing(self, waiting: _Waiting, now: float) -> bool:
        stands = self.board is not None and any(_same(waiting.call, call) for call in self.board.calls)
        return stands or now - waiting.came <= NEWS_S


def _heard(stage: HallStage, board: Board, now: float, today: datetime) -> HallStage:
    stage = replace(stage, told=board)
    if not stage.place:
        return stage.with_board(board, now, today)
    return stage.with_board(stage.zone.of(board), now, today) if stage.zone else stage


def _with_call(stage: HallStage, call: Call, now: float) -> HallStage:
    """A first call goes to the end of the queue; a recall renews the number where it stands."""
    for place, waiting in enumerate(stage.queue):
        if _same(waiting.call, call):
            renewed = replace(waiting, call=call)
            return replace(stage, queue=(*stage.queue[:place], renewed, *stage.queue[place + 1 :]))
    if _same(call, stage.top) and not stage.queue:
        return replace(stage, top=call, fresh_until=now + TOP_S)
    return replace(stage, queue=(*stage.queue, _Waiting(call, now)))


def _message(board: Board, now: float, today: datetime) -> tuple[str, float | None]:
    """The head's words and when they end on the clock of ``now``; a board whose clock is behind believes the notice's."""
    if not board.message or board.message_until is None:
        return board.message or "", None
    left = (board.message_until - max(board.at, today)).total_seconds()
    return (board.message, now + left) if left > 0 else ("", None)


def _newest(board: Board | None) -> Call | None:
    return board.calls[0] if board and board.calls else None


def _same(call: Call, other: Call | None) -> bool:
    """The same person to the same counter, however often called."""
    return other is not None and (call.visit, call.counter) == (other.visit, other.counter)
