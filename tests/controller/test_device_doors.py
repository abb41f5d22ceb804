"""What a stolen or changed device can make the controller do: every role sends every command, about its own counter and about another."""

from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import fields, replace
from typing import get_args

import pytest

from contract.codec import encode_notice, encode_request
from contract.commands import CallNext, Command, ReportUnspoken, Request, TakeTicket
from contract.errors import MalformedMessageError
from contract.ids import CounterId, DeviceId, RequestId, VisitId
from contract.notices import LookUp, Presence, Reason, Receipt, Refusal
from contract.site import Counter
from contract.topics import Role, Topics
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.state import plain_state
from controller.fleet_running import heard_presences
from controller.ports import RegistryAnswer
from controller.running import heard_commands
from controller.service import Service
from tests.contract.topic_law import FIVE, OFFICE, SIX
from tests.controller.command_law import LAW, sample
from tests.office import (
    CIVIL,
    LAN,
    LAND,
    MAI,
    FakeVerifier,
    RecordingOutlet,
    SetClock,
    clerk,
    sit_down,
    small_site,
)

LAND_VISIT, CIVIL_VISIT = VisitId("2026-11-23-B001"), VisitId("2026-11-23-A001")
VISITS = {FIVE: LAND_VISIT, SIX: CIVIL_VISIT}
OTHER = {FIVE: SIX, SIX: FIVE}
KINDS = get_args(Command)


class AtOnce(Executor):
    """A worker that is never busy."""

    def submit(self, ask, /, *given, **named):
        done: Future[object] = Future()
        done.set_result(ask(*given, **named))
        return done


class EmptyRegistry:
    """Knows no file."""

    def look_up(self, code, digits=None):
        return RegistryAnswer(LookUp.UNKNOWN_FILE)


class AnsweredOutlet(RecordingOutlet):
    """Keeps who was answered what."""

    def __init__(self):
        super().__init__()
        self.answers = []

    def answer(self, device, answer):
        self.answers.append((device, answer))


class Office:
    """Two counters, one field each; a visit is being served at both, its number given by the kiosk of the same side."""

    def __init__(self, folder):
        site = small_site()
        counters = (Counter(FIVE, (LAND,)), Counter(SIX, (CIVIL,)))
        self.site = replace(site, counters=counters, devices=OFFICE)
        self.outlet, self.journal = AnsweredOutlet(), SqliteJournal(folder)
        self.service = Service(
            self.site, self.journal, self.outlet, EmptyRegistry(), SetClock(), AtOnce(), "http://office",
            "a secret of the office", HoursCalendar(None), FakeVerifier(),
        )  # fmt: skip
        self.at = Topics(self.site.id)
        self._count = 0
        self._commands = self.service.gate.guarded(heard_commands(self.service))
        self.presences = self.service.gate.guarded(heard_presences(self.service))
        for counter, officer, field in ((FIVE, LAN, LAND), (SIX, MAI, CIVIL)):
            sit_down(self.service, counter, officer)
            self.say(DeviceId(f"kiosk-{counter}"), TakeTicket(field))
            self.service.handle(clerk(counter, officer), Request(self._id(), CallNext(counter)))

    def say(self, device, command, id_=None):
        """What a device is answered to a command on its own topic."""
        self.outlet.answers.clear()
        self._commands(self.at.command(device), encode_request(Request(id_ or self._id(), command)))
        ((to, answer),) = self.outlet.answers
        assert to == device
        return answer

    def refusal(self, device, command):
        answer = self.say(device, command)
        return answer.reason if isinstance(answer, Refusal) else None

    def state(self):
        return {name: part for name, part in self.service.look(plain_state).items() if name != "seq"}

    def _id(self):
        self._count += 1
        return RequestId(f"r{self._count}")


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    with closing(made.journal):
        assert {made.service.desk(one).served.number for one in (FIVE, SIX)} == {"A001", "B001"}
        yield made


def names(kind):
    return {one.name for one in fields(kind)}


def test_every_command_has_a_law():
    assert set(LAW) == set(KINDS)
    assert {role for roles in LAW.values() for role in roles} <= set(Role)


@pytest.mark.parametrize("me", OFFICE, ids=lambda one: one.id)
def test_a_device_may_send_the_commands_of_its_role_and_no_other(office, me):
    before = office.state()
    refused = [kind for kind in KINDS if me.role not in LAW[kind]]
    for kind in refused:
        assert office.refusal(me.id, sample(kind, me.counter, VISITS[me.counter])) is Reason.NOT_ALLOWED, kind
    assert office.state() == before
    for kind in set(KINDS) - set(refused):
        assert office.refusal(me.id, sample(kind, me.counter, VISITS[me.counter])) is not Reason.NOT_ALLOWED, kind


@pytest.mark.parametrize("me", OFFICE, ids=lambda one: one.id)
def test_a_device_changes_nothing_at_another_counter(office, me):
    """A pad of counter 6 rates nobody of counter 5, a keypad there calls nobody here, a kiosk spoils nobody else's paper."""
    other, before = OTHER[me.counter], office.state()
    for kind in KINDS:
        about = names(kind) & {"counter", "visit"}
        if about and kind is not ReportUnspoken:  # loudspeakers call for every counter
            reason = office.refusal(me.id, sample(kind, other, VISITS[other]))
            assert reason in {Reason.NOT_ALLOWED, Reason.NO_RIGHT}, kind
    assert office.state() == before


@pytest.mark.parametrize("me", OFFICE, ids=lambda one: one.id)
def test_a_request_id_of_another_device_opens_no_answer(office, me):
    stolen = RequestId("00000000-aaaa")
    receipt = office.say(DeviceId("kiosk-5"), TakeTicket(LAND), stolen)
    assert isinstance(receipt, Receipt)
    if me.id != "kiosk-5":
        answer = office.say(me.id, TakeTicket(LAND), stolen)
        assert receipt.follow not in repr(answer)
        assert receipt.number not in repr(answer)


@pytest.mark.parametrize("me", OFFICE, ids=lambda one: one.id)
def test_a_device_speaks_for_itself_only(office, me):
    for name in ("kiosk-5", "controller", "stranger", "KIOSK-5", ""):
        if name != me.id:
            with pytest.raises(MalformedMessageError):
                office.presences(office.at.presence(me.id), encode_notice(Presence(DeviceId(name), online=True)))
    assert me.id not in office.service.devices
    office.presences(office.at.presence(me.id), encode_notice(Presence(me.id, online=True)))
    assert office.service.devices[me.id].online


def test_a_counter_that_nobody_has_is_nobodys(office):
    for device in ("keypad-5", "rating-5", "kiosk-5"):
        assert office.refusal(DeviceId(device), CallNext(CounterId(0))) is Reason.NOT_ALLOWED
        assert office.refusal(DeviceId(device), CallNext(CounterId(-1))) is Reason.NOT_ALLOWED
