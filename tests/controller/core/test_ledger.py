"""What a day's ledger makes of its journal: waits, stays, ends, transfers and grants, to the second."""

from datetime import date, datetime, time, timedelta

import pytest

from contract.commands import Place, PrintState, Score
from contract.ids import FileCode, VisitId
from contract.notices import LookUp, Reason, Wait
from controller.core import events as e
from controller.core.day import Session
from controller.core.day_facts import End, Leaving
from controller.core.ledger import facts_of
from controller.core.rating_batches import RatingBatches
from tests.office import CIVIL, ELDERLY, FIVE, HANOI, HOA, KIOSK, LAN, LAND, ONE

DAY = date(2026, 11, 23)
FIRST, SECOND = VisitId("2026-11-23-B001"), VisitId("2026-11-23-B002")
STRANGER = VisitId("2026-11-22-B001")
HOURS = (Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17)))


def at(clock):
    hour, minute, second = (int(one) for one in clock.split(":"))
    return datetime(2026, 11, 23, hour, minute, second, 900_000, tzinfo=HANOI)


def facts(*told, over=True, ratings=None):
    """Each of ``told`` is a clock, an event and perhaps an officer; the day opens at midnight."""
    lines = [("00:00:00", e.DayOpened(DAY, HOURS)), *told]
    entries = [
        e.Entry(seq, at(line[0]), KIOSK, None, line[1], line[2] if len(line) > 2 else None)
        for seq, line in enumerate(lines, 1)
    ]
    return facts_of(entries, RatingBatches() if ratings is None else ratings, over=over)


def ticket(visit=FIRST, field=LAND, due="08:20:00", **more):
    return e.TicketIssued(visit, visit[11:], field, 3, at(due), **more)


@pytest.mark.parametrize("days", [1, -1, 400])
def test_what_a_clock_wrote_that_was_set_to_another_date_happened_on_this_day(days):
    def away(moment):
        return moment + timedelta(days=days)

    lines = [
        (at("00:00:00"), e.DayOpened(DAY, HOURS)),
        (at("08:00:00"), ticket()),
        (away(at("08:05:00")), e.TicketIssued(SECOND, SECOND[11:], LAND, 3, away(at("08:25:00")))),
        (away(at("08:12:20")), e.TicketCalled(FIRST, FIVE)),
        (at("08:20:05"), e.VisitFinished(FIRST, FIVE)),
        (at("08:26:00"), e.TicketCalled(SECOND, FIVE)),
    ]
    entries = [e.Entry(seq, when, KIOSK, None, event, None) for seq, (when, event) in enumerate(lines, 1)]
    first, second = facts_of(entries, RatingBatches(), over=True).visits
    assert (first.came, first.waited, first.served_s) == (8 * 3600, 740, 465)
    assert (second.came, second.waited) == (8 * 3600 + 300, 1260)
    assert [one.in_time for one in facts_of(entries, RatingBatches(), over=True).stays] == [True, False]


def test_a_day_that_goes_on_for_a_moment_after_midnight_stays_in_order():
    lines = [(at("00:00:00"), e.DayOpened(DAY)), (at("23:59:50"), ticket(due="23:59:59"))]
    lines.append((at("23:59:59") + timedelta(seconds=1), e.TicketCalled(FIRST, FIVE)))
    entries = [e.Entry(seq, when, KIOSK, None, event, None) for seq, (when, event) in enumerate(lines, 1)]
    (visit,) = facts_of(entries, RatingBatches(), over=True).visits
    assert visit.waited == 10


def test_a_wait_and_a_service_are_differences_of_clock_readings():
    day = facts(
        ("08:00:00", ticket(wait=Wait(300, 600, 900))),
        ("08:12:20", e.TicketCalled(FIRST, FIVE), LAN),
        ("08:12:40", e.TicketRecalled(FIRST, FIVE, 2), LAN),
        ("08:20:05", e.VisitFinished(FIRST, FIVE), LAN),
    )
    (visit,), (stay,) = day.visits, day.stays
    assert (visit.waited, visit.served_s, visit.end, visit.counter, visit.officer) == (740, 465, End.SERVED, FIVE, LAN)
    assert (visit.came, visit.ahead, visit.wait) == (8 * 3600, 3, Wait(300, 600, 900))
    assert (stay.waited, stay.called, stay.left, stay.leaving) == (
        740,
        8 * 3600 + 740,
        8 * 3600 + 1205,
        Leaving.FINISHED,
    )
    assert stay.in_time


def test_a_call_after_the_due_moment_is_late_and_nobody_at_the_counter_is_still_there():
    day = facts(("08:00:00", ticket()), ("08:20:01", e.TicketCalled(FIRST, FIVE)))
    (stay,) = day.stays
    assert not stay.in_time
    assert (stay.left, stay.leaving) == (None, Leaving.STILL_THERE)
    assert day.visits[0].end is End.UNSERVED


def test_steps_have_waits_and_services_of_their_own():
    day = facts(
        ("08:00:00", ticket()),
        ("08:05:00", e.TicketCalled(FIRST, FIVE)),
        ("08:10:00", e.StepFinished(FIRST, FIVE, CIVIL, at("08:30:00"))),
        ("08:31:00", e.TicketCalled(FIRST, ONE)),
        ("08:33:00", e.VisitFinished(FIRST, ONE)),
    )
    assert [(stay.field, stay.waited, stay.in_time, stay.leaving) for stay in day.stays] == [
        (LAND, 300, True, Leaving.STEP),
        (CIVIL, 1260, False, Leaving.FINISHED),
    ]
    assert (day.visits[0].waited, day.visits[0].served_s, day.visits[0].counter) == (300, 420, ONE)


def test_who_was_set_aside_has_waited_once_and_was_served_since_the_latest_call():
    day = facts(
        ("08:00:00", ticket()),
        ("08:05:00", e.TicketCalled(FIRST, FIVE)),
        ("08:06:00", e.VisitParked(FIRST, FIVE)),
        ("08:15:00", e.VisitReturned(FIRST)),
        ("08:16:00", e.TicketCalled(FIRST, FIVE, named=True)),
        ("08:20:00", e.VisitFinished(FIRST, FIVE)),
    )
    assert [(stay.waited, stay.leaving) for stay in day.stays] == [(300, Leaving.PARKED), (None, Leaving.FINISHED)]
    assert day.visits[0].served_s == 240


def test_the_absent_who_come_back_are_told_from_those_who_do_not():
    day = facts(
        ("08:00:00", ticket()),
        ("08:00:10", ticket(SECOND)),
        ("08:05:00", e.TicketCalled(FIRST, FIVE)),
        ("08:06:00", e.VisitMissed(FIRST, FIVE)),
        ("08:06:10", e.TicketCalled(SECOND, FIVE)),
        ("08:07:00", e.VisitMissed(SECOND, FIVE)),
        ("08:09:00", e.VisitReturned(FIRST, late=True)),
        ("08:10:00", e.TicketCalled(FIRST, FIVE)),
        ("08:20:00", e.VisitFinished(FIRST, FIVE)),
    )
    assert [(stay.leaving, stay.back) for stay in day.stays] == [
        (Leaving.ABSENT, True),
        (Leaving.ABSENT, False),
        (Leaving.FINISHED, False),
    ]
    assert [visit.end for visit in day.visits] == [End.SERVED, End.ABSENT]


def test_a_transfer_begins_a_wait_but_another_place_in_the_same_line_does_not():
    moved = e.VisitTransferred(FIRST, LAND, Place.END, at("08:40:00"))
    sent = e.VisitTransferred(FIRST, CIVIL, Place.FRONT, at("08:50:00"), FIVE, ONE)
    day = facts(
        ("08:00:00", ticket()),
        ("08:02:00", moved, HOA),
        ("08:30:00", e.TicketCalled(FIRST, FIVE)),
        ("08:40:00", sent, LAN),
        ("08:51:00", e.TicketCalled(FIRST, ONE)),
        ("08:52:00", e.VisitCancelled(FIRST, ONE)),
    )
    assert [(stay.waited, stay.in_time, stay.leaving) for stay in day.stays] == [
        (1800, True, Leaving.TRANSFERRED),
        (660, False, Leaving.CANCELLED),
    ]
    assert [
        (one.field, one.to_field, one.counter, one.to_counter, one.officer, one.place) for one in day.transfers
    ] == [
        (LAND, LAND, 0, 0, HOA, Place.END),
        (LAND, CIVIL, FIVE, ONE, LAN, Place.FRONT),
    ]
    assert (day.visits[0].end, day.visits[0].served_s) == (End.CANCELLED, None)


def test_what_was_undone_did_not_happen():
    day = facts(
        ("08:00:00", ticket()),
        ("08:05:00", e.TicketCalled(FIRST, FIVE)),
        ("08:06:00", e.VisitMissed(FIRST, FIVE)),
        ("08:06:10", e.ActionUndone(FIRST, FIVE, 4)),
        ("08:09:00", e.VisitFinished(FIRST, FIVE)),
    )
    assert [(stay.leaving, stay.left - stay.called) for stay in day.stays] == [(Leaving.FINISHED, 240)]


def test_a_voided_number_is_nobodys_and_a_held_one_came_when_it_was_taken():
    day = facts(
        ("08:00:00", ticket()),
        ("08:05:00", ticket(SECOND, taken_at=at("07:59:00"))),
        ("08:05:00", e.TicketVoided(FIRST, SECOND)),
        ("08:06:00", e.TicketCalled(FIRST, FIVE)),
    )
    assert [(visit.visit, visit.came) for visit in day.visits] == [(SECOND, 8 * 3600 - 60)]
    assert day.stays == []


def test_priority_is_told_by_whom_it_was_granted_and_when():
    day = facts(
        ("08:00:00", ticket(priority=ELDERLY), HOA),
        ("08:00:10", ticket(SECOND)),
        ("08:01:00", e.PriorityGranted(SECOND, ELDERLY)),
    )
    assert [(one.officer, one.with_ticket, one.field, one.priority) for one in day.grants] == [
        (HOA, True, LAND, ELDERLY),
        ("", False, LAND, ELDERLY),
    ]
    assert [visit.by_law for visit in day.visits] == [True, True]


@pytest.mark.parametrize(
    "event",
    [
        e.TicketCalled(STRANGER, FIVE),
        e.VisitFinished(STRANGER, FIVE),
        e.VisitReturned(STRANGER),
        e.StepFinished(STRANGER, FIVE, CIVIL, at("09:00:00")),
        e.VisitTransferred(STRANGER, CIVIL, Place.END, at("09:00:00")),
        e.PriorityGranted(STRANGER, ELDERLY),
        e.MessagePosted("Xin chào", at("09:00:00")),
    ],
)
def test_visits_of_another_day_and_what_nobody_counts_are_nothing(event):
    day = facts(("08:00:00", event))
    assert (day.visits, day.stays, day.transfers, day.grants) == ([], [], [], [])


def test_ratings_are_shown_by_fives_and_the_rest_waits_for_another_day():
    rated = e.VisitRated(STRANGER, FIVE, LAND, Score.SATISFIED, officer=LAN)
    waiting = RatingBatches()
    assert facts(*[("08:00:00", rated)] * 4, ratings=waiting).ratings == []
    (batch,) = facts(*[("09:00:00", rated)] * 2, ratings=waiting).ratings
    assert batch.scores == {Score.SATISFIED: 5}
    assert [len(one) for one in waiting.waiting.values()] == [1]


def test_papers_scans_and_refusals_are_kept_without_whose():
    day = facts(
        ("08:00:00", e.CommandRefused("TakeTicket", Reason.QUOTA_REACHED, field=LAND)),
        ("08:00:01", e.CommandRefused("CallNext", Reason.NOBODY_WAITING, FIVE)),
        ("08:00:02", e.TicketPrinted(FIRST, PrintState.FAILED, "paper_out")),
        ("08:00:03", e.FileLookedUp(FileCode("H56.14-240823-0001"), LookUp.FOUND, 9)),
    )
    assert [(one.reason, one.field) for one in day.refusals] == [
        (Reason.QUOTA_REACHED, LAND),
        (Reason.NOBODY_WAITING, ""),
    ]
    assert [(one.state, one.trouble) for one in day.papers] == [(PrintState.FAILED, "paper_out")]
    assert [(one.outcome, one.status, one.verdict) for one in day.scans] == [(LookUp.FOUND, 9, "")]


def test_counters_and_devices_of_a_day_that_goes_on_are_counted_so_far():
    lines = (
        ("08:00:00", e.OfficerSignedIn(LAN, FIVE)),
        ("08:00:00", e.OfficerSignedIn(HOA)),
        ("08:00:00", e.CounterOpened(FIVE)),
        ("08:10:00", e.CounterPaused(FIVE)),
        ("08:15:00", e.DeviceChanged(KIOSK, online=False)),
        ("08:20:00", e.CounterOpened(FIVE)),
        ("08:30:00", e.CounterClosed(FIVE)),
        ("08:31:00", e.CounterOpened(FIVE)),
        ("08:32:00", e.OfficerSignedOut(FIVE)),
        ("08:33:00", e.HoursChanged(HOURS[:1])),
        ("08:40:00", ticket()),
        ("08:41:00", e.TicketCalled(FIRST, FIVE)),
    )
    so_far, over = facts(*lines, over=False), facts(*lines)
    assert [(one.officer, one.paused, one.seconds) for one in so_far.seats] == [
        (LAN, False, 600),
        (LAN, True, 600),
        (LAN, False, 600),
        (LAN, False, 60),
    ]
    assert [one.seconds for one in so_far.troubles] == [26 * 60]
    assert [one.seconds for one in over.troubles] == [195 * 60]
    assert so_far.stays[0].officer == ""
    assert timedelta(seconds=so_far.stays[0].waited) == timedelta(minutes=1)
