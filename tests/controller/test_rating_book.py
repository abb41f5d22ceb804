"""Ratings that come late, through the real service and journal: kept by a terminal for hours or over night, counted once."""

from dataclasses import replace

import pytest

from contract.commands import CallNext, Finish, OpenCounter, RateVisit, Score, SignIn
from contract.ids import VisitId
from contract.notices import Acceptance, Reason
from controller.core.events import VisitRated
from controller.core.rights import device_sender, phone_sender
from controller.core.state import fingerprint, plain_state
from tests.controller.driven_day import Office
from tests.office import FIVE, LAN, LAND, PASSWORD


@pytest.fixture
def office(tmp_path):
    """Somebody was served at counter 5 at nine: ``office.served``."""
    office = Office(tmp_path)
    office.served = office.take(LAND)
    for command in (
        SignIn(LAN, PASSWORD, FIVE),
        OpenCounter(FIVE),
        CallNext(FIVE),
        Finish(FIVE, office.served, whole=True),
    ):
        office.do(office.five, command)
    yield office
    office.close()


def rated(office):
    return [entry.event for entry in office.journal.story(office.served) if isinstance(entry.event, VisitRated)]


@pytest.mark.parametrize("hours", [0.01, 3, 20, 24 * 9])
def test_it_counts_once_however_late_it_comes_and_however_often(office, hours):
    office.clock.move(hours=hours)
    request = office.request(office.rating(office.served, Score.NOT_SATISFIED, ("cho-lau",)))
    answers = [office.service.handle(office.pad, request) for _ in range(3)]
    assert answers == [Acceptance(request.id, office.served)] * 3
    again = office.do(office.pad, office.rating(office.served, Score.SATISFIED), seconds=1)
    assert again.reason is Reason.ALREADY_RATED
    assert rated(office) == [VisitRated(office.served, FIVE, LAND, Score.NOT_SATISFIED, ("cho-lau",), 3, LAN)]


def test_a_controller_that_was_restarted_meanwhile_knows_the_visit(office):
    office.clock.move(hours=20)
    office.close()
    office.open()
    assert isinstance(office.do(office.pad, office.rating(office.served, Score.SATISFIED)), Acceptance)
    live = office.service.look(lambda queue: fingerprint(plain_state(queue)))
    office.close()
    office.open()
    assert office.service.look(lambda queue: fingerprint(plain_state(queue))) == live
    assert len(rated(office)) == 1


@pytest.mark.parametrize("hours", [3, 20])
def test_without_the_invitations_mark_nothing_late_counts(office, hours):
    office.clock.move(hours=hours)
    for mark in ("", "forged", office.rating(VisitId("2026-11-23-B002"), Score.SATISFIED).mark):
        refusal = office.do(office.pad, RateVisit(office.served, Score.SATISFIED, mark=mark, after_s=3), seconds=1)
        assert refusal.reason is (Reason.NOT_ALLOWED if hours == 3 else Reason.NOT_OF_TODAY)
    assert rated(office) == []


def test_a_phones_address_is_dead_the_next_morning(office):
    office.clock.move(hours=20)
    refusal = office.do(phone_sender(office.served), RateVisit(office.served, Score.SATISFIED))
    assert refusal.reason is Reason.NOT_OF_TODAY


def test_a_terminal_of_another_counter_cannot_deliver_it(office):
    other = replace(device_sender(office.site, office.pad.device), counter=1)
    for hours in (3, 20):
        office.clock.move(hours=hours)
        refusal = office.do(other, office.rating(office.served, Score.SATISFIED))
        assert refusal.reason is Reason.NOT_ALLOWED
