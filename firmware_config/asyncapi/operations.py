"""Who sends and hears what: one operation for each role and channel that the brokers' access lists allow."""

from collections.abc import Iterator
from typing import Any, Final

from contract.channels import ANSWERS, CHANNELS, COMMANDS, EXAMPLE_OF, Channel
from contract.ids import CounterId, DeviceId, SiteId
from contract.notices import Refusal
from contract.topics import CONTROLLER, Grants, Role, covers, grants

SITE: Final = "thu-dau-mot"
COUNTER: Final = CounterId(5)
_AT_COUNTER: Final = (Role.RATING, Role.COUNTER_BOARD, Role.KEYPAD, Role.PAD)
_BINDING: Final = "0.2.0"
CONTROLLERS: Final = "controllerPresence"
"""The controller's own presence, which every device hears: a channel of its own, since its device is given."""


def operations() -> dict[str, Any]:
    """By name, such as ``pad-sends-command``."""
    return dict(_operations())


def _operations() -> Iterator[tuple[str, Any]]:
    for role in Role:
        granted = _granted(role)
        for channel in CHANNELS:
            topic = channel.topic(SITE, example(channel, role))
            if any(covers(one, topic) for one in granted.publish):
                yield f"{role}-sends-{channel.name}", _operation("send", role, channel, channel.name)
            if any(covers(one, topic) for one in granted.subscribe):
                yield f"{role}-hears-{channel.name}", _operation("receive", role, channel, channel.name)
        presence = next(one for one in CHANNELS if one.name == "presence")
        if (
            any(covers(one, presence.topic(SITE, CONTROLLER)) for one in granted.subscribe)
            and role is not Role.CONTROLLER
        ):
            yield f"{role}-hears-{CONTROLLERS}", _operation("receive", role, presence, CONTROLLERS)


def example(channel: Channel, role: Role) -> object:
    """What a topic of this channel is about, for a device of this role at counter 5; of the controller: any device's."""
    mine = "pad-5" if role is Role.CONTROLLER and channel.name != "presence" else EXAMPLE_OF[role]
    return {"device": mine, "counter": COUNTER, "zone": "tang-1", "": None}[channel.about]


def _granted(role: Role) -> Grants:
    return grants(SiteId(SITE), role, DeviceId(EXAMPLE_OF[role]), COUNTER if role in _AT_COUNTER else None)


def _operation(action: str, role: Role, channel: Channel, place: str) -> dict[str, Any]:
    kinds = [kind.__name__ for kind in _kinds(role, channel)]
    mqtt: dict[str, Any] = {"qos": channel.qos}
    if action == "send":
        mqtt["retain"] = channel.retained
    told: dict[str, Any] = {
        "action": action,
        "channel": {"$ref": f"#/channels/{place}"},
        "tags": [{"name": str(role)}],
        "messages": [{"$ref": f"#/channels/{place}/messages/{kind}"} for kind in kinds],
        "bindings": {"mqtt": {**mqtt, "bindingVersion": _BINDING}},
    }
    if action == "send" and channel.name == "command":
        answers = sorted({one.__name__ for one in answered(role)})
        told["reply"] = {
            "channel": {"$ref": "#/channels/answer"},
            "messages": [{"$ref": f"#/channels/answer/messages/{one}"} for one in answers],
        }
    return told


def _kinds(role: Role, channel: Channel) -> list[type]:
    """Of a channel's messages those that this role sends or hears."""
    if channel.name == "command" and role in COMMANDS:
        return [kind for kind in channel.messages if kind in COMMANDS[role]]
    if channel.name == "answer" and role in COMMANDS:
        return [kind for kind in channel.messages if kind in answered(role)]
    return list(channel.messages)


def answered(role: Role) -> set[type]:
    """What a device of this role may hear in answer."""
    return {Refusal} | {ANSWERS[kind] for kind in COMMANDS[role]}
