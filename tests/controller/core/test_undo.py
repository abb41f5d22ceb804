"""The last minute's mistake taken back, one test a kind."""

import pytest

from contract.commands import (
    CallNext,
    CallNumber,
    CancelVisit,
    Finish,
    GrantPriority,
    MarkAbsent,
    Park,
    Place,
    RateVisit,
    Recall,
    ReturnVisit,
    Score,
    TakeTicket,
    Transfer,
    Undo,
)
from contract.ids import FileCode, VisitId
from contract.notices import Reason
from controller.core import views
from controller.core.desk import desk
from controller.core.queue import Stage
from controller.core.state import plain
from tests.controller.core.engine_day import ALL, PAY, SEVEN, Day, wide_site, with_field
from tests.office import ELDERLY, FIVE, LAN, LAND, ONE, clerk, small_site

CODE = FileCode("H56.14-240823-0001")


def served(**more):
    """Land is handed in at 5; somebody has been called and called again."""
    day = Day(wide_site(), seated=ALL)
    visit = day.take(**more)
    day.call()
    day.later(seconds=6)
    day.do(Recall(FIVE, visit))
    return day, visit


def as_it_was(day, visit):
    """Everything about the visit but the number of the event that touched it."""
    return {name: one for name, one in plain(day.visit(visit)).items() if name != "touched"}


ENDS = [
    lambda visit: Finish(FIVE, visit),
    lambda visit: Finish(FIVE, visit, whole=True),
    lambda visit: MarkAbsent(FIVE, visit),
    lambda visit: Park(FIVE, visit),
    lambda visit: CancelVisit(visit),
    lambda visit: Transfer(visit, FIVE, PAY, back=True),
    lambda visit: Transfer(visit, FIVE, LAND, SEVEN, Place.FRONT),
]


@pytest.mark.parametrize("end", ENDS)
def test_whatever_sent_somebody_away_brings_them_back_to_the_counter(end):
    day, visit = served()
    before = as_it_was(day, visit)
    day.do(end(visit), clerk(FIVE))
    assert FIVE not in day.queue.at_counter
    assert desk(day.queue, FIVE, day.clock()).takeback.visit == visit
    day.do(Undo(FIVE, visit))
    assert as_it_was(day, visit) == before
    assert day.queue.at_counter[FIVE] == visit
    assert day.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO
    day.do(Finish(FIVE, visit, whole=True))
    assert day.visit(visit).stage is Stage.FINISHED


@pytest.mark.parametrize("by_law", [False, True])
def test_a_call_taken_back_and_made_again_gets_the_same_person(by_law):
    day = Day(with_field(small_site(), LAND, priority_cap=1))
    for _ in range(2):
        day.take()
    for _ in range(2):
        day.take(priority=ELDERLY)
    if not by_law:
        day.serve()
    first = day.call()
    assert day.visit(first).by_law is by_law
    cause = day.visit(first).cause
    day.do(Undo(FIVE, first))
    assert day.visit(first).stage is Stage.WAITING
    assert views.board(day.queue, day.clock()).calls == ()
    assert day.call() == first
    assert day.visit(first).cause is cause


def test_a_call_by_number_taken_back_goes_back_to_where_it_was():
    day, visit = served()
    day.do(Park(FIVE, visit))
    day.do(CallNumber(FIVE, day.visit(visit).number))
    day.do(Undo(FIVE, visit))
    assert day.visit(visit).stage is Stage.PARKED


def test_somebody_sent_home_from_the_line_stands_there_again():
    day = Day()
    first, second = day.take(), day.take()
    day.do(CancelVisit(first), clerk(FIVE))
    day.do(Undo(FIVE, first))
    assert [day.serve(), day.serve()] == [first, second]


def test_a_minute_is_all_there_is():
    day, visit = served()
    day.do(Park(FIVE, visit))
    day.later(seconds=61)
    assert desk(day.queue, FIVE, day.clock()).takeback is None
    assert day.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO
    day.later(seconds=-90)
    assert day.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO


def test_only_the_latest_step_of_the_counter():
    day, visit = served()
    other = day.take()
    day.do(Park(FIVE, visit))
    day.call()
    assert day.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO
    day.do(Undo(FIVE, other))
    assert day.refused(Undo(FIVE, VisitId("2026-11-23-B999"))) is Reason.NOTHING_TO_UNDO


@pytest.mark.parametrize(
    "act",
    [
        lambda day, visit: day.do(ReturnVisit(visit)),
        lambda day, visit: day.do(GrantPriority(visit, ELDERLY)),
        lambda day, visit: day.do(CancelVisit(visit)),
        lambda day, visit: day.do(CallNumber(ONE, day.visit(visit).number)),
    ],
)
def test_nothing_after_somebody_else_has_acted(act):
    day, visit = served()
    day.do(Park(FIVE, visit))
    act(day, visit)
    assert day.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO


def test_nobody_comes_back_to_a_counter_that_serves_another():
    """Sent home from the line while another is served, then that one is served on; and the other way round."""
    day, visit = served()
    waiting = day.take()
    day.do(CancelVisit(waiting), clerk(FIVE))
    day.do(Undo(FIVE, waiting))
    assert day.visit(waiting).stage is Stage.WAITING
    assert day.queue.at_counter[FIVE] == visit


def test_an_end_that_was_rated_stays():
    day, visit = served()
    day.do(Finish(FIVE, visit, whole=True))
    assert views.invitation(day.queue, FIVE).visit == visit
    day.do(RateVisit(visit, Score.SATISFIED))
    assert day.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO


def test_an_end_taken_back_closes_the_rating():
    day, visit = served()
    day.do(Finish(FIVE, visit, whole=True))
    day.do(Undo(FIVE, visit))
    assert views.invitation(day.queue, FIVE).visit is None
    assert day.refused(RateVisit(visit, Score.SATISFIED)) is Reason.NOT_FINISHED


def test_a_receipt_that_has_another_number_by_now_is_not_served_twice():
    day, visit = served(file_code=CODE)
    day.do(Finish(FIVE, visit, whole=True))
    newer = day.take(file_code=CODE)
    assert day.refusal(Undo(FIVE, visit)).number == day.visit(newer).number
    day.do(CancelVisit(newer))
    day.do(Undo(FIVE, visit))
    assert day.refused(TakeTicket(LAND, CODE)) is Reason.RECEIPT_HAS_NUMBER
    assert day.refused(CallNext(FIVE)) is Reason.STILL_SERVING
    assert LAN in day.queue.officers
