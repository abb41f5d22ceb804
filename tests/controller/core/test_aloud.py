"""What the queue gives loudspeakers to say, what they report, and the head's emergency."""

from dataclasses import replace

import pytest

from contract.commands import (
    EndEmergency,
    PostMessage,
    RaiseEmergency,
    ReportUnspoken,
    TakeTicket,
    Unspoken,
)
from contract.ids import CounterId, DeviceId, VisitId
from contract.notices import Emergency, Reason
from contract.site import Device
from contract.topics import Role
from controller.core import events as e
from controller.core import views
from controller.core.day import Plan
from controller.core.evolve import evolve
from controller.core.forecast import forecast
from controller.core.hall import hall
from controller.core.queue import Queue
from controller.core.rights import Sender, device_sender, objection
from tests.controller.core.engine_day import Day
from tests.office import CIVIL, FIVE, KIOSK, LAND, ONE, clerk, small_site

FIRE = "Có cháy, mời mọi người ra cửa số 2"
LOA = DeviceId("loa")


@pytest.fixture
def day() -> Day:
    """Counter 5 stands in the east."""
    site = small_site()
    one, five = site.counters
    counters = (one, replace(five, zone="dong"))
    return Day(replace(site, counters=counters, devices=(*site.devices, Device(LOA, Role.SPEAKER))))


def loa(day: Day) -> Sender:
    found = device_sender(day.site, LOA)
    assert found is not None
    return found


def test_a_call_carries_its_zone_its_language_and_how_new_it_is(day: Day) -> None:
    taken = day.do(TakeTicket(LAND, language="en"))
    assert isinstance(taken, e.TicketIssued)
    day.call()
    spoken = views.announcement(day.queue, day.visit(taken.visit))
    assert spoken is not None
    assert (spoken.visit, spoken.zone, spoken.language) == (taken.visit, "dong", "en")
    assert spoken.seq == day.queue.seq == views.counter_state(day.queue, FIVE, day.clock()).seq


def test_a_counter_that_the_site_has_lost_is_of_no_zone(day: Day) -> None:
    visit = day.take()
    day.call()
    bare = Queue(replace(day.site, counters=()))
    for entry in day.journal:
        evolve(bare, entry)
    spoken = views.announcement(bare, bare.visits[visit])
    assert spoken is not None
    assert spoken.zone == ""


def test_an_emergency_stands_on_every_board_above_the_message_until_it_is_ended(day: Day) -> None:
    day.do(PostMessage("Nghỉ trưa lúc 11 giờ 30", 60))
    assert day.do(RaiseEmergency(f"  {FIRE}\n")) == e.EmergencyRaised(FIRE)
    since = day.clock()
    board = views.board(day.queue, day.clock())
    assert (board.message, board.message_until, board.urgent) == (FIRE, None, True)
    assert views.emergency(day.queue) == Emergency(day.queue.seq, FIRE, since)
    day.clock.move(minutes=59)
    seen = hall(day.queue, day.clock(), forecast(day.queue, day.clock()))
    assert (seen.emergency, seen.emergency_since, seen.message) == (FIRE, since, "Nghỉ trưa lúc 11 giờ 30")
    day.do(EndEmergency())
    board = views.board(day.queue, day.clock())
    assert (board.message, board.urgent) == ("Nghỉ trưa lúc 11 giờ 30", False)
    assert views.emergency(day.queue) == Emergency(day.queue.seq, None)


def test_another_emergency_takes_the_place_of_the_first(day: Day) -> None:
    day.do(RaiseEmergency(FIRE))
    assert day.refused(RaiseEmergency(FIRE)) is Reason.ALREADY_SO
    day.do(RaiseEmergency("Thang máy hỏng"))
    assert views.emergency(day.queue).text == "Thang máy hỏng"


@pytest.mark.parametrize("text", ["", " \n", "!!!", "a" * 161, "a\x07b"])
def test_what_cannot_be_said_is_no_emergency(day: Day, text: str) -> None:
    assert day.refused(RaiseEmergency(text)) is Reason.BAD_MESSAGE


def test_what_is_not_there_cannot_be_ended_and_only_a_head_ends(day: Day) -> None:
    assert day.refused(EndEmergency()) is Reason.ALREADY_SO
    assert day.refused(RaiseEmergency(FIRE), clerk(FIVE)) is Reason.NO_RIGHT
    assert day.refused(EndEmergency(), device_sender(day.site, KIOSK)) is Reason.NOT_ALLOWED


def test_an_emergency_ends_with_its_day(day: Day) -> None:
    day.do(RaiseEmergency(FIRE))
    day.clock.move(days=1)
    plan = Plan()
    day.happen(e.DayOpened(day.clock().date(), plan.sessions, plan.words))
    assert views.emergency(day.queue).text is None


def test_what_was_not_spoken_is_for_the_record_alone(day: Day) -> None:
    visit = day.take()
    day.call()
    before = replace(views.board(day.queue, day.clock()), seq=0)
    told = day.do(ReportUnspoken(visit, FIVE, 1, Unspoken.EXPIRED), loa(day))
    assert told == e.CallUnspoken(visit, FIVE, 1, Unspoken.EXPIRED)
    assert replace(views.board(day.queue, day.clock()), seq=0) == before
    assert before.calls[0].visit == visit


@pytest.mark.parametrize(
    ("visit", "counter", "reason"),
    [
        ("2026-11-23-B001", CounterId(99), Reason.UNKNOWN_COUNTER),
        ("2026-11-23-B777", ONE, Reason.UNKNOWN_VISIT),
        ("2026-11-22-B001", ONE, Reason.NOT_OF_TODAY),
    ],
)
def test_a_report_of_what_is_not_there(day: Day, visit: str, counter: CounterId, reason: Reason) -> None:
    day.take(CIVIL)
    assert day.refused(ReportUnspoken(VisitId(visit), counter, 1, Unspoken.QUIET), loa(day)) is reason


def test_only_loudspeakers_report(day: Day) -> None:
    report = ReportUnspoken(day.take(), FIVE, 1, Unspoken.QUIET)
    assert objection(loa(day), report, day.queue) is None
    assert day.refused(report, clerk(FIVE)) is Reason.NO_RIGHT
