"""The next number on a counter's board: told only where nobody else could call it first."""

from dataclasses import replace

from contract.commands import CallNumber, CloseCounter, GrantPriority, PauseCounter, Transfer
from contract.counter_board import CounterBoard, PlateOfficer
from contract.site import Officer
from controller.core import views
from controller.core.foretold import foretold
from tests.controller.core.engine_day import Day
from tests.office import CIVIL, ELDERLY, FIVE, LAN, LAND, MAI, ONE, small_site


def told(day, counter=FIVE):
    return foretold(day.queue, counter, day.clock())


def test_the_one_that_this_counter_calls_next():
    day = Day()
    assert told(day) is None
    day.take(LAND)
    day.take(LAND)
    assert told(day) == "B001"
    assert day.call() == day.queue.calls[FIVE]
    assert told(day) == "B002"


def test_a_line_that_another_open_counter_serves_is_nobodys_to_foretell():
    day = Day(seated={FIVE: LAN, ONE: MAI})
    day.take(CIVIL)
    assert (told(day), told(day, ONE)) == (None, None)
    day.do(PauseCounter(ONE))
    assert (told(day), told(day, ONE)) == ("A001", None)


def test_one_who_waits_for_this_counter_alone():
    day = Day(seated={FIVE: LAN, ONE: MAI})
    visit = day.take(CIVIL)
    day.do(Transfer(visit, to_counter=ONE))
    assert (told(day), told(day, ONE)) == (None, "A001")


def test_who_goes_first_by_law_is_told_from_then_on():
    day = Day()
    day.take(LAND)
    later = day.take(LAND)
    day.do(GrantPriority(later, ELDERLY))
    assert told(day) == "B002"


def test_a_closed_counter_and_an_office_that_does_not_want_it_tell_nothing():
    day = Day()
    day.take(LAND)
    day.do(CloseCounter(FIVE))
    assert told(day) is None
    silent = Day(replace(small_site(), counter_board=CounterBoard(next=False)))
    silent.take(LAND)
    assert told(silent) is None


def test_name_and_photo_are_those_of_the_plate_of_who_is_signed_in_or_nobodys():
    site = small_site()
    lan = replace(site.officers[0], photo="lan.jpg")
    site = replace(site, officers=(lan, *site.officers[1:]))

    def shown(wanted, seated=None):
        day = Day(replace(site, counter_board=CounterBoard(wanted)), seated=seated)
        state = views.counter_state(day.queue, FIVE, day.clock())
        return state.officer, state.photo

    assert isinstance(lan, Officer)
    assert shown(PlateOfficer.PLATE) == ("Cán bộ thử", "")
    assert shown(PlateOfficer.SIGNED_IN) == ("Trần Thị Lan", "lan.jpg")
    assert shown(PlateOfficer.SIGNED_IN, {}) == ("", "")
    assert shown(PlateOfficer.NOBODY) == ("", "")


def test_a_named_number_is_not_foretold_but_called():
    day = Day(seated={FIVE: MAI})
    day.take(LAND)
    second = day.take(LAND)
    day.do(CallNumber(FIVE, day.visit(second).number))
    assert told(day) == "B001"
