"""What Home Assistant is told of the hall: how to read each entity (its MQTT discovery), and the state of counters and fields.

Keys are those of home-assistant.io/integrations/mqtt, sensor.mqtt and binary_sensor.mqtt.
"""

from collections.abc import Iterator
from typing import Any

from contract.home_assistant import HomeTopics
from contract.notices import Board, CounterState
from contract.site import Site
from contract.topics import CONTROLLER, Topics

_THERE = "{{ 'online' if value_json.body.online else 'offline' }}"
_ON = "{{ 'ON' if value_json.body.online else 'OFF' }}"


def discovery(site: Site) -> Iterator[tuple[str, dict[str, Any]]]:
    """Topic and configuration of every entity: a device's presence, the people who wait for a field, number and state of a counter."""
    at, home = Topics(site.id), HomeTopics(site.id, site.home_assistant.prefix)
    office = {"identifiers": [f"motcua-{site.id}"], "name": site.name, "manufacturer": "motcua"}
    shared = {"device": office, "origin": {"name": "motcua"}, "qos": 1}
    seen = shared | {"availability_topic": at.presence(CONTROLLER), "availability_template": _THERE}

    def entity(component: str, name: str, told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return home.configuration(component, name), {"unique_id": f"motcua-{site.id}-{name}", **told}

    for device in (CONTROLLER, *(one.id for one in site.devices)):
        read = {"state_topic": at.presence(device), "value_template": _ON, "device_class": "connectivity"}
        yield entity("binary_sensor", f"device-{device}", {"name": str(device), **read, **shared})
    for field in site.fields:
        count = f"{{{{ value_json['{field.id}'] }}}}"
        read = {"state_topic": home.waiting, "value_template": count, "unit_of_measurement": "người"}
        yield entity("sensor", f"waiting-{field.id}", {"name": f"{field.name}: chờ", **read, **seen})
    for counter in site.counters:
        for key, words in (("number", "số"), ("status", "trạng thái"), ("waiting", "chờ")):
            read = {"state_topic": home.counter(counter.id), "value_template": f"{{{{ value_json.{key} }}}}"}
            yield entity(
                "sensor", f"counter-{counter.id}-{key}", {"name": f"Quầy {counter.id}: {words}", **read, **seen}
            )


def waiting(board: Board) -> dict[str, int]:
    """People who wait, by field."""
    return {str(one.field): one.waiting for one in board.fields}


def counter(state: CounterState) -> dict[str, Any]:
    """Without visit, officer and photo."""
    return {
        "number": state.call.number if state.call else "",
        "status": str(state.status),
        "waiting": state.waiting,
    }
