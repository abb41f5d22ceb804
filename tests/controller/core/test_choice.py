"""Whom a counter takes of several lines, and whether the reason that it says is true."""

import pytest

from contract.commands import CallNext, GrantPriority, Park, Place, ReturnVisit, Transfer
from contract.ids import CounterId
from controller.core.cause import Cause
from controller.core.choice import Choice, choose
from tests.controller.core.engine_day import ALL, SEVEN, Day, listed, wide_site, with_field
from tests.office import CIVIL, ELDERLY, FIVE, HOA, LAN, LAND, MAI, ONE, clerk, head_page, small_site


def why(day, counter=FIVE):
    """Who goes next and why; calling does what was said and keeps the cause."""
    chosen = choose(day.queue, counter, day.clock())
    event = day.do(CallNext(counter))
    assert Choice(event.visit, event.cause) == chosen
    assert day.visit(event.visit).cause is event.cause
    day.finish(counter)
    return chosen.visit, chosen.cause


def test_nobody_waits_or_the_counter_is_none_of_ours():
    day = Day()
    assert choose(day.queue, FIVE, day.clock()) is None
    day.take()
    assert choose(day.queue, CounterId(77), day.clock()) is None


def test_the_first_of_the_only_line():
    day = Day()
    first = day.take()
    day.take()
    assert why(day) == (first, Cause.FIRST)


def test_due_before_the_first_of_every_other_line():
    day = Day(with_field(small_site(), LAND, target_wait_min=10))
    civil = day.take(CIVIL)
    day.later(minutes=5)
    land = day.take(LAND)
    assert why(day) == (land, Cause.DUE)
    assert why(day) == (civil, Cause.FIRST)


def test_overdue_whatever_the_field():
    day = Day()
    civil = day.take(CIVIL)
    day.later(minutes=21)
    day.take(LAND)
    assert why(day) == (civil, Cause.OVERDUE)


def test_booked_and_the_time_has_come():
    day = Day()
    day.take()
    booked = day.take(appointed_at=day.clock())
    assert why(day) == (booked, Cause.BOOKED)


def test_first_by_law_and_then_the_others_in_their_turn():
    day = Day(with_field(small_site(), LAND, priority_cap=1))
    ordinary = [day.take(), day.take()]
    by_law = [day.take(priority=ELDERLY) for _ in range(2)]
    said = [why(day) for _ in range(4)]
    assert said == [
        (by_law[0], Cause.LAW),
        (ordinary[0], Cause.TURN),
        (by_law[1], Cause.LAW),
        (ordinary[1], Cause.FIRST),
    ]


def test_people_by_law_are_not_held_up_by_the_backlog_of_another_field():
    """The turn of an ordinary citizen is taken in the place of the one by law, not behind the other field."""
    day = Day(with_field(small_site(), LAND, priority_cap=1))
    civil = [day.take(CIVIL) for _ in range(3)]
    day.later(minutes=5)
    land = day.take()
    by_law = [day.take(priority=ELDERLY) for _ in range(2)]
    assert [why(day) for _ in range(4)] == [
        (by_law[0], Cause.LAW),
        (land, Cause.TURN),
        (by_law[1], Cause.LAW),
        (civil[0], Cause.FIRST),
    ]


def test_an_overdue_citizen_goes_before_those_by_law_who_came_later():
    day = Day()
    ordinary = day.take()
    day.later(minutes=21)
    by_law = day.take(priority=ELDERLY)
    assert why(day) == (ordinary, Cause.OVERDUE)
    assert why(day) == (by_law, Cause.LAW)


def test_a_cap_of_none_still_lets_people_by_law_have_their_turns():
    day = Day(with_field(small_site(), LAND, priority_cap=0))
    day.take()
    by_law = day.take(priority=ELDERLY)
    assert why(day) == (by_law, Cause.LAW)


def test_priority_granted_in_line_counts_from_the_arrival():
    day = Day()
    first, second, third = (day.take() for _ in range(3))
    later = day.take(priority=ELDERLY)
    day.do(GrantPriority(third, ELDERLY))
    assert [why(day) for _ in range(4)] == [
        (third, Cause.LAW),
        (later, Cause.LAW),
        (first, Cause.FIRST),
        (second, Cause.FIRST),
    ]


def test_sent_to_the_front_even_before_those_by_law():
    day = Day()
    day.take()
    day.take(priority=ELDERLY)
    last = day.take(CIVIL)
    day.do(Transfer(last, field=LAND, place=Place.FRONT))
    assert why(day) == (last, Cause.FRONT)


def test_priority_does_not_cost_the_place_at_the_front():
    day = Day()
    day.take(priority=ELDERLY)
    last = day.take()
    day.do(Transfer(last, place=Place.FRONT))
    day.do(GrantPriority(last, ELDERLY))
    assert why(day) == (last, Cause.FRONT)


def test_waiting_for_this_very_counter():
    day = Day()
    mine = day.take(CIVIL)
    day.do(Transfer(mine, to_counter=FIVE, place=Place.ORIGINAL))
    other = day.take(CIVIL)
    assert why(day) == (mine, Cause.OWN)
    assert why(day) == (other, Cause.FIRST)


def test_back_after_an_absence():
    day = Day()
    visit = day.take()
    day.call()
    day.miss()
    day.do(ReturnVisit(visit))
    assert why(day) == (visit, Cause.BACK)


def test_who_is_set_aside_comes_back_to_the_same_place():
    day = Day()
    first, second = day.take(), day.take()
    day.call()
    day.do(Park(FIVE, first))
    day.later(minutes=3)
    day.do(ReturnVisit(first), clerk(FIVE))
    assert [why(day), why(day)] == [(first, Cause.FIRST), (second, Cause.FIRST)]


@pytest.mark.parametrize("overdue", [False, True])
def test_a_counter_may_take_its_fields_in_their_order_but_not_before_the_overdue(overdue):
    day = Day(listed(small_site(), FIVE))
    civil = day.take(CIVIL)
    if overdue:
        day.later(minutes=21)
    land = day.take(LAND)
    expected = (
        [(civil, Cause.OVERDUE), (land, Cause.FIRST)] if overdue else [(land, Cause.LISTED), (civil, Cause.FIRST)]
    )
    assert [why(day), why(day)] == expected


def test_people_by_law_of_a_later_field_go_before_the_first_field():
    day = Day(listed(small_site(), FIVE))
    day.take(LAND)
    by_law = day.take(CIVIL, priority=ELDERLY)
    assert why(day) == (by_law, Cause.LAW)


def test_a_counter_of_one_field_and_one_of_several_share_a_line():
    day = Day(wide_site(), seated=ALL)
    people = [day.take(LAND) for _ in range(4)]
    assert [day.call(FIVE), day.call(SEVEN)] == people[:2]
    assert {day.queue.seats[FIVE].officer, day.queue.seats[SEVEN].officer} == {LAN, HOA}
    assert choose(day.queue, ONE, day.clock()) is None
    assert day.queue.seats[ONE].officer == MAI
    assert head_page().head
