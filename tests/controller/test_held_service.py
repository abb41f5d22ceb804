"""Held numbers through service and journal: asked again, answered late, over a restart, and once only."""

import pytest

from contract.commands import (
    CallNext,
    HoldNumbers,
    OpenCounter,
    PrintState,
    ReportPrint,
    ReportTicket,
    Request,
    SignIn,
    TakeTicket,
)
from contract.ids import RequestId
from contract.notices import Acceptance, HeldNumbers, Reason, Receipt, Refusal
from contract.request_ids import report_of
from controller.core import events as e
from controller.core.state import plain_state
from tests.controller.driven_day import Office
from tests.office import CIVIL, FIVE, LAN, LAND, PASSWORD

TAP = RequestId("tap-1")


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


def hold(office, book="book"):
    return office.do(office.kiosk, HoldNumbers(LAND, book))


def report(office, number, tap=TAP):
    command = ReportTicket(tap, number, office.clock())
    return office.service.handle(office.kiosk, Request(report_of(tap), command))


def told(office):
    return [type(one.event) for one in office.journal.latest_day()]


def test_what_is_held_is_told_with_the_address_of_each_and_journalled_once(office):
    held = hold(office)
    assert isinstance(held, HeldNumbers)
    assert [one.number for one in held.numbers] == ["B995", "B996", "B997", "B998", "B999"]
    assert all(f"/t/2026-11-23-{one.number}/" in one.follow for one in held.numbers)
    assert hold(office).numbers == held.numbers
    assert told(office).count(e.NumbersHeld) == 1


def test_a_restart_keeps_what_is_held(office):
    held, live = hold(office), office.service.look(plain_state)
    office.close()
    office.open()
    assert office.service.look(plain_state) == live
    assert hold(office).numbers == held.numbers
    assert office.do(office.kiosk, TakeTicket(LAND)).number == "B001"


def test_a_report_is_answered_the_same_however_often_it_comes(office):
    number = hold(office).numbers[0].number
    first = report(office, number)
    assert first == Acceptance(report_of(TAP), f"2026-11-23-{number}")
    assert report(office, number) == first
    assert told(office).count(e.TicketIssued) == 1


def test_a_request_that_arrives_after_its_report_gets_no_number(office):
    number = hold(office).numbers[0].number
    report(office, number)
    late = office.service.handle(office.kiosk, Request(TAP, TakeTicket(LAND)))
    assert late == Acceptance(TAP, f"2026-11-23-{number}")
    assert told(office).count(e.TicketIssued) == 1


def test_the_number_that_nobody_saw_leaves_the_counters_display(office):
    number = hold(office).numbers[0].number
    office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
    office.do(office.five, OpenCounter(FIVE))
    given = office.service.handle(office.kiosk, Request(TAP, TakeTicket(LAND)))
    assert isinstance(given, Receipt)
    office.do(office.five, CallNext(FIVE))
    report(office, number)
    assert office.service.desk(FIVE).served is None
    assert office.do(office.five, CallNext(FIVE)).visit == f"2026-11-23-{number}"


def test_paper_of_a_held_number_is_told_like_any_other(office):
    number = hold(office).numbers[0].number
    visit = report(office, number).visit
    assert office.do(office.kiosk, ReportPrint(visit, PrintState.CONFIRMED)) == Acceptance(RequestId("r2"), visit)


def test_a_report_of_yesterday_is_refused_and_stands_in_the_record(office):
    number = hold(office).numbers[0].number
    command = ReportTicket(TAP, number, office.clock())
    office.clock.move(hours=24)
    office.service.refresh()
    refused = office.service.handle(office.kiosk, Request(report_of(TAP), command))
    assert refused == Refusal(report_of(TAP), Reason.NOT_OF_TODAY)
    (entry,) = [one for one in office.journal.latest_day() if isinstance(one.event, e.CommandRefused)]
    assert entry.event == e.CommandRefused("ReportTicket", Reason.NOT_OF_TODAY, visit=f"2026-11-23-{number}")


def test_a_field_that_is_not_offered_is_refused(office):
    assert office.do(office.kiosk, HoldNumbers("khac", "book")).reason is Reason.UNKNOWN_FIELD
    assert office.do(office.pad, HoldNumbers(CIVIL, "book")).reason is Reason.NOT_ALLOWED
