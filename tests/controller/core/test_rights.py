"""Who may do what: every kind of sender against every kind of command."""

from dataclasses import replace

import pytest

from contract.commands import (
    CallNext,
    CallNumber,
    CancelVisit,
    ClearAlarm,
    CloseCounter,
    Finish,
    LookUpFile,
    OpenField,
    PauseCounter,
    PostMessage,
    RaiseAlarm,
    RateVisit,
    ReportPrint,
    ReturnVisit,
    Score,
    SignOut,
    TakeTicket,
    Transfer,
)
from contract.ids import CounterId, DeviceId, FileCode, VisitId
from contract.notices import Reason
from contract.site import Device
from contract.topics import Role
from controller.core.rights import device_sender, objection, phone_sender
from tests.controller.core.engine_day import ALL, Day, wide_site
from tests.office import AN, FIVE, KEYPAD, KIOSK, LAN, LAND, MAI, ONE, PAD, clerk, head_page, small_site

VISIT = VisitId("2026-11-23-B001")


@pytest.fixture
def day():
    """Lan at 5 serves B001, Mai sits at 1, the head at 7."""
    day = Day(wide_site(), seated=ALL)
    day.take()
    day.call()
    return day


def device(name):
    return device_sender(wide_site(), name)


def test_a_kiosk_takes_numbers_and_nothing_else(day):
    may = (TakeTicket(LAND), LookUpFile(FileCode("x")), ReportPrint(VISIT, "sent"))
    may_not = (CallNext(FIVE), RateVisit(VISIT, Score.SATISFIED), PostMessage("x"), SignOut(FIVE))
    assert {objection(device(KIOSK), one, day.queue) for one in may} == {None}
    assert {objection(device(KIOSK), one, day.queue) for one in may_not} == {Reason.NOT_ALLOWED}


def test_a_page_acts_for_its_own_counter_only_and_only_for_the_officer_who_sits_there(day):
    assert objection(clerk(FIVE, LAN), CallNext(FIVE), day.queue) is None
    assert objection(clerk(FIVE, LAN), CallNext(ONE), day.queue) is Reason.NOT_ALLOWED
    assert objection(clerk(FIVE, LAN), Finish(ONE, VISIT), day.queue) is Reason.NOT_ALLOWED
    assert objection(clerk(FIVE, MAI), CallNext(FIVE), day.queue) is Reason.NOT_SIGNED_IN
    assert objection(clerk(FIVE, MAI), ReturnVisit(VISIT), day.queue) is Reason.NOT_SIGNED_IN
    assert objection(clerk(FIVE, MAI), RaiseAlarm(FIVE), day.queue) is None
    assert objection(clerk(FIVE, LAN), RateVisit(VISIT, Score.VERY_SATISFIED), day.queue) is Reason.NO_RIGHT
    assert objection(clerk(CounterId(99)), CallNext(CounterId(99)), day.queue) is Reason.UNKNOWN_COUNTER
    assert objection(clerk(CounterId(99)), CancelVisit(VISIT), day.queue) is Reason.NOT_SIGNED_IN


def test_a_keypad_acts_for_its_counter_whoever_sits_there(day):
    assert objection(device(KEYPAD), CallNext(ONE), day.queue) is None
    assert objection(device(KEYPAD), CallNext(FIVE), day.queue) is Reason.NOT_ALLOWED
    assert objection(device(KEYPAD), OpenField(LAND), day.queue) is Reason.NOT_ALLOWED
    assert objection(device(KEYPAD), CancelVisit(VISIT), day.queue) is Reason.NO_RIGHT
    assert objection(device(KEYPAD), CallNumber(ONE, "B001"), day.queue) is None  # Mai sits there and has the right


def test_a_terminal_rates_visits_of_its_own_counter_only(day):
    assert objection(device(PAD), RateVisit(VISIT, Score.SATISFIED), day.queue) is None
    assert objection(device(PAD), RateVisit(VisitId("2026-11-23-B009"), Score.SATISFIED), day.queue) is None
    day.finish()
    day.call(CounterId(7))
    assert objection(device(PAD), RateVisit(VISIT, Score.SATISFIED), day.queue) is Reason.NOT_ALLOWED
    assert objection(device(PAD), TakeTicket(LAND), day.queue) is Reason.NOT_ALLOWED


def test_a_phone_rates_the_visit_of_its_ticket_and_nothing_else(day):
    phone = phone_sender(VISIT)
    assert objection(phone, RateVisit(VISIT, Score.SATISFIED), day.queue) is None
    assert objection(phone, RateVisit(VisitId("2026-11-23-B002"), Score.SATISFIED), day.queue) is Reason.NOT_ALLOWED
    assert objection(phone, CancelVisit(VISIT), day.queue) is Reason.NOT_ALLOWED


def test_nobody_who_is_signed_in_and_no_keypad_rates(day):
    senders = (clerk(FIVE, LAN), head_page(), clerk(CounterId(7), "hoa"), device(KEYPAD), device(KIOSK))
    reasons = {objection(one, RateVisit(VISIT, Score.SATISFIED), day.queue) for one in senders}
    assert reasons == {Reason.NO_RIGHT, Reason.NOT_ALLOWED}


def test_a_pad_may_what_a_terminal_may():
    site = small_site()
    pad = Device(DeviceId("pad-5"), Role.PAD, FIVE)
    sender = device_sender(replace(site, devices=(*site.devices, pad)), pad.id)
    assert (sender.commands, sender.counter) == (frozenset({RateVisit}), FIVE)


def test_a_head_reaches_every_counter_for_what_harms_nobody(day):
    for command in (
        SignOut(FIVE),
        PauseCounter(FIVE),
        CloseCounter(FIVE),
        ClearAlarm(FIVE),
        Transfer(VISIT, FIVE, LAND),
    ):
        assert objection(head_page(), command, day.queue) is None
    for command in (CallNext(FIVE), Finish(FIVE, VISIT)):
        assert objection(head_page(), command, day.queue) is Reason.NOT_ALLOWED
    for command in (CancelVisit(VISIT), TakeTicket(LAND), PostMessage("x"), Transfer(VISIT)):
        assert objection(head_page(), command, day.queue) is None


def test_a_head_at_a_counter_is_a_head(day):
    here = clerk(CounterId(7), "hoa")
    assert objection(here, CallNext(CounterId(7)), day.queue) is None
    assert objection(here, OpenField(LAND), day.queue) is None
    assert objection(here, CallNumber(CounterId(7), "B001"), day.queue) is None


def test_it_staff_call_nobody(day):
    assert objection(head_page(AN), CallNext(FIVE), day.queue) is Reason.NO_RIGHT
    assert objection(head_page(AN), TakeTicket(LAND), day.queue) is Reason.NO_RIGHT


def test_a_clerk_calls_by_number_only_who_was_away_from_the_same_counter(day):
    assert objection(clerk(FIVE, LAN), CallNumber(FIVE, "B001"), day.queue) is Reason.NO_RIGHT
    assert objection(clerk(FIVE, LAN), CallNumber(FIVE, "B099"), day.queue) is None  # the refusal is about the number
    day.miss()
    assert objection(clerk(FIVE, LAN), CallNumber(FIVE, "b1"), day.queue) is None


def test_a_device_that_the_site_does_not_have_is_nobody():
    assert device_sender(small_site(), DeviceId("la-ai")) is None
