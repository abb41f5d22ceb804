"""Rules of the house about people who go elsewhere: set aside, to another counter, ahead by law, home."""

import pytest

from contract.commands import (
    CallNext,
    CancelVisit,
    CloseCounter,
    GrantPriority,
    OpenCounter,
    Park,
    PauseCounter,
    Place,
    ReturnVisit,
    SignIn,
    SignOut,
    TakeTicket,
    Transfer,
)
from contract.ids import CounterId, FieldId, PriorityId, VisitId
from contract.notices import CounterStatus, Reason
from controller.core.queue import Stage
from controller.core.rights import device_sender
from tests.controller.core.engine_day import ALL, PAY, SEVEN, Day, wide_site
from tests.office import CIVIL, ELDERLY, FIVE, HOA, KEYPAD, LAN, LAND, MAI, ONE, clerk, head_page, small_site


def test_who_is_set_aside_keeps_the_place_also_in_the_line_of_one_counter():
    day = Day()
    first = day.take()
    day.do(Transfer(first, to_counter=FIVE, place=Place.ORIGINAL))
    second = day.take()
    assert day.call() == first
    day.do(Park(FIVE, first))
    assert day.visit(first).stage is Stage.PARKED
    assert day.call() == second
    day.do(ReturnVisit(first), clerk(FIVE))
    assert day.visit(first).only == FIVE
    assert day.refused(ReturnVisit(first)) is Reason.NOT_IN_LINE


@pytest.mark.parametrize(("place", "order"), [(Place.FRONT, "mab"), (Place.END, "abm"), (Place.ORIGINAL, "amb")])
def test_a_transfer_goes_to_the_front_the_end_or_by_the_original_time(place, order):
    day = Day(wide_site(), seated=ALL)
    first, moved, second = day.take(CIVIL), day.take(LAND), day.take(CIVIL)
    assert day.call(SEVEN) == moved
    day.do(Transfer(moved, SEVEN, CIVIL, place=place))
    called = [day.serve(ONE) for _ in range(3)]
    assert "".join({first: "a", moved: "m", second: "b"}[one] for one in called) == order
    assert [one.field for one in day.visit(moved).steps[:2]] == [LAND, CIVIL]


@pytest.mark.parametrize(("place", "order"), [(Place.FRONT, "mab"), (Place.END, "abm"), (Place.ORIGINAL, "amb")])
def test_people_by_law_are_transferred_by_the_same_words(place, order):
    day = Day(wide_site(), seated=ALL)
    first, moved, second = (day.take(field, priority=ELDERLY) for field in (CIVIL, LAND, CIVIL))
    day.call(SEVEN)
    day.do(Transfer(moved, SEVEN, CIVIL, place=place))
    called = [day.serve(ONE) for _ in range(3)]
    assert "".join({first: "a", moved: "m", second: "b"}[one] for one in called) == order


def test_a_transfer_to_a_counter_waits_for_that_counter_alone():
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call()
    day.do(Transfer(visit, FIVE, to_counter=SEVEN))
    assert day.refused(CallNext(FIVE)) is Reason.NOBODY_WAITING
    assert day.queue.ahead(day.visit(visit), day.clock()) == 0
    assert day.call(SEVEN) == visit


def test_a_transfer_needs_somewhere_to_go():
    day = Day(wide_site(), seated={FIVE: LAN})
    visit = day.take()
    day.call()
    assert day.refused(Transfer(visit, FIVE, to_counter=FIVE)) is Reason.NOWHERE_TO_GO
    assert day.refused(Transfer(visit, FIVE, to_counter=ONE)) is Reason.COUNTER_NOT_OPEN
    assert day.refused(Transfer(visit, FIVE, to_counter=CounterId(77))) is Reason.UNKNOWN_COUNTER
    assert day.refused(Transfer(visit, FIVE, FieldId("khong-co"))) is Reason.UNKNOWN_FIELD
    assert day.refused(Transfer(visit, None, CIVIL), clerk(FIVE)) is Reason.NO_RIGHT
    assert day.refused(Transfer(visit, None, CIVIL)) is Reason.NOT_IN_LINE


def test_a_head_moves_people_who_wait_or_are_served_elsewhere_by_naming_the_counter():
    day = Day(wide_site(), seated={FIVE: LAN, ONE: MAI})
    waiting = day.take()
    day.do(Transfer(waiting, field=CIVIL, place=Place.ORIGINAL))
    step, now = day.visit(waiting).steps
    assert step.ended_at == now.joined_at
    served = day.take()
    day.call(ONE)
    day.call(FIVE)
    assert day.refused(Transfer(served, ONE, CIVIL), head_page()) is Reason.NOT_AT_COUNTER
    assert day.refused(Transfer(served, FIVE, CIVIL), clerk(ONE, MAI)) is Reason.NOT_ALLOWED
    day.do(Transfer(served, FIVE, CIVIL), head_page())
    assert FIVE not in day.queue.at_counter
    assert day.visit(served).field == CIVIL


def test_when_the_counter_closes_its_own_people_go_back_to_the_fields_line():
    day = Day(wide_site(), seated=ALL)
    visits = [day.take(), day.take(priority=ELDERLY)]
    for visit in visits:
        day.do(Transfer(visit, to_counter=SEVEN))
    day.do(PauseCounter(SEVEN))
    assert day.refused(CallNext(FIVE)) is Reason.NOBODY_WAITING
    day.do(CloseCounter(SEVEN))
    assert [day.visit(one).only for one in visits] == [None, None]
    assert [day.serve(), day.serve()] == visits[::-1]


def test_who_was_set_aside_and_waits_for_a_counter_that_has_closed_comes_back_to_the_fields_line():
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.do(Transfer(visit, to_counter=SEVEN))
    day.call(SEVEN)
    day.do(Park(SEVEN, visit))
    day.do(CloseCounter(SEVEN))
    day.do(ReturnVisit(visit))
    assert day.visit(visit).only is None
    assert day.call(FIVE) == visit


@pytest.mark.parametrize("leaves", [CloseCounter, SignOut])
def test_back_to_the_same_officer_wherever_that_one_sits(leaves):
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call(FIVE)
    day.do(Transfer(visit, FIVE, PAY, back=True))
    assert day.call(SEVEN) == visit
    day.finish(SEVEN)
    assert (day.visit(visit).field, day.visit(visit).officer, day.visit(visit).only) == (LAND, LAN, FIVE)
    day.do(PauseCounter(FIVE))
    assert day.visit(visit).only == FIVE
    day.do(OpenCounter(FIVE))
    day.do(leaves(FIVE))
    assert day.visit(visit).only is None
    day.do(SignOut(ONE))
    day.sit(ONE, LAN)
    assert day.visit(visit).only == ONE
    assert day.call(ONE) == visit


def test_back_to_an_officer_who_has_gone_home_is_back_to_the_field():
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call(FIVE)
    day.do(Transfer(visit, FIVE, PAY, back=True))
    day.do(SignOut(FIVE))
    day.call(SEVEN)
    day.finish(SEVEN)
    assert day.visit(visit).only is None
    assert day.call(SEVEN) == visit


def test_who_waits_for_an_officer_is_there_when_that_one_signs_in_at_an_open_counter():
    """A keypad opened the counter before."""
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call(FIVE)
    day.do(Transfer(visit, FIVE, PAY, back=True))
    day.call(SEVEN)
    day.do(SignOut(FIVE))
    day.finish(SEVEN)
    day.do(SignOut(ONE))
    day.do(OpenCounter(ONE), the_keypad())
    assert day.visit(visit).only is None
    day.do(SignIn(LAN, "", ONE), clerk(ONE, LAN))
    assert day.visit(visit).only == ONE


def the_keypad():
    """The keypad at counter 1."""
    return device_sender(small_site(), KEYPAD)


def test_back_to_a_counter_where_nobody_is_signed_in_is_back_to_the_field():
    day = Day(wide_site(), seated={SEVEN: HOA})
    keypad = the_keypad()
    day.do(OpenCounter(ONE), keypad)
    visit = day.take(CIVIL)
    day.do(CallNext(ONE), keypad)
    day.do(Transfer(visit, ONE, PAY, back=True), keypad)
    assert day.visit(visit).route[0].officer is None
    day.call(SEVEN)
    day.finish(SEVEN)
    assert (day.visit(visit).field, day.visit(visit).only) == (CIVIL, None)


def test_a_citizen_who_goes_home_is_called_by_nobody():
    day = Day(wide_site(), seated=ALL)
    waiting, served = day.take(CIVIL), day.take()
    day.call(FIVE)
    day.finish(FIVE)
    day.call(SEVEN)
    assert day.refused(CancelVisit(served), clerk(FIVE, LAN)) is Reason.NOT_AT_COUNTER
    day.do(CancelVisit(served), clerk(SEVEN, HOA))
    assert SEVEN not in day.queue.at_counter
    assert day.refused(CancelVisit(waiting)) is Reason.NOT_IN_LINE
    assert day.refused(CancelVisit(VisitId("2026-11-23-A099")), clerk(FIVE)) is Reason.UNKNOWN_VISIT
    other = day.take(CIVIL)
    assert day.refused(CancelVisit(other), clerk(SEVEN, MAI)) is Reason.NOT_SIGNED_IN
    day.do(CancelVisit(other), clerk(FIVE, LAN))
    assert day.visit(other).stage is Stage.CANCELLED
    assert day.do(TakeTicket(CIVIL)).ahead == 0


def test_a_clerk_sends_home_people_of_the_own_fields_only():
    day = Day(wide_site(), seated={ONE: MAI})
    land = day.take()
    assert day.refused(CancelVisit(land), clerk(ONE, MAI)) is Reason.NO_RIGHT
    assert day.refused(GrantPriority(land, ELDERLY), clerk(ONE, MAI)) is Reason.NO_RIGHT
    day.do(Transfer(land, to_counter=ONE))
    day.do(GrantPriority(land, ELDERLY), clerk(ONE, MAI))
    assert day.journal[-1].officer == MAI


def test_priority_is_granted_once_to_people_who_wait():
    day = Day()
    visit = day.take()
    assert day.refused(GrantPriority(visit, PriorityId("quen-biet"))) is Reason.UNKNOWN_PRIORITY
    day.do(GrantPriority(visit, ELDERLY))
    assert day.refused(GrantPriority(visit, ELDERLY)) is Reason.ALREADY_SO
    day.do(GrantPriority(visit, PriorityId("khuyet-tat")))
    day.call()
    assert day.refused(GrantPriority(visit, ELDERLY)) is Reason.NOT_IN_LINE
    day.do(Park(FIVE, visit))
    day.do(GrantPriority(visit, ELDERLY))
    day.do(ReturnVisit(visit))
    assert day.visit(visit).by_law
    assert day.queue.seats[FIVE].status is CounterStatus.OPEN
