"""Who may come in, say and hear: every role against every topic, on both brokers."""

import dataclasses
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.ids import DeviceId
from contract.profile import BrokerProfile, read_profile, write_profile
from contract.site import Site
from contract.topics import Role
from demo.brokers import BrokerRun
from firmware_config.accounts import argon2_hash, mosquitto_hash
from tests.wire.mqtt_socket import REFUSED, MqttSocket

AUDITOR, WORD = "auditor", "hears and says everything"
T = "motcua/thu-dau-mot"
DEVICES = (
    "controller",
    "kiosk-1",
    "rating-5",
    "hall-board-1",
    "counter-board-5",
    "speaker-1",
    "speaker-2",
    "keypad-5",
    "pad-9",
)
TOPICS = (
    *(f"{T}/command/{device}" for device in DEVICES),
    *(f"{T}/answer/{device}" for device in DEVICES),
    *(f"{T}/presence/{device}" for device in DEVICES),
    *(
        f"{T}/notice/{name}"
        for name in ("office", "board", "outlook", "announcement/-", "announcement/dong", "emergency", "counter/5", "counter/4", "rating/5", "rating/4", "rating/9")
    ),
    "motcua/other-office/notice/board",
    "motcua/other-office/command/kiosk-1",
    T,
    "elsewhere",
)  # fmt: skip
SAYS = {
    "controller": {f"{T}/presence/controller"}
    | {topic for topic in TOPICS if topic.startswith((f"{T}/answer/", f"{T}/notice/"))},
    "kiosk-1": {f"{T}/command/kiosk-1", f"{T}/presence/kiosk-1"},
    "rating-5": {f"{T}/command/rating-5", f"{T}/presence/rating-5"},
    "hall-board-1": {f"{T}/presence/hall-board-1"},
    "counter-board-5": {f"{T}/presence/counter-board-5"},
    "speaker-1": {f"{T}/command/speaker-1", f"{T}/presence/speaker-1"},
    "speaker-2": {f"{T}/command/speaker-2", f"{T}/presence/speaker-2"},
    "keypad-5": {f"{T}/command/keypad-5", f"{T}/presence/keypad-5"},
    "pad-9": {f"{T}/command/pad-9", f"{T}/presence/pad-9"},
}
EVERYBODY = {f"{T}/notice/office", f"{T}/presence/controller"}
HEARS = {
    "controller": {topic for topic in TOPICS if topic.startswith((f"{T}/command/", f"{T}/presence/"))},
    "kiosk-1": EVERYBODY | {f"{T}/answer/kiosk-1", f"{T}/notice/board", f"{T}/notice/outlook"},
    "rating-5": EVERYBODY | {f"{T}/answer/rating-5", f"{T}/notice/rating/5"},
    "hall-board-1": EVERYBODY | {f"{T}/notice/board", f"{T}/notice/outlook"},
    "counter-board-5": EVERYBODY | {f"{T}/notice/counter/5"},
    "speaker-1": EVERYBODY
    | {f"{T}/answer/speaker-1", f"{T}/notice/emergency", f"{T}/notice/counter/5", f"{T}/notice/counter/4"}
    | {f"{T}/notice/announcement/-", f"{T}/notice/announcement/dong"},
    "speaker-2": EVERYBODY
    | {f"{T}/answer/speaker-2", f"{T}/notice/emergency", f"{T}/notice/counter/5", f"{T}/notice/counter/4"}
    | {f"{T}/notice/announcement/dong"},
    "keypad-5": EVERYBODY | {f"{T}/answer/keypad-5", f"{T}/notice/counter/5"},
    "pad-9": EVERYBODY | {f"{T}/answer/pad-9", f"{T}/notice/rating/9"},
}
WIDE = (
    "#",
    "motcua/#",
    f"{T}/#",
    f"{T}/+",
    f"{T}/+/+",
    f"{T}/notice/+/+",
    f"{T}/answer/+",
    f"{T}/presence/#",
    "$SYS/#",
    "+/#",
)


@pytest.fixture(params=["embedded", "mosquitto"])
def audited(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> Iterator[BrokerRun]:
    """A broker with a loudspeaker of one zone, and one more account that may say and hear everything."""
    zoned = dataclasses.replace(site.devices[-1], id=DeviceId("speaker-2"), role=Role.SPEAKER, zone="dong")
    site = dataclasses.replace(site, devices=(*site.devices, zoned))
    run = BrokerRun(site, tmp_path / "office", request.param)
    place = run.folder / "broker"
    if run.kind == "mosquitto":
        with (place / "access").open("a") as lists, (place / "passwords").open("a") as passwords:
            lists.write(f"\nuser {AUDITOR}\ntopic readwrite #\n")
            passwords.write(f"{AUDITOR}:{mosquitto_hash(WORD, None)}\n")
    else:
        profile = read_profile(place / "profile.json", BrokerProfile)
        more = dataclasses.replace(
            profile,
            passwords={**profile.passwords, AUDITOR: argon2_hash(WORD, None)},
            publish={**profile.publish, AUDITOR: ("#",)},
            subscribe={**profile.subscribe, AUDITOR: ("#",)},
        )
        write_profile(place / "profile.json", more)
    run.start()
    yield run
    run.kill()


def auditor(run: BrokerRun) -> MqttSocket:
    one = MqttSocket(run.host, run.port)
    account = dataclasses.replace(run.account("controller"), device=AUDITOR, password=WORD)
    assert one.connect(account) == 0
    return one


def test_a_device_says_only_what_its_role_may(audited: BrokerRun) -> None:
    with auditor(audited) as ear:
        assert ear.subscribe("#") == [1]
        for device in DEVICES:
            with MqttSocket.login(audited, device) as mouth:
                for retain in (False, True):
                    for topic in TOPICS:
                        mouth.publish(topic, device.encode(), retain=retain)
                    assert {heard.topic for heard in ear.fence()} == SAYS[device], device


def test_a_device_hears_only_what_its_role_may(audited: BrokerRun) -> None:
    with auditor(audited) as mouth:
        for device in DEVICES:
            with MqttSocket.login(audited, device) as ear:
                codes = ear.subscribe(*TOPICS)
                if audited.kind == "embedded":  # mosquitto grants any subscription and then keeps silent
                    assert {topic for topic, code in zip(TOPICS, codes, strict=True) if code != REFUSED} == HEARS[
                        device
                    ]
                for topic in TOPICS:
                    mouth.publish(topic, b"live")
                assert {heard.topic for heard in ear.fence()} == HEARS[device], device


def test_a_wide_filter_opens_no_door(audited: BrokerRun) -> None:
    with auditor(audited) as mouth:
        for topic in TOPICS:
            mouth.publish(topic, b"kept", retain=True)
        for device in DEVICES:
            with MqttSocket.login(audited, device) as ear:
                ear.subscribe(*WIDE)
                for topic in TOPICS:
                    mouth.publish(topic, b"live")
                assert {heard.topic for heard in ear.fence()} <= HEARS[device], device


def test_a_last_will_reaches_no_forbidden_topic(audited: BrokerRun) -> None:
    with auditor(audited) as ear:
        assert ear.subscribe("#") == [1]
        forbidden = MqttSocket.login(audited, "hall-board-1", will=(f"{T}/notice/announcement/-", b"forged"))
        allowed = MqttSocket.login(audited, "speaker-1", will=(f"{T}/presence/speaker-1", b"gone"))
        forbidden.close()
        allowed.close()
        assert ear.wait_heard().topic == f"{T}/presence/speaker-1"
        assert all(heard.payload != b"forged" for heard in ear.fence())


def test_nobody_comes_in_without_a_password(shared_broker: BrokerRun) -> None:
    with MqttSocket(shared_broker.host, shared_broker.port) as stranger:
        assert stranger.connect(None) in {4, 5}


@pytest.mark.parametrize("password", ["", "wrong", "x" * 5000])
def test_a_wrong_password_is_refused(shared_broker: BrokerRun, password: str) -> None:
    with MqttSocket(shared_broker.host, shared_broker.port) as stranger:
        assert stranger.connect(shared_broker.account("kiosk-1"), password=password) in {4, 5}
        assert stranger.hung_up()


def test_another_devices_password_is_refused(shared_broker: BrokerRun) -> None:
    board, kiosk = shared_broker.account("hall-board-1"), shared_broker.account("kiosk-1")
    with MqttSocket(shared_broker.host, shared_broker.port) as thief:
        assert thief.connect(dataclasses.replace(kiosk, password=board.password)) in {4, 5}


def test_an_unknown_device_is_refused(shared_broker: BrokerRun) -> None:
    unknown = dataclasses.replace(shared_broker.account("kiosk-1"), device="kiosk-2")
    with MqttSocket(shared_broker.host, shared_broker.port) as stranger:
        assert stranger.connect(unknown) in {4, 5}


@pytest.mark.parametrize("password", [None, "wrong"])
def test_a_client_id_alone_pushes_nobody_out(shared_broker: BrokerRun, password: str | None) -> None:
    kiosk = shared_broker.account("kiosk-1")
    with (
        MqttSocket.login(shared_broker, "kiosk-1") as real,
        MqttSocket.login(shared_broker, "controller") as controller,
    ):
        assert real.subscribe(f"{T}/answer/kiosk-1") == [1]
        with MqttSocket(shared_broker.host, shared_broker.port) as stranger:
            account = None if password is None else kiosk
            assert stranger.connect(account, client=f"{kiosk.site}.{kiosk.device}", password=password) in {4, 5}
        with MqttSocket.login(shared_broker, "hall-board-1", client=f"{kiosk.site}.{kiosk.device}") as board:
            controller.publish(f"{T}/answer/kiosk-1", b"for the kiosk")
            assert board.fence() == []
            assert [heard.payload for heard in real.fence()] == [b"for the kiosk"]


def test_only_the_sites_address_is_bound(shared_broker: BrokerRun) -> None:
    other = socket.gethostbyname(socket.gethostname())
    with socket.socket() as probe:
        probe.settimeout(2)
        assert other.startswith("127.") or probe.connect_ex((other, shared_broker.port)) != 0
