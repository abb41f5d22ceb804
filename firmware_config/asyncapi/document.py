"""The whole document, in the order in which a stranger reads it."""

from typing import Any, Final

from contract.channels import CHANNELS, Channel
from contract.codec import SCHEMA, encode_notice, encode_request
from contract.commands import Command, Request
from contract.ids import DeviceId
from contract.notices import Notice, Presence
from contract.topics import CONTROLLER, Role
from firmware_config.asyncapi import examples
from firmware_config.asyncapi.operations import CONTROLLERS, operations
from firmware_config.asyncapi.schemas import COMMANDS, KINDS, envelope, schemas, words
from firmware_config.asyncapi.yaml_text import read_yaml, yaml_text

VERSION: Final = f"{SCHEMA}.0.0"
"""The first figure is the messages' ``schema``: with another one nobody understands the other."""
_MADE: Final = "# Made from contract/ by `make reference`; change the docstrings there.\n"

_PARAMETERS: Final = {
    "site": "The office's short name: `id` of its site file.",
    "device": "The device's name in the site file; also its user name at the broker.",
    "counter": "The number on the counter's plate.",
    "zone": "A part of the hall; `-` for counters of none.",
}
_DESCRIPTION: Final = """\
What the devices of a one-stop office say to its controller and hear from it, over MQTT 3.1.1. This is the whole protocol: a device
built from this document alone works in the office (docs/build-a-device.md shows how to begin).

**Who you are.** The office's site file gives a device a name, a role and, for some roles, a counter; `python -m firmware_config` gives it a
password. The broker lets each device write and read the topics of its role's operations (the tag is the role) with its own name and counter in
them, and hangs up or says nothing for all others.

**Messages.** UTF-8 JSON, at most 65,536 bytes: `schema` (1), `type`, `body`, and in commands `request`. Ignore keys that you do not know. Ignore
a message of another `schema` or an unknown `type`. An `enum` may gain words. Times are RFC 3339 with an offset.

**Connecting.** Client id `SITE.DEVICE`, clean session, keep-alive 5 s, QoS 1. The last will is a retained `Presence` with `online` false on your own
presence topic; as soon as you are connected and subscribed say it with `online` true, and with false before you leave. Connect again for ever, with
growing pauses up to 15 s: brokers are killed, and lose everything that they have kept. One packet, one write (TCP_NODELAY).

**A command counts once.** Make a request id, keep the whole message where a power cut does not reach it, then send it, and send the very same
again every 2 s until the answer with that id in `body.request` comes. Any answer ends it, `Refusal` too. What came twice is done once.

**Is anybody there?** The controller's `Pulse` comes every second. After 3.5 s without one say so: never show an old number as if it were new, nor take
a press that needs an answer now.

**Retained** messages are the present state and come at once after subscribing. Of an invitation to rate you cannot know how old it is: wait for the next
one (roles/pad).

**Configuration.** `Wanted` says how you should be configured; take what you know of its `settings`, and answer with `Reported` (`running`: the
`version` that runs). While `duty.serves` is false, show nothing and take no press. A `Directive` is done once, at once or not at all. `Health` tells how
you are, at least when it changes; leave out what you do not know.
"""
_ROLES: Final = {
    Role.CONTROLLER: "The queue itself; there is one in an office, and its device name is `controller`.",
    Role.KIOSK: "A terminal that gives numbers (`TakeTicket`) and says where a file stands.",
    Role.RATING: "A terminal with a screen at a counter, where a visitor rates.",
    Role.HALL_BOARD: "A screen for a whole hall.",
    Role.COUNTER_BOARD: "The number of one counter. Show `call.number`; nothing where `call` is null; that the counter is shut where `status` "
    "is not `open`; dashes after 3.5 s without a `Pulse`. It asks for nothing.",
    Role.SPEAKER: "A loudspeaker that says the calls of a zone, or of all.",
    Role.KEYPAD: "Buttons of a clerk. Send `CallNext`, or with `body.call.visit` of the latest `CounterState` `Recall`, `MarkAbsent` and `Finish`; "
    "`OpenCounter` where `status` is not `open`. One press at a time; withdraw what is older than 60 s.",
    Role.PAD: "Buttons for rating. After a `RatingInvitation` with a `visit` take one press within `rating_seconds` (`Office`) and send `RateVisit` "
    "with that `visit` and `mark`, a `score`, `scale` as in `Office.rating_scale` and `after_s`, the seconds since you heard the invitation. "
    "What comes within 2 s of connecting may be old: take no press for it. The full rules: docs/rating-pad.md.",
}


def page() -> str:
    """docs/reference/asyncapi.yaml."""
    return _MADE + yaml_text(document())


def document() -> dict[str, Any]:
    """AsyncAPI 3.0.0."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "motcua: the devices of a one-stop office",
            "version": VERSION,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
            "tags": [{"name": str(role), "description": words} for role, words in _ROLES.items()],
        },
        "defaultContentType": "application/json",
        "servers": {"tls": _server("mqtts", "8883"), "plain": _server("mqtt", "1883")},
        "channels": _channels(),
        "operations": operations(),
        "components": {
            "securitySchemes": {
                "account": {
                    "type": "userPassword",
                    "description": "The device's name, and the password that the office's IT officer has from `provision` or `apply`.",
                }
            },
            "messages": {kind.__name__: _message(kind) for kind in KINDS},
            "schemas": schemas(),
        },
    }


def _server(protocol: str, port: str) -> dict[str, Any]:
    is_tls = protocol == "mqtts"
    trust = "Trust the certificates in the office's own `ca.pem` and no others. " if is_tls else ""
    will = encode_notice(Presence(DeviceId("{device}"), online=False)).decode()
    return {
        "host": "{host}:{port}",
        "protocol": protocol,
        "protocolVersion": "3.1.1",
        "description": f"{trust}The broker of an office, in its own network.",
        "variables": {"host": {"description": "`[broker] host` of the site file."}, "port": {"default": port}},
        "security": [{"$ref": "#/components/securitySchemes/account"}],
        "bindings": {
            "mqtt": {
                "clientId": "{site}.{device}",
                "cleanSession": True,
                "keepAlive": 5,
                "lastWill": {"topic": "motcua/{site}/presence/{device}", "qos": 1, "message": will, "retain": True},
                "bindingVersion": "0.2.0",
            }
        },
    }


def _channels() -> dict[str, Any]:
    made = {channel.name: _channel(channel) for channel in CHANNELS}
    presence = made["presence"]
    parameters = {"site": presence["parameters"]["site"]}
    address = presence["address"].replace("{device}", CONTROLLER)
    return made | {
        CONTROLLERS: presence
        | {"address": address, "parameters": parameters, "description": "Retained: whether the controller is there."}
    }


def _channel(channel: Channel) -> dict[str, Any]:
    names = ("site", channel.about) if channel.about else ("site",)
    return {
        "address": channel.address,
        "description": words(channel.words),
        "parameters": {name: {"description": _PARAMETERS[name]} for name in names},
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"} for kind in channel.messages},
    }


def _message(kind: type) -> dict[str, Any]:
    summary, _, more = words(kind.__doc__).partition("\n\n")
    told: dict[str, Any] = {"name": kind.__name__, "summary": summary}
    if more:
        told["description"] = more
    if kind in COMMANDS:
        told["correlationId"] = {"location": "$message.payload#/request"}
    elif "request" in kind.__dataclass_fields__:  # type: ignore[attr-defined]
        told["correlationId"] = {"location": "$message.payload#/body/request"}
    return told | {"payload": envelope(kind), "examples": [{"payload": _example(kind)}]}


def _example(kind: type) -> Any:
    """As it is encoded, read again."""
    return read_yaml(encoded(kind).decode())  # JSON is YAML, and its strings stay strings


def encoded(kind: type) -> bytes:
    """The bytes of the example of a kind."""
    command: Command | None = next((one for one in examples.COMMANDS if type(one) is kind), None)
    if command is not None:
        return encode_request(Request(examples.REQUEST, command))
    notice: Notice = next(one for one in examples.NOTICES if type(one) is kind)
    return encode_notice(notice)
