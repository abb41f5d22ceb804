"""A stolen device: its live session ends within seconds of being revoked, and nothing it knows opens anything any more."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime

from contract.ids import DeviceId
from demo.brokers import BrokerRun
from firmware_config.keep import KEEP, Keep
from firmware_config.provision import provision
from tests.wire.mqtt_socket import MqttSocket

KIOSK, BOARD = DeviceId("kiosk-1"), DeviceId("hall-board-1")
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def keep_of(run: BrokerRun) -> Keep:
    return Keep(run.folder / KEEP)


def told(run: BrokerRun) -> None:
    """The broker is told as an office's machine does: the embedded one sees its files, mosquitto is started anew."""
    provision(run.site, run.folder, run.folder / "var")
    if run.kind == "mosquitto":
        run.restart()


def test_the_session_of_a_stolen_device_ends_and_it_never_comes_back(broker: BrokerRun) -> None:
    stolen = broker.account(KIOSK)
    thief = MqttSocket.login(broker, KIOSK)
    keep_of(broker).revoke(KIOSK, AT, "an")
    told(broker)
    assert thief.hung_up()
    for password in (stolen.password, "", "x"):
        with MqttSocket(broker.host, broker.port) as again:
            assert again.connect(replace(stolen, password=password)) in {4, 5}
    assert not broker.profile(KIOSK).exists()
    with MqttSocket.login(broker, BOARD) as other:
        assert other.fence() == []


def test_its_successor_gets_in_and_it_does_not(broker: BrokerRun) -> None:
    stolen = broker.account(KIOSK)
    thief = MqttSocket.login(broker, KIOSK)
    keep_of(broker).renew(KIOSK, AT, "an")
    told(broker)
    assert thief.hung_up()
    with MqttSocket(broker.host, broker.port) as again:
        assert again.connect(stolen) in {4, 5}
    with MqttSocket.login(broker, KIOSK) as successor:
        assert broker.account(KIOSK).password != stolen.password
        assert successor.subscribe(f"motcua/{broker.site.id}/answer/kiosk-1") == [1]


def test_others_stay_connected_and_the_hall_hears_that_it_is_gone(site, tmp_path) -> None:
    """At the embedded broker, which drops the one session and no other."""
    run = BrokerRun(site, tmp_path / "office")
    run.start()
    presence = f"motcua/{site.id}/presence/kiosk-1"
    try:
        with (
            MqttSocket.login(run, "controller") as controller,
            MqttSocket.login(run, KIOSK, will=(presence, b"gone")) as thief,
            MqttSocket.login(run, BOARD) as board,
        ):
            assert controller.subscribe(presence) == [1]
            assert controller.fence() == []
            keep_of(run).revoke(KIOSK, AT, "an")
            told(run)
            assert thief.hung_up()
            assert controller.wait_heard().payload == b"gone"
            assert board.subscribe(f"motcua/{site.id}/notice/board") == [1]
            told(run)  # again: nothing has changed
            assert board.fence() == []
    finally:
        run.kill()


def test_a_profile_that_cannot_be_read_changes_nothing(site, tmp_path) -> None:
    run = BrokerRun(site, tmp_path / "office")
    run.start()
    try:
        with MqttSocket.login(run, KIOSK) as kiosk:
            profile = run.folder / "broker" / "profile.json"
            whole = profile.read_text("utf-8")
            profile.write_text(whole[: len(whole) // 2], "utf-8")
            until_log(run, "cannot be read")
            assert kiosk.fence() == []
            profile.write_text(whole.replace('"kiosk-1": "$argon2', '"kiosk-x": "$argon2'), "utf-8")
            assert kiosk.hung_up()
    finally:
        run.kill()


def until_log(run: BrokerRun, words: str) -> None:
    """The broker's own pings keep the time."""
    with MqttSocket.login(run, BOARD) as clock:
        for _ in range(20000):
            if words in run.log:
                return
            clock.fence()
    raise AssertionError(run.log)


def test_mosquitto_drops_a_revoked_session_also_when_it_is_only_reloaded(site, tmp_path) -> None:
    """What ``systemctl reload`` would do; ``apply`` starts it anew."""
    run = BrokerRun(site, tmp_path / "office", "mosquitto")
    run.start()
    try:
        with MqttSocket.login(run, KIOSK) as thief, MqttSocket.login(run, BOARD) as board:
            keep_of(run).revoke(KIOSK, AT, "an")
            provision(run.site, run.folder, run.folder / "var")
            os.kill(run.pid, signal.SIGHUP)
            assert thief.hung_up()
            assert board.fence() == []
    finally:
        run.kill()
