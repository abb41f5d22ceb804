"""What a head sees: who waits how long, who is away, which counters work, and when it is bad."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.commands import (
    CallNext,
    CloseField,
    Finish,
    MarkAbsent,
    OpenCounter,
    Park,
    Place,
    PostMessage,
    RaiseAlarm,
    Recall,
    SignIn,
    TakeTicket,
    Transfer,
)
from contract.notices import CounterStatus, Door
from controller.core import events as e
from controller.core.decide import decide
from controller.core.evolve import evolve
from controller.core.forecast import forecast
from controller.core.hall import Heat, hall
from controller.core.queue import Queue, Stage
from controller.core.rights import device_sender
from tests.office import CIVIL, ELDERLY, FIVE, HOA, KIOSK, LAN, LAND, MORNING, clerk, head_page, small_site


class Hall:
    """A queue that time passes in; ``rows`` and ``counters`` of the head's view by id."""

    def __init__(self):
        self.site, self.at, self.entries = small_site(), MORNING, []
        self.queue = Queue(self.site)
        self.happen(e.DayOpened(MORNING.date(), None, None), KIOSK)

    def happen(self, event, device):
        self.entries.append(e.Entry(self.queue.seq + 1, self.at, device, None, event, LAN))
        evolve(self.queue, self.entries[-1])

    def start_again(self, site):
        """With another site file, from the same journal."""
        self.queue = Queue(site)
        for entry in self.entries:
            evolve(self.queue, entry)

    def do(self, command, sender=None):
        sender = sender or clerk(FIVE)
        events = decide(self.queue, command, self.at, sender)
        for event in events:
            self.happen(event, sender.device)
        return getattr(events[0], "visit", None)

    def take(self, field=LAND):
        return self.do(TakeTicket(field), device_sender(self.site, KIOSK))

    def sit(self):
        self.do(SignIn(LAN, "", FIVE))
        self.do(OpenCounter(FIVE))

    def pass_(self, minutes):
        self.at += timedelta(minutes=minutes)

    @property
    def view(self):
        return hall(self.queue, self.at, forecast(self.queue, self.at))

    def row(self, field=LAND):
        return next(one for one in self.view.rows if one.field == field)

    def counter(self, counter=FIVE):
        return next(one for one in self.view.counters if one.counter == counter)


@pytest.fixture
def here():
    return Hall()


@pytest.mark.parametrize(("minutes", "heat"), [(0, Heat.FINE), (13, Heat.FINE), (14, Heat.SOON), (20, Heat.OVERDUE)])
def test_a_wait_grows_urgent_with_the_target_of_twenty_minutes(here, minutes, heat):
    here.take()
    here.pass_(minutes)
    assert [one.heat for one in here.row().people] == [heat]


def test_who_is_sent_to_the_front_is_no_alarm_before_the_target_is_over(here):
    visit = here.take()
    here.pass_(5)
    here.do(Transfer(visit, place=Place.FRONT), head_page())
    assert here.row().people[0].heat is Heat.SOON
    here.pass_(15)
    assert here.row().people[0].heat is Heat.OVERDUE


def test_people_stand_in_the_order_of_calling(here):
    first, second = here.take(), here.take()
    elder = here.do(TakeTicket(LAND, priority=ELDERLY), head_page())
    assert [one.visit for one in here.row().people] == [elder, first, second]
    assert here.row().people[0].priority == ELDERLY
    assert (here.row().issued, here.row().finished, len(here.row(CIVIL).people)) == (3, 0, 0)


def test_who_waits_for_one_counter_stands_with_the_field(here):
    here.sit()
    visit = here.take()
    here.do(Transfer(visit, to_counter=FIVE), head_page())
    (person,) = here.row().people
    assert (person.visit, person.only) == (visit, FIVE)
    assert here.counter().waiting == 1


def test_who_is_away_can_be_found(here):
    here.sit()
    here.take()
    parked = here.do(CallNext(FIVE))
    here.do(Park(FIVE, parked))
    here.take()
    absent = here.do(CallNext(FIVE))
    here.pass_(1)
    here.do(Recall(FIVE, absent))
    here.do(MarkAbsent(FIVE, absent))
    away = {one.visit: (one.stage, one.counter) for one in here.row().away}
    assert away == {parked: (Stage.PARKED, FIVE), absent: (Stage.ABSENT, FIVE)}
    assert here.row().people == ()


def test_a_counter_tells_whom_it_serves_and_that_it_needs_help(here):
    assert (here.counter().status, here.counter().officer, here.counter().visit) == (CounterStatus.CLOSED, None, None)
    here.sit()
    here.take()
    visit = here.do(CallNext(FIVE))
    here.pass_(3)
    here.do(RaiseAlarm(FIVE))
    now = here.counter()
    assert (now.status, now.officer, now.visit, now.number, now.field) == (
        CounterStatus.OPEN,
        LAN,
        visit,
        "B001",
        "Đất đai",
    )
    assert (now.called_at, now.alarm) == (MORNING, here.at)
    here.do(Finish(FIVE, visit))
    assert (here.counter().number, here.row().finished) == (None, 1)


def test_a_message_stands_until_its_end(here):
    here.do(PostMessage("Nghỉ trưa lúc 11 giờ 30", 10), head_page(HOA))
    assert (here.view.message, here.view.message_until) == ("Nghỉ trưa lúc 11 giờ 30", MORNING + timedelta(minutes=10))
    here.pass_(10)
    assert (here.view.message, here.view.message_until) == (None, None)


def test_doors_are_told(here):
    here.do(CloseField(LAND), head_page())
    assert (here.row().door, here.row(CIVIL).door) == (Door.CLOSED, Door.OPEN)


def test_people_of_a_field_and_a_counter_that_the_site_file_has_lost_are_still_seen(here):
    here.sit()
    here.take()
    here.take()
    here.do(CallNext(FIVE))
    here.start_again(replace(here.site, fields=here.site.fields[1:], counters=here.site.counters[:1]))
    row = here.row()
    assert (row.name, row.known, row.door, row.left, len(row.people)) == (LAND, False, Door.CLOSED, None, 1)
    assert (here.counter().field, here.counter().waiting) == (LAND, 0)
