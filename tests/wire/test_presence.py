"""Last wills: told when a device dies, falls silent or is replaced, not when it says good-bye."""

import time

import pytest

from contract.codec import decode_notice
from contract.link import Link
from contract.notices import Presence, Printer
from demo.brokers import BrokerRun
from tests.wire.mqtt_socket import MqttSocket

PRESENCE = "motcua/thu-dau-mot/presence/kiosk-1"
WILL = (PRESENCE, b"gone")


@pytest.fixture
def ear(shared_broker: BrokerRun):
    with MqttSocket.login(shared_broker, "controller") as one:
        one.subscribe("motcua/thu-dau-mot/presence/+")
        one.fence()
        yield one


def test_a_device_that_dies_is_missed(shared_broker: BrokerRun, ear: MqttSocket) -> None:
    MqttSocket.login(shared_broker, "kiosk-1", will=WILL).close()
    assert (ear.wait_heard().payload, ear.fence()) == (b"gone", [])


def test_a_device_that_falls_silent_is_missed(shared_broker: BrokerRun, ear: MqttSocket) -> None:
    ear.sock.settimeout(12)  # mosquitto looks for silent devices every 5 s
    began = time.monotonic()
    with MqttSocket.login(shared_broker, "kiosk-1", will=WILL, keepalive=1) as silent:
        assert ear.wait_heard().payload == b"gone"
        assert time.monotonic() - began > 1
        assert silent.hung_up()


def test_a_device_that_says_good_bye_is_not_missed(shared_broker: BrokerRun, ear: MqttSocket) -> None:
    MqttSocket.login(shared_broker, "kiosk-1", will=WILL).leave()
    MqttSocket.login(shared_broker, "speaker-1", will=(PRESENCE.replace("kiosk", "speaker"), b"next")).close()
    assert ear.wait_heard().payload == b"next"


def test_the_newer_connection_of_a_device_wins(shared_broker: BrokerRun, ear: MqttSocket) -> None:
    before = MqttSocket.login(shared_broker, "kiosk-1", will=WILL)
    before.subscribe("motcua/thu-dau-mot/notice/board")
    with MqttSocket.login(shared_broker, "kiosk-1", will=WILL) as after:
        assert before.hung_up()
        after.publish(PRESENCE, b"here", retain=True)
        after.subscribe("motcua/thu-dau-mot/answer/kiosk-1")
        before.close()
        assert after.fence() == []
        assert [heard.payload for heard in (ear.wait_heard(), ear.wait_heard())] == [b"gone", b"here"]
        assert ear.fence() == []


def test_a_links_presence_is_told_kept_and_taken_back(shared_broker: BrokerRun, ear: MqttSocket) -> None:
    def told() -> Presence:
        notice = decode_notice(ear.wait_heard().payload)
        assert isinstance(notice, Presence)
        return notice

    link = Link(shared_broker.account("kiosk-1"))
    link.start()
    assert link.wait_up(5)
    assert told().online
    link.describe(Presence(shared_broker.account("kiosk-1").device, online=True, printer=Printer.PAPER_OUT))
    assert told().printer is Printer.PAPER_OUT
    link.stop()
    assert not told().online
