"""Calls, counters and moments for tests of the line before the loudspeaker."""

from datetime import UTC, datetime, timedelta

from contract.ids import CounterId, FieldId, TicketNumber, VisitId
from contract.notices import Announcement, Call, CounterState

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def moment(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def call(number: int, counter: int = 1, at: float = 0, lasts: float = 60, times: int = 1, seq: int = 0) -> Announcement:
    name = TicketNumber(f"B{number:03}")
    return Announcement(
        name, CounterId(counter), times, moment(at), moment(at + lasts), VisitId(f"2026-11-23-{name}"), seq
    )


def shows(counter: int, number: int | None, seq: int) -> CounterState:
    """What a counter shows since an event: a number, or nobody."""
    if number is None:
        return CounterState(seq, CounterId(counter), None)
    name = TicketNumber(f"B{number:03}")
    shown = Call(VisitId(f"2026-11-23-{name}"), name, FieldId("dat-dai"), CounterId(counter), NOON, 1)
    return CounterState(seq, CounterId(counter), shown)
