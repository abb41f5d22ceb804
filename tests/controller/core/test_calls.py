"""Rules of the house about calling: next, again, absent, late, by number, finished."""

from datetime import timedelta

import pytest

from contract.calling import Calling
from contract.commands import (
    CallNext,
    CallNumber,
    Finish,
    MarkAbsent,
    RateVisit,
    Recall,
    ReturnVisit,
    Score,
    TakeTicket,
)
from contract.ids import CounterId
from contract.notices import Reason
from controller.core.cause import Cause
from controller.core.events import TicketCalled, TicketRecalled, VisitRated
from controller.core.queue import Stage
from tests.controller.core.engine_day import ALL, SEVEN, Day, wide_site
from tests.office import CIVIL, ELDERLY, FIVE, LAN, LAND, MAI, ONE, clerk, head_page, small_site


def test_a_counter_takes_who_is_due_first_of_its_fields():
    day = Day()
    people = [day.take(CIVIL), day.take(LAND), day.take(CIVIL)]
    assert [day.serve() for _ in people] == people
    assert day.refused(CallNext(FIVE)) is Reason.NOBODY_WAITING


def test_a_counter_calls_only_what_it_serves():
    day = Day(seated={ONE: MAI})
    day.take(LAND)
    assert day.refused(CallNext(ONE)) is Reason.NOBODY_WAITING


def test_a_closed_counter_calls_nobody():
    day = Day(seated={})
    day.take()
    assert day.refused(CallNext(FIVE)) is Reason.NOT_SIGNED_IN
    day.sit(FIVE, LAN)
    assert day.call()


def test_a_second_click_never_calls_a_second_person():
    day = Day()
    day.take()
    second = day.take()
    day.call()
    assert day.refused(CallNext(FIVE)) is Reason.STILL_SERVING
    assert day.visit(second).stage is Stage.WAITING


def test_two_counters_never_get_the_same_person():
    day = Day(seated={FIVE: LAN, ONE: MAI})
    civil = [day.take(CIVIL), day.take(CIVIL)]
    assert [day.call(ONE), day.call(FIVE)] == civil
    assert day.refused(CallNumber(ONE, day.visit(civil[1]).number)) is Reason.STILL_SERVING
    day.finish(ONE)
    assert day.refused(CallNumber(ONE, day.visit(civil[1]).number)) is Reason.NOT_IN_LINE


@pytest.mark.parametrize("command", [Recall, MarkAbsent, Finish])
def test_a_late_click_on_somebody_else_is_refused(command):
    day = Day(seated={FIVE: LAN, ONE: MAI})
    first, second = day.take(), day.take()
    day.call()
    assert day.refused(command(FIVE, second)) is Reason.NOT_AT_COUNTER
    assert day.refused(command(ONE, first)) is Reason.NOT_AT_COUNTER
    nowhere = CounterId(77)
    assert day.refused(command(nowhere, first), clerk(nowhere)) is Reason.UNKNOWN_COUNTER


def test_recalls_are_counted_and_spaced():
    day = Day(small_site(calling=Calling(recalls=2, recall_gap_s=5)))
    visit = day.take()
    day.call()
    assert day.refused(Recall(FIVE, visit)) is Reason.RECALLED_TOO_SOON
    for times in (2, 3):
        day.later(seconds=5)
        assert day.do(Recall(FIVE, visit)) == TicketRecalled(visit, FIVE, times)
    day.later(seconds=5)
    assert day.refused(Recall(FIVE, visit)) is Reason.RECALLED_TOO_OFTEN


def test_a_clock_that_was_set_back_holds_no_recall_up():
    day = Day()
    visit = day.take()
    day.call()
    day.later(hours=-1)
    assert day.do(Recall(FIVE, visit)) == TicketRecalled(visit, FIVE, 2)


def test_nobody_is_absent_before_the_configured_calls():
    day = Day(small_site(calling=Calling(absent_after=3)))
    visit = day.take()
    day.call()
    for _ in range(2):
        assert day.refused(MarkAbsent(FIVE, visit)) is Reason.CALL_AGAIN_FIRST
        day.later(seconds=5)
        day.do(Recall(FIVE, visit))
    day.do(MarkAbsent(FIVE, visit))
    assert day.visit(visit).stage is Stage.ABSENT
    assert day.refused(RateVisit(visit, Score.SATISFIED)) is Reason.NOT_FINISHED
    assert day.refused(CallNext(FIVE)) is Reason.NOBODY_WAITING


def test_more_calls_than_are_allowed_are_never_needed():
    day = Day(small_site(calling=Calling(recalls=0, absent_after=3)))
    visit = day.take()
    day.call()
    day.do(MarkAbsent(FIVE, visit))
    assert day.visit(visit).stage is Stage.ABSENT


def missed(day, **more):
    """Somebody was called and did not come."""
    day.take(**more)
    day.call()
    return day.miss()


def test_who_comes_late_stands_behind_the_first_two():
    day = Day()
    late = missed(day)
    first, second, third = (day.take() for _ in range(3))
    day.do(ReturnVisit(late))
    assert [day.serve() for _ in range(4)] == [first, second, late, third]


def test_who_comes_late_to_an_empty_line_overtakes_nobody_of_another_field():
    day = Day()
    late = missed(day)
    overdue = day.take(CIVIL)
    day.later(minutes=25)
    fresh = day.take(CIVIL)
    day.do(ReturnVisit(late))
    newcomer = day.take()
    assert [day.serve() for _ in range(4)] == [overdue, late, fresh, newcomer]


def test_several_who_come_late_keep_their_order():
    day = Day()
    late = [missed(day) for _ in range(3)]
    first, second, third = (day.take() for _ in range(3))
    for visit in late:
        day.do(ReturnVisit(visit))
    called = [day.call()]
    assert day.visit(called[0]).cause is Cause.FIRST
    day.finish()
    called += [day.serve() for _ in range(5)]
    assert called == [first, second, *late, third]
    assert day.visit(late[0]).cause is Cause.BACK


def test_who_comes_late_too_often_takes_a_new_number():
    day = Day(small_site(calling=Calling(returns=1)))
    visit = missed(day)
    day.do(ReturnVisit(visit))
    day.call()
    day.miss()
    assert day.refused(ReturnVisit(visit)) is Reason.RETURNED_TOO_OFTEN


def test_who_took_another_number_with_the_receipt_meanwhile_cannot_come_back_as_well():
    day = Day()
    late = missed(day, file_code="H56.14-240823-0001")
    newer = day.take(file_code="H56.14-240823-0001")
    for refusal in (day.refusal(ReturnVisit(late)), day.refusal(CallNumber(FIVE, day.visit(late).number))):
        assert (refusal.reason, refusal.number) == (Reason.RECEIPT_HAS_NUMBER, day.visit(newer).number)
    day.serve()
    day.do(ReturnVisit(late))
    assert day.refusal(TakeTicket(CIVIL, day.visit(late).file_code)).number == day.visit(late).number
    assert day.call() == late


def test_only_who_has_the_right_calls_a_number_out_of_turn():
    day = Day(wide_site(), seated=ALL)
    day.take(CIVIL)
    second = day.take(CIVIL)
    number = day.visit(second).number
    assert day.refused(CallNumber(FIVE, number)) is Reason.NO_RIGHT
    assert day.do(CallNumber(ONE, number.lower())) == TicketCalled(second, ONE, named=True)
    assert day.visit(second).cause is None
    land = day.take()
    assert day.do(CallNumber(SEVEN, day.visit(land).number)).visit == land
    assert day.refused(CallNumber(FIVE, "B777")) is Reason.UNKNOWN_NUMBER
    assert day.refused(CallNumber(FIVE, day.visit(second).number)) is Reason.NO_RIGHT


def test_anybody_calls_back_who_was_absent_or_set_aside_at_the_same_counter():
    day = Day()
    late = missed(day)
    assert day.do(CallNumber(FIVE, day.visit(late).number)).visit == late
    assert day.visit(late).times == 1


def test_an_end_frees_the_counter_and_opens_the_rating():
    day = Day()
    visit = day.take()
    day.call()
    day.later(minutes=9)
    day.finish()
    step = day.visit(visit).step
    assert step.ended_at - step.called_at == timedelta(minutes=9)
    assert (step.counter, step.officer) == (FIVE, LAN)
    assert isinstance(day.do(RateVisit(visit, Score.SATISFIED)), VisitRated)


def test_people_by_law_go_first_but_not_more_than_two_in_a_row():
    day = Day()
    ordinary = [day.take() for _ in range(2)]
    by_law = [day.take(priority=ELDERLY) for _ in range(4)]
    assert [day.serve() for _ in range(6)] == [*by_law[:2], ordinary[0], *by_law[2:], ordinary[1]]
    assert day.refused(CallNext(FIVE), head_page()) is Reason.NOT_ALLOWED
