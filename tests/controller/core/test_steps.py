"""Visits with several steps on one ticket: hand in, pay, collect."""

from dataclasses import replace
from datetime import timedelta

from contract.commands import Finish, Transfer
from contract.ids import FieldId
from controller.core.desk import desk
from controller.core.queue import Stage
from tests.controller.core.engine_day import ALL, PAY, SEVEN, Day, wide_site, with_field
from tests.office import CIVIL, ELDERLY, FIVE, LAND, ONE

COLLECT = CIVIL


def three_steps():
    """Land is handed in, paid for, and collected where civil status sits."""
    return Day(with_field(wide_site(), LAND, then=(PAY, COLLECT)), seated=ALL)


def test_each_step_has_its_own_wait_and_service():
    day = three_steps()
    visit = day.take()
    for wait, service, counter in ((4, 9, FIVE), (2, 3, SEVEN), (6, 5, ONE)):
        day.later(minutes=wait)
        assert day.call(counter) == visit
        day.later(minutes=service)
        day.finish(counter)
    steps = day.visit(visit).steps
    assert [one.field for one in steps] == [LAND, PAY, COLLECT]
    assert [one.called_at - one.joined_at for one in steps[1:]] == [timedelta(minutes=2), timedelta(minutes=6)]
    assert [one.ended_at - one.called_at for one in steps] == [timedelta(minutes=minutes) for minutes in (9, 3, 5)]
    assert [one.counter for one in steps] == [FIVE, SEVEN, ONE]
    assert [one.officer for one in steps] == [ALL[one.counter] for one in steps]
    assert day.visit(visit).stage is Stage.FINISHED


def test_the_clerk_sees_what_is_to_come():
    day = three_steps()
    day.take()
    day.call()
    served = desk(day.queue, FIVE, day.clock()).served
    assert (served.step, served.then) == (1, ("Nộp phí", "Hộ tịch"))


def test_the_next_step_is_due_by_the_target_of_its_own_field():
    day = three_steps()
    visit = day.take()
    day.serve()
    assert day.visit(visit).due == day.clock() + timedelta(minutes=10)
    assert day.visit(visit).times == 0


def test_people_by_law_go_first_in_every_step():
    day = three_steps()
    ordinary = day.take()
    by_law = day.take(priority=ELDERLY)
    assert day.serve() == by_law
    assert day.serve() == ordinary
    assert [day.serve(SEVEN), day.serve(SEVEN)] == [by_law, ordinary]


def test_an_end_for_good_leaves_the_rest_out():
    day = three_steps()
    visit = day.take()
    day.call()
    day.do(Finish(FIVE, visit, whole=True))
    assert day.visit(visit).stage is Stage.FINISHED


def test_a_transfer_on_the_way_goes_on_with_the_rest():
    day = three_steps()
    visit = day.take()
    day.call()
    day.do(Transfer(visit, FIVE, PAY))
    assert [one.field for one in day.visit(visit).route] == [COLLECT]
    other = day.take(CIVIL)
    day.call(ONE)
    day.do(Transfer(other, ONE, LAND))
    assert [one.field for one in day.visit(other).route] == [PAY, COLLECT]
    third = day.take(CIVIL)
    day.call(ONE)
    day.do(Transfer(third, ONE, CIVIL))
    assert day.visit(third).route == ()


def test_a_step_in_a_field_that_is_no_more_is_left_out():
    day = three_steps()
    visit = day.take()
    day.call()
    site = with_field(day.site, CIVIL, then=())
    less = replace(site, fields=tuple(one for one in site.fields if one.id != PAY), counters=site.counters[:2])
    again = day.again(less)
    again.finish(FIVE)
    assert again.visit(visit).field == COLLECT
    assert again.visit(visit).route == ()
    assert FieldId("nop-phi") not in again.queue.fields
