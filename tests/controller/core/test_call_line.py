"""The line before the loudspeaker."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contract.ids import CounterId, TicketNumber
from contract.notices import Announcement
from controller.core.call_line import CallLine

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def call(number: int, counter: int = 1, at: int = 0, lasts: int = 60) -> Announcement:
    called = NOON + timedelta(seconds=at)
    return Announcement(TicketNumber(f"B{number:03}"), CounterId(counter), 1, called, called + timedelta(seconds=lasts))


def test_a_duplicate_keeps_its_place_and_lives_longer() -> None:
    line = CallLine()
    old, other, new = call(1), call(2), call(1, at=30)
    assert line.add(old) is None
    assert line.add(other) is None
    assert line.add(new) is old
    assert len(line) == 2
    assert line.first() is new
    assert line.take(NOON + timedelta(seconds=59)) == (new, ())
    assert line.take(NOON) == (other, ())
    assert line.take(NOON) == (None, ())
    assert line.first() is None


def test_the_same_ticket_at_another_counter_is_another_call() -> None:
    line = CallLine()
    line.add(call(1, 1))
    assert line.add(call(1, 2)) is None
    assert len(line) == 2


def test_a_call_expires_at_its_very_second() -> None:
    line = CallLine()
    for each in (call(1, lasts=10), call(2, lasts=10), call(3, lasts=11)):
        line.add(each)
    assert line.take(NOON + timedelta(seconds=10)) == (call(3, lasts=11), (call(1, lasts=10), call(2, lasts=10)))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3), st.integers(1, 100)), max_size=30), st.integers(0, 100))
def test_order_is_kept_and_every_call_has_one_end(asked: list[tuple[int, int, int]], later: int) -> None:
    line, now = CallLine(), NOON + timedelta(seconds=later)
    calls = [call(number, counter, lasts=lasts) for number, counter, lasts in asked]
    dropped = [old for each in calls if (old := line.add(each))]
    spoken: list[Announcement] = []
    expired: list[Announcement] = []
    while line:
        taken, late = line.take(now)
        expired += late
        spoken += [taken] if taken else []
    assert len(dropped) + len(spoken) + len(expired) == len(calls)
    assert all(each.expires_at > now for each in spoken)
    assert all(each.expires_at <= now for each in expired)
    places = list(dict.fromkeys((each.number, each.counter) for each in calls))
    order = [places.index((each.number, each.counter)) for each in spoken]
    assert order == sorted(set(order))
