"""What boards, counters, terminals and phones are shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.commands import Finish, MarkAbsent, Park, RateVisit, Recall, Score, SignOut, Transfer, Undo
from contract.ids import VisitId
from contract.notices import CounterStatus, Door, RatingInvitation, Reason, Wait
from contract.rating import OfficerShown
from controller.core import views
from controller.core.desk import desk
from controller.core.events import TicketCalled, VisitFinished
from controller.core.follow import invitation_mark
from controller.core.forecast import forecast
from controller.core.queue import Stage
from tests.controller.core.engine_day import ALL, Day, wide_site
from tests.office import CIVIL, FIVE, LAN, LAND, MAI, ONE, small_site


def phone(day, visit):
    return views.following(day.queue, visit, day.clock(), forecast(day.queue, day.clock()))


def test_the_board_shows_the_newest_call_first_and_one_a_counter():
    day = Day(seated={FIVE: LAN, ONE: MAI})
    first, second, third = (day.take(CIVIL) for _ in range(3))
    day.call(ONE)
    day.call(FIVE)
    assert [one.visit for one in views.board(day.queue, day.clock()).calls] == [second, first]
    day.finish(ONE)
    day.call(ONE)
    board = views.board(day.queue, day.clock())
    assert [one.visit for one in board.calls] == [third, second]
    assert [(one.field, one.waiting) for one in board.fields] == [(LAND, 0), (CIVIL, 0)]


def test_who_was_sent_on_and_called_there_stands_on_the_board_once():
    day = Day(seated={FIVE: LAN, ONE: MAI})
    visit = day.take(CIVIL)
    day.call(ONE)
    day.do(Transfer(visit, ONE, to_counter=FIVE))
    day.call(FIVE)
    assert [(one.visit, one.counter) for one in views.board(day.queue, day.clock()).calls] == [(visit, FIVE)]


def test_who_waits_again_is_not_sent_to_the_counter_before():
    day = Day(seated={FIVE: LAN, ONE: MAI})
    visit = day.take(CIVIL)
    day.call(ONE)
    day.do(Transfer(visit, ONE, to_counter=FIVE))
    assert views.board(day.queue, day.clock()).calls == ()


def test_a_counter_shows_whom_it_serves_and_how_many_it_could_call():
    day = Day()
    first = day.take()
    second = day.take(CIVIL)
    day.do(Transfer(second, to_counter=FIVE))
    state = views.counter_state(day.queue, FIVE, day.clock())
    assert (state.call, state.status, state.waiting) == (None, CounterStatus.OPEN, 2)
    day.call()
    assert views.counter_state(day.queue, FIVE, day.clock()).call.visit == first
    assert views.counter_state(day.queue, ONE, day.clock()).status is CounterStatus.CLOSED


def test_a_call_is_spoken_until_it_is_stale():
    day = Day()
    visit = day.take()
    assert views.announcement(day.queue, day.visit(visit)) is None
    day.call()
    spoken = views.announcement(day.queue, day.visit(visit))
    assert spoken.expires_at - spoken.called_at == timedelta(seconds=60)


def test_a_terminal_is_invited_to_the_last_visit_until_it_is_rated():
    day = Day()
    assert views.invitation(day.queue, FIVE).visit is None
    day.take()
    visit = day.serve()
    assert views.invitation(day.queue, FIVE).until == day.clock() + timedelta(seconds=30)
    assert views.invitation(day.queue, FIVE, "secret").mark == invitation_mark("secret", visit)
    day.do(RateVisit(visit, Score.SATISFIED))
    assert views.invitation(day.queue, FIVE) == RatingInvitation(FIVE, None, None, "", "Cán bộ thử")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [(OfficerShown.PLATE, "Cán bộ thử"), (OfficerShown.SIGNED_IN, "Trần Thị Lan"), (OfficerShown.NOBODY, None)],
)
def test_a_sleeping_terminal_shows_the_name_that_the_office_wants(wanted, shown):
    site = small_site()
    day = Day(replace(site, rating=replace(site.rating, officer=wanted)))
    assert views.invitation(day.queue, FIVE).officer == shown
    day.do(SignOut(FIVE))
    assert views.invitation(day.queue, FIVE).officer == (shown if wanted is OfficerShown.PLATE else None)
    assert views.invitation(day.queue, ONE).officer is None


def test_a_phone_follows_its_visit():
    day = Day()
    first, second = day.take(), day.take()
    assert (phone(day, second).ahead, phone(day, second).stage) == (1, Stage.WAITING)
    assert isinstance(phone(day, second).wait, Wait)
    day.call()
    assert (phone(day, first).ahead, phone(day, first).counter) == (0, FIVE)
    assert phone(day, VisitId("2026-11-22-B001")) is None


def test_the_outlook_says_of_each_field_whether_to_queue():
    day = Day()
    day.take()
    outlook = views.outlook(day.queue, day.clock(), forecast(day.queue, day.clock()))
    assert [(one.field, one.door, one.waiting) for one in outlook.fields] == [
        (LAND, Door.OPEN, 1),
        (CIVIL, Door.OPEN, 0),
    ]
    assert views.office(day.site).rating_seconds == 30


def test_a_clerk_sees_what_can_be_done():
    day = Day(wide_site(), seated=ALL)
    visit, other = day.take(), day.take(CIVIL)
    free = desk(day.queue, FIVE, day.clock())
    assert (free.served, free.next_up.visit, free.may_recall, free.may_be_absent) == (None, visit, False, False)
    assert [(one.field, one.next) for one in free.waiting] == [(LAND, "B001"), (CIVIL, "A001")]
    day.call()
    busy = desk(day.queue, FIVE, day.clock())
    assert (busy.served.visit, busy.may_recall, busy.may_be_absent, busy.next_up.visit) == (visit, True, False, other)
    assert busy.takeback.stage is Stage.WAITING
    day.later(seconds=6)
    day.do(Recall(FIVE, visit))
    assert desk(day.queue, FIVE, day.clock()).may_be_absent
    day.do(MarkAbsent(FIVE, visit))
    away = desk(day.queue, FIVE, day.clock())
    assert [(one.visit, one.stage) for one in away.aside] == [(visit, Stage.ABSENT)]
    assert (away.takeback.stage, away.takeback.now) == (Stage.CALLED, Stage.ABSENT)


def test_people_away_from_the_own_counter_stand_first():
    day = Day(wide_site(), seated=ALL)
    for counter in (FIVE, ONE):
        visit = day.take(CIVIL)
        day.call(counter)
        day.do(Park(counter, visit))
    assert [one.counter for one in desk(day.queue, ONE, day.clock()).aside] == [ONE, FIVE]


def test_an_end_cannot_be_taken_back_while_the_counter_serves_another():
    """An old journal may say so; the page offers nothing that would be refused."""
    day = Day()
    first, second = day.take(), day.take()
    day.happen(TicketCalled(first, FIVE), TicketCalled(second, FIVE), VisitFinished(first, FIVE))
    assert desk(day.queue, FIVE, day.clock()).takeback is None
    assert day.refused(Undo(FIVE, first)) is Reason.STILL_SERVING
    day.do(Finish(FIVE, second))
