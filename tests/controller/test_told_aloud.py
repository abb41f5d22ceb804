"""What the service tells loudspeakers: calls again after a broken link, an emergency before everything, reports once."""

from dataclasses import replace

import pytest

from contract.commands import (
    CallNext,
    EndEmergency,
    Finish,
    RaiseEmergency,
    Recall,
    ReportUnspoken,
    Request,
    TakeTicket,
    Unspoken,
)
from contract.ids import DeviceId, RequestId
from contract.notices import Acceptance, Announcement, Board, Emergency, Presence, Refusal
from contract.site import Device
from contract.topics import Role
from controller.core.events import CallUnspoken
from controller.core.rights import device_sender
from tests.controller.driven_day import Office
from tests.office import FIVE, LAND, sit_down

LOA = DeviceId("loa")


@pytest.fixture
def office(tmp_path):
    """Lan sits at counter 5, two people wait, a loudspeaker hangs in the hall."""
    opened = Office(tmp_path)
    opened.close()
    opened.site = replace(opened.site, devices=(*opened.site.devices, Device(LOA, Role.SPEAKER)))
    opened.open()
    opened.speaker = device_sender(opened.site, LOA)
    sit_down(opened.service)
    for _ in range(2):
        opened.do(opened.kiosk, TakeTicket(LAND))
    yield opened
    opened.close()


def called(office):
    visit = office.do(office.five, CallNext(FIVE)).visit
    (told,) = office.outlet.take(Announcement)
    return visit, told


def test_a_broken_link_loses_no_call_that_is_still_worth_saying(office):
    _, told = called(office)
    office.clock.move(seconds=30)
    office.service.tell_all()
    (again,) = office.outlet.take(Announcement)
    assert replace(again, seq=told.seq) == told
    assert again.seq >= told.seq
    office.clock.move(seconds=30)
    office.service.tell_all()
    assert office.outlet.take(Announcement) == []


def test_what_is_over_is_not_told_again(office):
    visit, _ = called(office)
    office.do(office.five, Recall(FIVE, visit), seconds=6)
    office.do(office.five, Finish(FIVE, visit, whole=True), seconds=6)
    office.outlet.left.clear()
    office.service.tell_all()
    assert office.outlet.take(Announcement) == []


def test_a_loudspeaker_that_is_back_is_told_what_it_missed(office):
    office.service.heard(Presence(LOA, online=True))
    office.service.heard(Presence(LOA, online=False))
    _, told = called(office)
    office.service.heard(Presence(LOA, online=True))
    (again,) = office.outlet.take(Announcement)
    assert again.number == told.number
    office.service.heard(Presence(LOA, online=True, sound=True))
    office.service.heard(Presence(DeviceId("kiosk-1"), online=True))
    assert office.outlet.take(Announcement) == []


def test_after_a_broker_that_died_each_loudspeaker_is_told_when_it_is_there(office):
    """Nobody told the controller that they were gone, and they come back after it."""
    office.service.heard(Presence(LOA, online=True))
    called(office)
    office.service.tell_all()
    office.outlet.left.clear()
    office.service.heard(Presence(LOA, online=True))
    assert len(office.outlet.take(Announcement)) == 1


def test_an_emergency_goes_out_before_everything_and_stands_until_it_is_ended(office):
    office.outlet.left.clear()
    office.do(office.head, RaiseEmergency("Có cháy"))
    kinds = [type(one) for one in office.outlet.left if not isinstance(one, Acceptance)]
    assert kinds[0] is Emergency
    assert [one.urgent for one in office.outlet.take(Board)] == [True]
    office.close()
    office.open()
    office.service.tell_all()
    assert [one.text for one in office.outlet.take(Emergency)] == ["Có cháy"]
    office.do(office.head, EndEmergency())
    assert [one.text for one in office.outlet.take(Emergency)] == [None]


def test_a_report_is_journalled_once_and_the_board_shows_the_call(office):
    visit, _ = called(office)
    report = Request(RequestId("r"), ReportUnspoken(visit, FIVE, 1, Unspoken.EXPIRED))
    answers = [office.service.handle(office.speaker, report) for _ in range(3)]
    assert answers == [Acceptance(RequestId("r"), visit)] * 3
    told = [entry for entry in office.journal.story(visit) if isinstance(entry.event, CallUnspoken)]
    assert [(entry.by, entry.event) for entry in told] == [(LOA, CallUnspoken(visit, FIVE, 1, Unspoken.EXPIRED))]
    office.service.tell_all()
    assert [one.visit for one in office.outlet.take(Board)[-1].calls] == [visit]


def test_a_kiosk_reports_no_calls(office):
    visit, _ = called(office)
    assert isinstance(office.do(office.kiosk, ReportUnspoken(visit, FIVE, 1, Unspoken.EXPIRED)), Refusal)
