"""A broker that is stopped goes at once and tells no tales; one that cannot listen says so."""

import socket
import threading
from pathlib import Path

import pytest

from contract.profile import BrokerProfile, read_profile
from contract.site import Site
from controller.adapters.amqtt_running import AddressTakenError, run_broker
from demo.brokers import BrokerRun
from tests.wire.mqtt_socket import MqttSocket

T = "motcua/thu-dau-mot"


def test_a_stopped_broker_lets_everybody_go(broker: BrokerRun) -> None:
    with (
        MqttSocket.login(broker, "controller") as ear,
        MqttSocket.login(broker, "kiosk-1", will=(f"{T}/presence/kiosk-1", b"gone")) as kiosk,
        MqttSocket(broker.host, broker.port) as silent,
    ):
        ear.subscribe(f"{T}/presence/+")
        process = broker._process
        assert process is not None
        broker.stop()
        assert process.returncode == 0
        assert all(one.hung_up() for one in (ear, kiosk, silent))
        assert broker.kind == "mosquitto" or ear._heard == []
    assert "Traceback" not in broker.log


def test_a_taken_address_is_named(site: Site, tmp_path: Path) -> None:
    run = BrokerRun(site, tmp_path)
    profile = read_profile(tmp_path / "broker" / "profile.json", BrokerProfile)
    with (
        socket.create_server((run.host, run.port)),
        pytest.raises(AddressTakenError, match=f"{run.host}:{run.port}"),
    ):
        run_broker(profile, threading.Event())
