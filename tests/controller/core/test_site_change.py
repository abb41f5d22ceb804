"""A site file that is changed in mid-day loses nobody."""

from dataclasses import replace
from datetime import time

from contract.commands import CallNext, OpenCounter, Place, RaiseAlarm, ReturnVisit, SignOut, TakeTicket, Transfer
from contract.notices import CounterStatus, Reason
from contract.site import OfficerRole
from controller.core import views
from controller.core.day import Plan, Session
from controller.core.desk import desk
from controller.core.events import HoursChanged
from controller.core.forecast import forecast
from controller.core.hall import hall
from controller.core.queue import Stage
from controller.core.rights import device_sender
from controller.core.site_change import site_changes
from tests.controller.core.engine_day import ALL, PAY, SEVEN, WORKDAY, Day, wide_site, with_field
from tests.office import CIVIL, FIVE, HOA, KEYPAD, LAN, LAND, MAI, OFFICERS, ONE, clerk, head_page


def changed(day, site):
    """The controller starts again on the same journal with another file."""
    again = day.again(site)
    again.happen(*site_changes(again.queue))
    assert site_changes(again.queue) == []
    return again


def without(site, *counters):
    return replace(site, counters=tuple(one for one in site.counters if one.id not in counters))


def test_a_file_that_is_the_same_changes_nothing():
    assert site_changes(Day(wide_site(), seated=ALL).queue) == []


def test_who_is_served_at_a_counter_that_is_no_more_is_set_aside_and_can_be_returned():
    day = Day(wide_site(), seated=ALL)
    served, waiting = day.take(), day.take()
    day.call(SEVEN)
    day.do(Transfer(waiting, to_counter=SEVEN))
    day.do(RaiseAlarm(SEVEN))
    day = changed(day, without(day.site, SEVEN))
    assert day.visit(served).stage is Stage.PARKED
    assert [one.visit for one in desk(day.queue, FIVE, day.clock()).aside] == [served]
    assert day.queue.seats[SEVEN].alarm is None
    assert day.queue.counter_of(HOA) is None
    day.do(ReturnVisit(served), clerk(FIVE))
    assert [day.serve(), day.serve()] == [served, waiting]


def test_a_counter_that_a_keypad_opened_is_closed_when_it_is_no_more():
    day = Day(wide_site(), seated={FIVE: LAN})
    day.do(OpenCounter(ONE), device_sender(day.site, KEYPAD))
    day = changed(day, without(day.site, ONE))
    assert day.queue.seats[ONE].status is CounterStatus.CLOSED
    assert day.refused(CallNext(ONE), clerk(ONE, MAI)) is Reason.NOT_SIGNED_IN
    assert day.refused(Transfer(day.take(), to_counter=ONE)) is Reason.UNKNOWN_COUNTER


def test_an_officer_who_is_no_more_leaves_the_counter_to_another_also_in_mid_service():
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call()
    day = changed(day, replace(day.site, officers=OFFICERS[1:]))
    assert day.queue.seats[FIVE].officer is None
    assert day.queue.at_counter[FIVE] == visit
    day.do(SignOut(ONE))
    day.sit(FIVE, MAI)
    assert day.finish() == visit


def test_an_officer_who_is_it_staff_now_calls_nobody():
    day = Day(wide_site(), seated={FIVE: LAN})
    officers = (replace(OFFICERS[0], role=OfficerRole.IT), *OFFICERS[1:])
    day = changed(day, replace(day.site, officers=officers))
    assert day.queue.seats[FIVE].officer is None


def test_people_of_a_field_that_is_no_more_are_seen_and_moved_by_the_head():
    day = Day(wide_site(), seated=ALL)
    waiting, parked = day.take(CIVIL), day.take(CIVIL)
    site = replace(
        day.site, fields=tuple(one for one in day.site.fields if one.id != CIVIL), counters=day.site.counters[1:]
    )
    site = replace(site, counters=tuple(replace(one, fields=(LAND,)) for one in site.counters))
    day.call(ONE)
    day = changed(day, site)
    assert day.visit(waiting).stage is Stage.PARKED
    rows = {one.field: one for one in hall(day.queue, day.clock(), forecast(day.queue, day.clock())).rows}
    assert [one.visit for one in rows[CIVIL].people] == [parked]
    assert [one.visit for one in rows[CIVIL].away] == [waiting]
    assert rows[CIVIL].known is False
    assert day.refused(TakeTicket(CIVIL)) is Reason.UNKNOWN_FIELD
    assert day.refused(Transfer(parked, to_counter=FIVE)) is Reason.UNKNOWN_FIELD
    for visit in (waiting, parked):
        day.do(Transfer(visit, field=LAND, place=Place.ORIGINAL))
    assert [day.serve(), day.serve()] == [waiting, parked]
    assert CIVIL not in {one.field for one in hall(day.queue, day.clock(), forecast(day.queue, day.clock())).rows}


def test_the_desk_of_a_counter_names_a_field_that_is_no_more_by_its_short_name():
    day = Day(wide_site(), seated=ALL)
    visit = day.take(CIVIL)
    day.call(ONE)
    less = replace(
        day.site,
        fields=tuple(one for one in day.site.fields if one.id != CIVIL),
        counters=tuple(replace(one, fields=(LAND,)) for one in day.site.counters[:2]),
    )
    day = day.again(less)
    assert desk(day.queue, ONE, day.clock()).served.field == "ho-tich"
    assert views.following(day.queue, visit, day.clock(), forecast(day.queue, day.clock())).field == ""


def test_fields_that_swap_their_letters_give_no_number_twice():
    day = Day()
    given = [day.take(LAND), day.take(LAND), day.take(CIVIL)]
    day = changed(day, with_field(with_field(day.site, LAND, prefix="A"), CIVIL, prefix="B"))
    given += [day.take(LAND), day.take(CIVIL)]
    assert [one[-4:] for one in given] == ["B001", "B002", "A001", "A002", "B003"]
    assert [day.serve() for _ in given] == given


def test_a_field_and_a_counter_that_are_new_work_at_once():
    day = Day(seated={})
    day = changed(day, wide_site())
    day.sit(SEVEN, LAN)
    visit = day.do(TakeTicket(PAY), head_page()).visit
    assert day.call(SEVEN) == visit


def test_counters_in_another_order_keep_their_people():
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call()
    day = changed(day, replace(day.site, counters=day.site.counters[::-1]))
    assert day.queue.at_counter == {FIVE: visit}
    assert day.finish() == visit


def test_other_hours_count_from_now_on():
    day = Day(plan=WORKDAY)
    day.happen(HoursChanged((Session(time(7, 30), time(7, 45)),), None))
    assert day.refused(TakeTicket(LAND)) is Reason.OFFICE_CLOSED
    assert day.queue.plan == Plan((Session(time(7, 30), time(7, 45)),))
