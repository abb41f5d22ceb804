"""A Home Assistant beside the hall: it finds every entity by discovery, reads states, learns nothing personal and may say nothing."""

import dataclasses
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.home_assistant import HOME_ASSISTANT, HomeAssistant
from contract.ids import CounterId, DeviceId, VisitId
from contract.link import Link
from contract.notices import Board, Call, CounterState, FieldState
from contract.site import Site
from contract.topics import CONTROLLER, covers
from controller.adapters.home_assistant_outlet import HomeAssistantOutlet, outlet_of
from controller.adapters.link_outlet import LinkOutlet
from controller.core import home_assistant, views
from demo.brokers import BrokerRun
from firmware_config.check import check
from firmware_config.keep import Keep
from firmware_config.provision import granted
from tests.wire.mqtt_socket import MqttSocket

SHARED = {
    "unique_id", "name", "state_topic", "value_template", "device", "origin", "qos",
    "availability_topic", "availability_template",
}  # fmt: skip
DOCUMENTED = {
    "sensor": SHARED | {"unit_of_measurement", "device_class", "state_class", "expire_after"},
    "binary_sensor": SHARED | {"device_class", "payload_on", "payload_off"},
}
"""Keys of home-assistant.io/integrations/sensor.mqtt and binary_sensor.mqtt that we know the meaning of."""
DEVICE = {"identifiers", "connections", "name", "manufacturer", "model", "sw_version"}


@pytest.fixture
def on(site: Site) -> Site:
    return dataclasses.replace(site, home_assistant=HomeAssistant(on=True))


def states(site):
    """Number and state of counter 5, with an officer whom nobody tells Home Assistant of."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    call = Call(VisitId("2026-11-23-B012"), "B012", site.fields[0].id, CounterId(5), at, 1)
    state = CounterState(7, CounterId(5), call, waiting=4, officer="Nguyễn Thị Lan", photo="lan.jpg")
    return state, Board(7, at, (call,), (FieldState(site.fields[0].id, 4),))


def test_discovery_is_of_the_documented_kind(on):
    entities = dict(home_assistant.discovery(on))
    assert len({one["unique_id"] for one in entities.values()}) == len(entities)
    assert len(entities) == 1 + len(on.devices) + len(on.fields) + 3 * len(on.counters)
    for topic, told in entities.items():
        prefix, component, node, entity, end = topic.split("/")
        assert (prefix, node, end) == ("homeassistant", f"motcua-{on.id}", "config")
        assert re.fullmatch(r"[a-zA-Z0-9_-]+", entity)
        assert set(told) <= DOCUMENTED[component]
        assert {"state_topic", "unique_id", "device"} <= set(told)
        assert set(told["device"]) <= DEVICE
        assert told["origin"]["name"]


def test_grants_are_there_only_where_it_is_on_and_reach_what_is_told(site, on, tmp_path):
    keep = Keep(tmp_path)
    assert HOME_ASSISTANT not in granted(site, keep)
    assert not any("homeassistant" in one for one in granted(site, keep)[CONTROLLER].publish)
    rights = granted(on, keep)
    assert rights[HOME_ASSISTANT].publish == ()
    for topic, told in home_assistant.discovery(on):
        assert any(covers(one, topic) for one in rights[CONTROLLER].publish)
        for read in (topic, told["state_topic"], told.get("availability_topic", topic)):
            assert any(covers(one, read) for one in rights[HOME_ASSISTANT].subscribe), read


def test_faults(on):
    def names(site):
        return {(one.key, one.name) for one in check(site)}

    named = dataclasses.replace(on, home_assistant=HomeAssistant(on=True, prefix="motcua/#"))
    assert ("home_assistant.prefix", "home_prefix") in names(named)
    device = dataclasses.replace(on.devices[0], id=DeviceId("home-assistant"))
    assert ("devices[0].id", "home_name") in names(dataclasses.replace(on, devices=(device, *on.devices[1:])))
    assert not names(on)


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_over_a_real_broker(on, tmp_path: Path, kind):
    run = BrokerRun(on, tmp_path / "office", kind)
    run.start()
    link = Link(run.account(CONTROLLER))
    link.start()
    try:
        assert link.wait_up(30)
        outlet = outlet_of(link, on)
        assert isinstance(outlet, HomeAssistantOutlet)
        assert type(outlet_of(link, dataclasses.replace(on, home_assistant=HomeAssistant()))) is LinkOutlet
        state, board = states(on)
        outlet.office(views.office(on))
        outlet.counter(state)
        outlet.board(board)
        account = dataclasses.replace(
            run.account(CONTROLLER),
            device=HOME_ASSISTANT,
            password=Keep(tmp_path / "office" / "keep").password(HOME_ASSISTANT),
        )
        home = MqttSocket(run.host, run.port)
        assert home.connect(account) == 0
        home.subscribe(f"motcua/{on.id}/home/waiting", f"motcua/{on.id}/home/counter/+")
        wanted = {topic for topic, _ in home_assistant.discovery(on)}
        wanted |= {f"motcua/{on.id}/home/waiting", f"motcua/{on.id}/home/counter/5"}
        home.subscribe(f"homeassistant/+/motcua-{on.id}/+/config")
        heard = {}
        while wanted - set(heard):
            one = home.wait_heard()
            heard[one.topic] = json.loads(one.payload)
        assert heard[f"motcua/{on.id}/home/counter/5"] == {"number": "B012", "status": "open", "waiting": 4}
        assert heard[f"motcua/{on.id}/home/waiting"] == {str(on.fields[0].id): 4}
        assert "Lan" not in json.dumps(heard, ensure_ascii=False)
        home.close()
    finally:
        link.stop()
        run.kill()
