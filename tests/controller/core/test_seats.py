"""Rules of the house about counters: who sits there, whether it calls, and help."""

import pytest

from contract.commands import (
    CallNext,
    ClearAlarm,
    CloseCounter,
    CloseField,
    OpenCounter,
    PauseCounter,
    PostMessage,
    RaiseAlarm,
    SignIn,
    SignOut,
)
from contract.ids import CounterId, OfficerId
from contract.notices import CounterStatus, Reason
from controller.core import views
from controller.core.forecast import forecast
from controller.core.hall import hall
from controller.core.rights import device_sender
from tests.controller.core.engine_day import Day
from tests.office import AN, CIVIL, FIVE, HOA, KEYPAD, LAN, LAND, MAI, MORNING, ONE, clerk, head_page, small_site


def signed_in(day, officer, counter):
    return day.do(SignIn(officer, "", counter), clerk(counter, officer))


def test_a_counter_is_closed_until_its_officer_opens_it():
    day = Day(seated={})
    assert day.refused(OpenCounter(FIVE)) is Reason.NOT_SIGNED_IN
    signed_in(day, LAN, FIVE)
    assert day.queue.seats[FIVE].status is CounterStatus.CLOSED
    assert day.refused(CallNext(FIVE)) is Reason.COUNTER_NOT_OPEN
    day.do(OpenCounter(FIVE))
    assert day.refused(OpenCounter(FIVE)) is Reason.ALREADY_SO
    assert day.queue.seats[FIVE].since == MORNING


def test_a_pause_ends_by_opening():
    day = Day()
    day.take()
    day.do(PauseCounter(FIVE))
    assert day.refused(CallNext(FIVE)) is Reason.COUNTER_NOT_OPEN
    assert day.refused(PauseCounter(FIVE)) is Reason.ALREADY_SO
    day.do(OpenCounter(FIVE))
    day.call()
    for command in (PauseCounter, CloseCounter, SignOut):
        assert day.refused(command(FIVE)) is Reason.STILL_SERVING
    day.finish()
    day.do(CloseCounter(FIVE))
    assert day.refused(CloseCounter(FIVE)) is Reason.ALREADY_SO
    assert day.refused(PauseCounter(FIVE)) is Reason.COUNTER_NOT_OPEN
    day.do(SignOut(FIVE))
    assert day.refused(SignOut(FIVE), head_page()) is Reason.ALREADY_SO


def test_nobody_takes_an_open_counter_over_but_a_closed_one():
    day = Day()
    assert day.refused(SignIn(MAI, "", FIVE), clerk(FIVE, MAI)) is Reason.COUNTER_TAKEN
    day.do(CloseCounter(FIVE))
    signed_in(day, MAI, FIVE)
    assert day.queue.seats[FIVE].officer == MAI
    assert day.refused(OpenCounter(FIVE), clerk(FIVE, LAN)) is Reason.NOT_SIGNED_IN


def test_an_officer_sits_at_one_counter():
    day = Day()
    signed_in(day, LAN, ONE)
    assert (day.queue.seats[FIVE].officer, day.queue.seats[FIVE].status) == (None, CounterStatus.CLOSED)
    assert day.queue.counter_of(LAN) == ONE
    assert signed_in(day, LAN, ONE).officer == LAN
    day.do(OpenCounter(ONE))
    day.take(CIVIL)
    day.call(ONE)
    assert day.refused(SignIn(LAN, "", FIVE), clerk(FIVE, LAN)) is Reason.STILL_SERVING


def test_who_may_sign_in_where():
    day = Day(seated={})
    assert day.refused(SignIn(OfficerId("la"), "", FIVE), clerk(FIVE)) is Reason.WRONG_PASSWORD
    assert day.refused(SignIn(AN, "", FIVE), clerk(FIVE, AN)) is Reason.NO_RIGHT
    assert day.refused(SignIn(LAN, "", ONE), clerk(FIVE)) is Reason.NOT_ALLOWED
    nowhere = CounterId(77)
    assert day.refused(SignIn(LAN, "", nowhere), clerk(nowhere)) is Reason.UNKNOWN_COUNTER
    assert day.do(SignIn(HOA, ""), head_page()).counter is None
    assert day.do(SignIn(AN, ""), head_page(AN)).officer == AN


def test_a_keypad_runs_its_counter_without_an_officer():
    day = Day(seated={})
    keypad = device_sender(day.site, KEYPAD)
    visit = day.take(CIVIL)
    day.do(OpenCounter(ONE), keypad)
    assert day.do(CallNext(ONE), keypad).visit == visit
    assert day.refused(OpenCounter(FIVE), keypad) is Reason.NOT_ALLOWED
    assert day.visit(visit).step.officer is None


def test_a_head_closes_and_pauses_from_afar_but_opens_nothing():
    day = Day()
    day.do(PauseCounter(FIVE), head_page())
    assert day.refused(OpenCounter(FIVE), head_page()) is Reason.NOT_ALLOWED
    day.do(SignOut(FIVE), head_page())
    assert day.queue.seats[FIVE].officer is None


def test_an_alarm_reaches_the_head_also_when_nobody_is_signed_in():
    day = Day(seated={})
    day.do(RaiseAlarm(FIVE))
    assert day.refused(RaiseAlarm(FIVE)) is Reason.ALREADY_SO
    counters = hall(day.queue, day.clock(), forecast(day.queue, day.clock())).counters
    assert {one.counter: one.alarm for one in counters} == {ONE: None, FIVE: MORNING}
    day.do(ClearAlarm(FIVE), head_page())
    assert day.refused(ClearAlarm(FIVE), head_page()) is Reason.ALREADY_SO


def test_a_message_is_shown_until_its_time_is_over():
    day = Day()
    day.do(PostMessage("  Xin đợi\tmột chút ", 10))
    board = views.board(day.queue, day.clock())
    assert (board.message, (board.message_until - MORNING).seconds) == ("Xin đợi một chút", 600)
    day.later(minutes=10)
    assert views.board(day.queue, day.clock()).message is None
    day.do(PostMessage("", 1))
    assert day.queue.message is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("a" * 161, 10), ("x", 0), ("x", 601), ("x", -(10**30)), ("x", 10**30), ("\x07", 5)]
)
def test_a_message_that_no_board_can_show_is_refused(text, minutes):
    assert Day().refused(PostMessage(text, minutes)) is Reason.BAD_MESSAGE


def test_the_house_is_the_heads():
    day = Day()
    assert day.refused(PostMessage("x"), clerk(FIVE)) is Reason.NO_RIGHT
    assert day.refused(CloseField(LAND), device_sender(small_site(), KEYPAD)) is Reason.NOT_ALLOWED
