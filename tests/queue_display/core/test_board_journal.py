"""How a board notices that the controller began a new journal."""

from datetime import UTC, datetime

from contract.ids import CounterId
from contract.notices import CounterState, Outlook
from contract.pulse import Pulse
from queue_display.core.journal import Journal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def state(seq: int) -> CounterState:
    return CounterState(seq, CounterId(5), None)


def test_the_same_journal_goes_on():
    known = Journal().told(state(7)).told(state(9))
    assert not known.is_older_than(Pulse(9, NOON))
    assert not known.is_older_than(Pulse(12, NOON))


def test_a_lower_pulse_is_a_new_journals_though_an_old_notice_came_late():
    known = Journal().told(state(9)).told(state(8))
    assert known.is_older_than(Pulse(8, NOON))


def test_what_the_new_journal_told_before_its_pulse_is_kept():
    known = Journal().told(state(900)).told(state(2))
    assert known.since(Pulse(3, NOON)) == state(2)
    assert Journal().told(state(900)).since(Pulse(3, NOON)) is None
    assert Journal().since(Pulse(3, NOON)) is None


def test_what_has_no_number_says_nothing():
    assert Journal().told(Outlook(NOON, ())) == Journal()
