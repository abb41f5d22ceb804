"""Who may come in, say and hear: every role against every topic of the law, on both brokers.

What is tried follows from ``tests/contract/topic_law.py``, which has a row for every kind of topic and two devices for every role.
"""

import dataclasses
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from contract.broker_topics import BROKER_TOPICS, CONNECTED, HEALTH, UPTIME, VERSION
from contract.doctor import DOCTOR, DoctorProfile
from contract.ids import DeviceId
from contract.profile import BrokerProfile, read_profile, write_profile
from contract.site import Device, Site
from contract.topics import Role
from demo.brokers import BrokerRun
from firmware_config.accounts import argon2_hash, mosquitto_hash
from tests.contract.topic_law import ACTORS, OFFICE, STRANGER, places
from tests.wire.mqtt_socket import REFUSED, MqttSocket

AUDITOR, WORD = "auditor", "hears and says everything"
T = "motcua/thu-dau-mot"
FOREIGN = (
    "motcua/other-office/notice/board",
    "motcua/other-office/command/kiosk-5",
    T,
    f"{T}/command",
    f"{T}/command/kiosk-5/more",
    f"/{T}/command/kiosk-5",
    f"{T}/twin/kiosk-5",
    f"{T}/twin/kiosk-5/wanted/more",
    "elsewhere",
    "$SYS/broker/log/N",
    *BROKER_TOPICS,
    "$share/all/elsewhere",
)
"""Topics of nobody here; the broker's own are the controller's to read, and nobody's to write."""
WIDE = (
    "#",
    "motcua/#",
    f"{T}/#",
    f"{T}/+",
    f"{T}/+/+",
    f"{T}/notice/#",
    f"{T}/notice/+/+",
    f"{T}/answer/+",
    f"{T}/command/+",
    f"{T}/presence/#",
    f"{T}/twin/+/+",
    f"{T}/health/+",
    f"{T}/directive/#",
    "$SYS/#",
    "$CONTROL/#",
    "$share/all/#",
    f"$share/all/{T}/answer/+",
    "+/#",
)
ODD = (
    f"{T}/command/+",
    f"{T}/#",
    "#",
    "",
    "\x00",
    f"{T}/command/kiosk-6\x00",
    f"{T}/notice/" + "x" * 60000,
    f"{T}/notice/" + "x/" * 1000,
    "/" * 60000,
    "$SYS/broker/uptime",
    "$CONTROL/dynamic-security/v1",
)
"""Topics that no honest device publishes to; a broker may hang up on them."""
SHOWN = [actor for actor in ACTORS if actor not in OFFICE[::2] or actor.role is Role.SPEAKER]
"""One device of every role, and both loudspeakers; the others are there to be attacked."""


@pytest.fixture(params=["embedded", "mosquitto"], scope="module")
def audited(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrokerRun]:
    """A broker with two devices of every role, and one more account that may say and hear everything."""
    run = BrokerRun(dataclasses.replace(site, devices=OFFICE), tmp_path_factory.mktemp("office"), request.param)
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
    account = dataclasses.replace(run.account("controller"), device=DeviceId(AUDITOR), password=WORD)
    assert one.connect(account) == 0
    return one


def topics(run: BrokerRun) -> list[str]:
    return [place.topic for place in places(run.site.id)] + list(FOREIGN)


def said_by(run: BrokerRun, me: Device) -> set[str]:
    return {place.topic for place in places(run.site.id) if place.is_written_by(me)}


def heard_by(run: BrokerRun, me: Device) -> set[str]:
    own = {place.topic for place in places(run.site.id) if place.is_read_by(me)}
    return own | set(BROKER_TOPICS) if me.role is Role.CONTROLLER else own


def test_a_device_says_only_what_the_law_lets_it_and_leaves_nothing_elsewhere(audited: BrokerRun) -> None:
    """What is no topic of ours is not carried, and nothing forbidden is kept for those who come later."""
    lawful = set()
    with auditor(audited) as ear:
        assert ear.subscribe("#") == [1]
        ear.fence()
        for me in SHOWN:
            with MqttSocket.login(audited, me.id) as mouth:
                for retain in (False, True):
                    mouth.publish_all(topics(audited), me.id.encode(), retain=retain)
                    assert {heard.topic for heard in ear.fence()} == said_by(audited, me), me.id
            lawful |= said_by(audited, me)
    with auditor(audited) as later:
        later.subscribe("#")
        kept = later.fence()
        assert {heard.topic for heard in kept if heard.payload in {me.id.encode() for me in SHOWN}} == lawful


def test_a_device_hears_only_what_the_law_lets_it(audited: BrokerRun) -> None:
    with auditor(audited) as mouth, ExitStack() as stack:
        ears = {me.id: stack.enter_context(MqttSocket.login(audited, me.id)) for me in SHOWN}
        for me in SHOWN:
            codes = ears[me.id].subscribe(*topics(audited))
            if audited.kind == "embedded":  # mosquitto grants any subscription and then keeps silent
                granted = {topic for topic, code in zip(topics(audited), codes, strict=True) if code != REFUSED}
                assert granted == heard_by(audited, me), me.id
            ears[me.id].fence()
        mouth.publish_all(topics(audited), b"live")
        for me in SHOWN:
            heard = {one.topic for one in ears[me.id].fence() if one.payload == b"live"}
            assert heard == heard_by(audited, me) - set(BROKER_TOPICS), me.id


def test_a_wide_filter_opens_no_door(audited: BrokerRun) -> None:
    with auditor(audited) as mouth, ExitStack() as stack:
        mouth.publish_all([one for one in topics(audited) if not one.startswith("$")], b"kept", retain=True)
        ears = {me.id: stack.enter_context(MqttSocket.login(audited, me.id)) for me in SHOWN}
        for ear in ears.values():
            ear.subscribe(*WIDE)
        mouth.publish_all(topics(audited), b"live")
        for me in SHOWN:
            assert {heard.topic for heard in ears[me.id].fence()} <= heard_by(audited, me), me.id


def test_the_broker_tells_the_controller_alone_how_it_is(audited: BrokerRun) -> None:
    """mosquitto has no health."""
    said = {VERSION, UPTIME, CONNECTED} | ({HEALTH} if audited.kind == "embedded" else set())
    with ExitStack() as stack:
        ears = {me.id: stack.enter_context(MqttSocket.login(audited, me.id)) for me in SHOWN}
        for ear in ears.values():
            ear.subscribe(*BROKER_TOPICS, "$SYS/#")
        heard: dict[str, bytes] = {}
        while not said <= set(heard):
            one = ears["controller"].wait_heard()
            heard[one.topic] = one.payload
        assert heard[UPTIME].endswith(b" seconds")
        for me in SHOWN:
            if me.role is not Role.CONTROLLER:
                assert ears[me.id].fence() == [], me.id


def test_a_last_will_reaches_no_forbidden_topic(audited: BrokerRun) -> None:
    """Of every role, to a topic of every kind that it may not write, to nobody's, and at last to its own."""
    with auditor(audited) as ear:
        assert ear.subscribe("#") == [1]
        ear.fence()
        for me in SHOWN:
            foreign: dict[str, str] = {
                one.topic.split("/")[2]: one.topic for one in places(audited.site.id) if not one.is_written_by(me)
            }
            for topic in (*foreign.values(), *FOREIGN):
                MqttSocket.login(audited, me.id, will=(topic, b"forged")).close()
            own = f"{T}/presence/{me.id}"
            MqttSocket.login(audited, me.id, will=(own, b"gone")).close()
            heard = ear.wait_heard()
            assert (heard.topic, heard.payload) == (own, b"gone"), me.id
        assert ear.fence() == []


def test_the_doctor_looks_and_says_nothing(audited: BrokerRun) -> None:
    """Its account lies on every machine of the office."""
    given = read_profile(audited.folder / DOCTOR / "profile.json", DoctorProfile)
    account = dataclasses.replace(audited.account("controller"), device=DOCTOR, password=given.password)
    everybody = (*(one.id for one in ACTORS), STRANGER)
    everyones = {f"{T}/{kind}/{one}" for kind in ("presence", "health") for one in everybody}
    with auditor(audited) as other, MqttSocket(audited.host, audited.port) as doctor:
        assert doctor.connect(account) == 0
        assert other.subscribe("#") == [1]
        doctor.subscribe(*topics(audited), *WIDE)
        other.fence()
        doctor.fence()
        doctor.publish_all(topics(audited), b"a word of the doctor", retain=True)
        assert other.fence() == []
        other.publish_all(topics(audited), b"live")
        heard = {one.topic for one in doctor.fence() if one.payload == b"live"}
        assert heard == everyones | {f"{T}/notice/office", f"{T}/notice/pulse"}


@pytest.mark.parametrize("topic", ODD, ids=lambda one: repr(one[:24]))
def test_a_topic_that_is_none_reaches_nobody(audited: BrokerRun, topic: str) -> None:
    """The broker may hang up on who says it; it and everybody else go on."""
    with auditor(audited) as ear:
        ear.subscribe("#")
        ear.fence()
        for me in ("kiosk-6", "controller"):
            with MqttSocket.login(audited, me) as mouth:
                try:
                    mouth.publish(topic, b"odd", retain=True)
                    alive = True
                except OSError:
                    alive = False
                lawful = me == "controller" and alive and topic.startswith(f"{T}/notice/")
                assert {heard.topic for heard in ear.fence()} <= ({topic} if lawful else set())
        with MqttSocket.login(audited, "kiosk-6") as mouth:
            mouth.publish(f"{T}/presence/kiosk-6", b"still here")
            assert ear.wait_heard().payload == b"still here"


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
    assert shared_broker.host == "127.0.0.1"
    for other in ("127.0.0.2", socket.gethostbyname(socket.gethostname())):
        with socket.socket() as probe:
            probe.settimeout(2)
            assert other == shared_broker.host or probe.connect_ex((other, shared_broker.port)) != 0, other
