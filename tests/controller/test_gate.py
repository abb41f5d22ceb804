"""The gate of the controller: the office's own devices alone, and none of them without end."""

from dataclasses import replace

import pytest

from contract.credentials import Credentials
from contract.errors import MalformedMessageError
from contract.ids import DeviceId
from contract.sealed_phone import kiosk_key
from contract.topics import CONTROLLER, Topics
from controller.gate import MOST, Gate
from tests.office import KEYPAD, KIOSK, PAD, small_site

AT = Topics(small_site().id)
SECRET = "a secret of the office"


class Ticks:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def ticks():
    return Ticks()


@pytest.fixture
def gate(ticks):
    return Gate(small_site(), ticks)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def say(gate, heard):
    return gate.guarded(lambda topic, payload: heard.append((topic, payload)))


def test_devices_of_the_office_are_heard(say, heard):
    for topic in (AT.command(KIOSK), AT.presence(PAD), AT.reported(KEYPAD), AT.health(KIOSK), AT.presence(CONTROLLER)):
        say(topic, b"x")
    assert [topic for topic, _ in heard] == [
        AT.command(KIOSK), AT.presence(PAD), AT.reported(KEYPAD), AT.health(KIOSK), AT.presence(CONTROLLER),
    ]  # fmt: skip


def test_a_device_that_the_office_does_not_have_is_not_heard(say, heard):
    for one in ("kiosk-2", "head", "phone", "counter-5", ""):
        with pytest.raises(MalformedMessageError):
            say(AT.command(DeviceId(one)), b"x")
    assert heard == []


def test_who_is_shut_out_is_not_heard_until_it_is_let_in_again(gate, say, heard):
    assert gate.adopt(Credentials((KIOSK,))) == {KIOSK}
    assert gate.adopt(Credentials((KIOSK, PAD))) == {PAD}
    assert gate.shut_out == {KIOSK, PAD}
    for topic in (AT.command(KIOSK), AT.presence(KIOSK), AT.reported(KIOSK), AT.health(KIOSK)):
        with pytest.raises(MalformedMessageError):
            say(topic, b"x")
    assert gate.adopt(Credentials((), {KIOSK: 1})) == frozenset()
    say(AT.command(KIOSK), b"x")
    assert len(heard) == 1


def test_a_new_issue_has_another_key_for_phones_and_nobody_else_has_one(gate):
    first = gate.phone_key(SECRET, KIOSK)
    assert first == kiosk_key(SECRET, KIOSK)
    assert gate.phone_key(SECRET, PAD) is None
    assert gate.phone_key(SECRET, DeviceId("kiosk-2")) is None
    gate.adopt(Credentials((KIOSK,)))
    assert gate.phone_key(SECRET, KIOSK) is None
    gate.adopt(Credentials((), {KIOSK: 1}))
    assert gate.phone_key(SECRET, KIOSK) == kiosk_key(SECRET, KIOSK, 1) != first


def test_who_talks_without_end_is_heard_later_and_keeps_nobody_else_from_talking(say, heard, ticks):
    for _ in range(MOST + 50):
        say(AT.command(KIOSK), b"x")
    assert len(heard) == MOST
    say(AT.command(KEYPAD), b"y")
    assert heard.pop()[1] == b"y"
    ticks.now += 1
    for _ in range(50):
        say(AT.command(KIOSK), b"x")
    assert len(heard) == MOST + 10
    ticks.now += 24 * 3600
    for _ in range(MOST + 50):
        say(AT.presence(KIOSK), b"x")
    assert len(heard) == MOST + 10 + MOST


def test_it_is_said_once_a_minute_that_somebody_talks_too_much(say, ticks, caplog):
    for _ in range(MOST + 50):
        say(AT.command(KIOSK), b"x")
    assert len([one for one in caplog.records if "kiosk-1" in one.getMessage()]) == 1


def test_two_offices_have_two_gates():
    other = Gate(replace(small_site(), devices=()))
    assert not other.lets_in(KIOSK)
