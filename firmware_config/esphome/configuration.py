"""One small device as ESPHome's YAML, and the secrets that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from contract.codec import encode_notice
from contract.notices import Presence
from contract.profile import KeypadProfile, NumberBoardProfile, PadProfile
from contract.small_device import Chip, NumberDisplay
from contract.topics import Topics
from firmware_config.esphome import code
from firmware_config.esphome.code import filled
from firmware_config.flashing import BoardError
from firmware_config.flashing.content import BoardProfile

LEAST: Final = "2026.6.0"
_VARIANTS: Final = {Chip.ESP32: "esp32", Chip.ESP32_S3: "esp32s3", Chip.ESP32_C3: "esp32c3"}
_NEVER: Final = 0x7FFFFFFF
_KEYS: Final = {"next": "CallNext", "recall": "Recall", "absent": "MarkAbsent", "finish": "Finish"}
_KEY_WITHDRAWN_MS: Final = 60_000
_HEAD: Final = """\
# {device}: an ESPHome configuration made by "python -m firmware_config esphome"; change the site file and make it again.
# It speaks the office's own topics and messages, and each press counts once. What it cannot do: a press that is not answered is
# lost when the power is cut, the configuration comes by this file and not over the air, and the fleet page knows no more of it than
# whether it is there. "python -m firmware_config flash" writes the office's own programs, which can all of that.
"""


@dataclass(frozen=True, slots=True)
class _Secret:
    name: str


@dataclass(frozen=True, slots=True)
class _Lambda:
    code: str


class _Writer(yaml.SafeDumper):  # type: ignore[misc] # it has no types
    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Writer.add_representer(_Secret, lambda writer, one: writer.represent_scalar("!secret", one.name))
_Writer.add_representer(_Lambda, lambda writer, one: writer.represent_scalar("!lambda", one.code, style="|"))


def esphome_yaml(profile: BoardProfile) -> str:
    """Raises BoardError for a display that ESPHome does not know."""
    body: str = yaml.dump(_configuration(profile), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
    return _HEAD.format(device=profile.account.device) + body


def esphome_secrets(profiles: tuple[BoardProfile, ...], ca: bytes) -> dict[str, str]:
    """What ``secrets.yaml`` has to hold for these devices."""
    told = {f"{one.account.device}_password": one.account.password for one in profiles}
    wifi = profiles[0].wifi
    told |= {"wifi_name": wifi.name, "wifi_password": wifi.password}
    return told | ({"ca": ca.decode()} if ca else {})


def _configuration(profile: BoardProfile) -> dict[str, Any]:
    parts = {PadProfile: _pad, KeypadProfile: _keypad, NumberBoardProfile: _board}[type(profile)]
    told = parts(profile)  # type: ignore[operator]
    heard = told.pop("heard")
    return {
        "esphome": {"name": str(profile.account.device), "min_version": LEAST},
        "esp32": {"variant": _VARIANTS[profile.hardware.chip], "framework": {"type": "esp-idf"}},
        "logger": {"level": "INFO"},
        "wifi": {"ssid": _Secret("wifi_name"), "password": _Secret("wifi_password"), "power_save_mode": "none"},
        "mqtt": _mqtt(profile, heard),
        "globals": [_global(name, value) for name, value in {**_COMMON, **told.pop("globals")}.items()],
        **told,
    }


_COMMON: Final[Mapping[str, Any]] = {"pulse_at": 0, "reached": False, "told": False, "serves": True}
_ASKING: Final[Mapping[str, Any]] = {"payload": "", "request_id": "", "pressed_at": 0, "refused_at": 0, "visit": ""}


def _global(name: str, value: bool | int | str) -> dict[str, str]:  # noqa: FBT001 (a value)
    kind, first = ("std::string", '""') if isinstance(value, str) else ("uint32_t", str(value))
    if isinstance(value, bool):
        kind, first = "bool", str(value).lower()
    return {"id": name, "type": kind, "initial_value": first}


def _mqtt(profile: BoardProfile, heard: Mapping[str, str]) -> dict[str, Any]:
    account = profile.account
    at = Topics(account.site)
    topics = {at.pulse: code.PULSE, **heard, at.wanted(account.device): code.WANTED}

    def presence(*, online: bool) -> dict[str, Any]:
        payload = encode_notice(Presence(account.device, online=online)).decode()
        return {"topic": at.presence(account.device), "payload": payload, "qos": 1, "retain": True}

    return {
        "id": "broker",
        "broker": account.host,
        "port": account.port,
        "username": str(account.device),
        "password": _Secret(f"{account.device}_password"),
        **({"certificate_authority": _Secret("ca")} if account.ca else {}),
        "client_id": f"{account.site}.{account.device}",
        "clean_session": True,
        "keepalive": "5s",
        "reboot_timeout": "0s",
        "discovery": False,
        "topic_prefix": None,
        "log_topic": None,
        "birth_message": presence(online=True),
        "will_message": presence(online=False),
        "shutdown_message": presence(online=False),
        "on_disconnect": [{"lambda": _Lambda(code.LOST)}],
        "on_json_message": [
            {"topic": topic, "qos": 1, "then": [{"lambda": _Lambda(f'if ((x["schema"] | 0) != 1) return;\n{told}')}]}
            for topic, told in topics.items()
        ],
    }


def _pad(profile: PadProfile) -> dict[str, Any]:
    at, me = Topics(profile.account.site), profile.account.device
    faces = {f"face{one}": one for one in range(1, 6)}
    return {
        "heard": {at.office: code.OFFICE, at.rating(profile.counter): code.INVITED, at.answer(me): code.ANSWER},
        "globals": {**_ASKING, "mark": "", "rated": "", "scale": 3, "limit_ms": 30000, "heard_at": 0, "told_at": 0},
        "output": _lamp(profile.hardware.pins),
        "script": [_script("face", "int", filled(code.RATE, command=at.command(me)))],
        "binary_sensor": [_button(name, profile.hardware.pins, "face", place) for name, place in faces.items()],
        "interval": _intervals(code.PAD_LAMP, at.command(me), _NEVER),
    }


def _keypad(profile: KeypadProfile) -> dict[str, Any]:
    at, me = Topics(profile.account.site), profile.account.device
    press = filled(code.PRESS, command=at.command(me), counter=profile.counter)
    return {
        "heard": {at.counter(profile.counter): code.STATE, at.answer(me): code.ANSWER},
        "globals": {**_ASKING, "status": "", "number": ""},
        "output": _lamp(profile.hardware.pins),
        "script": [_script("key", "string", press.replace("strcmp(key, ", "strcmp(key.c_str(), "))],
        "binary_sensor": [_button(name, profile.hardware.pins, "key", kind) for name, kind in _KEYS.items()],
        "interval": _intervals(code.KEYPAD_LAMP, at.command(me), _KEY_WITHDRAWN_MS),
    }


def _board(profile: NumberBoardProfile) -> dict[str, Any]:
    hardware, at = profile.hardware, Topics(profile.account.site)
    words = {status: profile.words.get(status, "") for status in ("paused", "closed")}
    show = _Lambda(filled(code.SHOW, digits=hardware.digits, **words))
    told: dict[str, Any] = {
        "heard": {at.counter(profile.counter): code.STATE},
        "globals": {"status": "", "number": "", "visit": ""},
    }
    shown = {"update_interval": "100ms", "lambda": show}
    if hardware.display is NumberDisplay.TM1637:
        wires = {"clk_pin": _pin(hardware.pins["clk"]), "dio_pin": _pin(hardware.pins["dio"])}
        one = {"platform": "tm1637", **wires, "length": hardware.digits, "intensity": hardware.brightness}
        return told | {"display": [one | shown]}
    if hardware.display is not NumberDisplay.MAX7219:
        raise BoardError("no_esphome", str(profile.account.device), hardware.display)
    wires = {"clk_pin": _pin(hardware.pins["clk"]), "mosi_pin": _pin(hardware.pins["din"])}
    one = {"platform": "max7219", "cs_pin": _pin(hardware.pins["cs"]), "intensity": 2 * hardware.brightness + 1}
    return told | {"spi": wires, "display": [one | shown]}


def _pin(number: int) -> str:
    return f"GPIO{number}"


def _lamp(pins: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"platform": "gpio", "id": "lamp", "pin": _pin(pins["lamp"])}]


def _script(name: str, kind: str, told: str) -> dict[str, Any]:
    return {"id": "press", "parameters": {name: kind}, "then": [{"lambda": _Lambda(told)}]}


def _button(name: str, pins: Mapping[str, int], parameter: str, value: object) -> dict[str, Any]:
    """Closes to ground; what is shorter than 20 ms is no finger."""
    pin = {"number": _pin(pins[name]), "mode": {"input": True, "pullup": True}, "inverted": True}
    press = {"script.execute": {"id": "press", parameter: value}}
    return {
        "platform": "gpio", "id": name, "pin": pin,
        "filters": [{"delayed_on": "20ms"}, {"delayed_off": "20ms"}], "on_press": [press],
    }  # fmt: skip


def _intervals(lamp: str, command: str, withdrawn: int) -> list[dict[str, Any]]:
    resend = filled(code.RESEND, command=command, withdrawn=withdrawn)
    return [
        {"interval": "2s", "then": [{"lambda": _Lambda(resend)}]},
        {"interval": "50ms", "then": [{"lambda": _Lambda(lamp)}]},
    ]
