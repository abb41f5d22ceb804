"""Whatever a journal holds is replayed: events of another day, of fields and counters that are no more, of older versions."""

import pytest

from contract.commands import Place, Score
from contract.ids import CounterId, FieldId, VisitId
from controller.core import events as e
from controller.core.cause import Cause
from controller.core.queue import Stage
from controller.core.state import plain_state
from tests.controller.core.engine_day import Day
from tests.office import ELDERLY, FIVE, LAND

GONE = VisitId("2026-11-01-B009")


@pytest.mark.parametrize(
    "event",
    [
        e.TicketCalled(GONE, FIVE, cause=Cause.FIRST),
        e.TicketRecalled(GONE, FIVE, 2),
        e.VisitMissed(GONE, FIVE),
        e.VisitFinished(GONE, FIVE),
        e.StepFinished(GONE, FIVE, LAND, Day().clock()),
        e.VisitParked(GONE, FIVE),
        e.VisitReturned(GONE),
        e.VisitTransferred(GONE, LAND, Place.END, Day().clock()),
        e.VisitCancelled(GONE, FIVE),
        e.PriorityGranted(GONE, ELDERLY),
        e.ActionUndone(GONE, FIVE, 1),
        e.VisitRated(GONE, FIVE, LAND, Score.SATISFIED),
        e.TicketPrinted(GONE, "sent"),
        e.CommandRefused("CallNext", "nobody_waiting", FIVE),
        e.OfficerSignedIn("la"),
    ],
)
def test_what_happened_to_a_visit_of_another_day_changes_nothing(event):
    day = Day()
    day.take()
    before = plain_state(day.queue)
    day.happen(event)
    assert plain_state(day.queue) == before | {"seq": day.queue.seq}


def test_a_field_and_a_counter_that_nobody_knows_are_kept():
    day = Day()
    stranger, where = FieldId("bo-roi"), CounterId(99)
    day.happen(e.TicketIssued(VisitId("2026-11-23-Z001"), "Z001", stranger, 0, day.clock()))
    day.happen(e.CounterOpened(where), e.TicketCalled(VisitId("2026-11-23-Z001"), where))
    assert day.queue.at_counter[where] == "2026-11-23-Z001"
    day.happen(e.StepFinished(VisitId("2026-11-23-Z001"), where, FieldId("moi"), day.clock()))
    assert len(day.queue.lines[FieldId("moi")]) == 1
    assert day.queue.cap(FieldId("moi")) == 2


def test_an_old_journal_that_called_twice_or_finished_elsewhere_still_replays():
    day = Day()
    first, second = day.take(), day.take()
    day.happen(e.TicketCalled(first, FIVE), e.TicketCalled(first, FIVE), e.TicketCalled(second, FIVE))
    day.happen(e.VisitFinished(first, FIVE))
    assert day.queue.at_counter == {FIVE: second}
    assert len(day.queue.lines[LAND]) == 0


def test_an_absent_visit_that_was_never_called_is_absent():
    day = Day()
    visit = day.take()
    day.happen(e.VisitMissed(visit, FIVE))
    assert day.visit(visit).stage is Stage.ABSENT


def test_a_visit_that_was_finished_without_a_call_is_finished():
    day = Day()
    visit = day.take()
    day.happen(e.VisitFinished(visit, FIVE))
    assert day.visit(visit).stage is Stage.FINISHED


def test_an_undoing_of_what_is_not_remembered_changes_nothing():
    day = Day()
    visit = day.take()
    day.happen(e.ActionUndone(visit, FIVE, 99))
    assert day.visit(visit).stage is Stage.WAITING
