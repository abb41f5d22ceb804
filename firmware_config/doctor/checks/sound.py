"""What is heard: the sound server, its sinks, how loud they are, and whose voice speaks."""

import json
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contract.profile import KioskProfile, SpeakerProfile
from firmware_config.doctor.adapters.deadline import TooLateError, said_by
from firmware_config.doctor.adapters.program_environment import environment_of, owner_of
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Device, Patient

AREAS: Final = (Area.SOUND,)
_DEFAULT: Final = "default"
_QUIET_PERCENT: Final = 25
"""Softer than this nobody hears it over a hall."""
_VOICE: Final = "espeak-ng"
_SERVER_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class _Server:
    """A sound server as the device's program reaches it."""

    environment: Mapping[str, str]
    owner: tuple[int, int] | None


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Loudspeakers, and kiosks that read aloud."""
    for device, speaker in patient.of(SpeakerProfile):
        yield Area.SOUND
        yield from _outlet(device, (speaker.sink,), patient, until)
        yield from _voices(device, speaker.voices.packs, speaker.calling.zero_tens, until)
    for device, kiosk in patient.of(KioskProfile):
        sinks = tuple(one for one in (kiosk.speech.sound,) if one)
        if sinks or kiosk.speech.headphones:
            yield Area.SOUND
            yield from _outlet(device, sinks, patient, until)
            yield from _voices(device, {}, "", until)


def _outlet(device: Device, sinks: tuple[str, ...], patient: Patient, until: float) -> Iterator[Finding]:
    values: dict[str, object] = {"device": device.name}
    environment = environment_of(device.path, patient)
    try:
        found, usual = _sinks(_Server(environment, owner_of(device.path, patient)), until)
    except FileNotFoundError:
        yield Finding("sound_no_tools", values, device.name)
        return
    except (TooLateError, ValueError):
        yield Finding("sound_no_server", values, device.name)
        return
    for wanted in sinks:
        name = usual if wanted in {"", _DEFAULT} else wanted
        if name not in found:
            known = ", ".join(sorted(found)) or "-"
            yield Finding("sound_sink_missing", {**values, "sink": wanted or _DEFAULT, "known": known}, device.name)
        else:
            yield from _loudness(device, name, found[name])


def _sinks(server: _Server, until: float) -> tuple[dict[str, Any], str]:
    """Every sink by name, and the name of the default one. Raises FileNotFoundError, TooLateError, ValueError."""
    listed = _asked(["list", "sinks"], server, until)
    return {sink["name"]: sink for sink in listed}, str(_asked(["info"], server, until).get("default_sink_name"))


def _asked(question: list[str], server: _Server, until: float) -> Any:
    ends = min(until, time.monotonic() + _SERVER_S)
    code, said, _ = said_by(["pactl", "-f", "json", *question], ends, server.environment, server.owner)
    if code:
        raise ValueError(code)
    return json.loads(said)


def _loudness(device: Device, name: str, sink: dict[str, Any]) -> Iterator[Finding]:
    loudest = max((_percent(one) for one in (sink.get("volume") or {}).values()), default=100)
    values: dict[str, object] = {"device": device.name, "sink": name, "percent": loudest}
    if sink.get("mute"):
        yield Finding("sound_muted", values, device.name)
    elif loudest == 0:
        yield Finding("sound_zero", values, device.name)
    elif loudest < _QUIET_PERCENT:
        yield Finding("sound_quiet", values, device.name)


def _percent(channel: Mapping[str, Any]) -> int:
    return int(str(channel.get("value_percent", "100%")).strip().rstrip("%"))


def _voices(device: Device, packs: Mapping[str, str], zero_tens: str, until: float) -> Iterator[Finding]:
    if shutil.which(_VOICE) is None:
        yield Finding("sound_no_voice", {"device": device.name}, device.name)
    for language, folder in packs.items():
        if not Path(folder).is_dir():
            yield Finding("sound_pack_incomplete", {"folder": folder, "words": "-"}, device.name)
            continue
        words = _lacking(folder, language, zero_tens, until)
        if words:
            yield Finding("sound_pack_incomplete", {"folder": folder, "words": words}, device.name)


def _lacking(folder: str, language: str, zero_tens: str, until: float) -> str:
    """What ``voice check`` says of a pack that is not complete; the voice's own program knows best."""
    command = [sys.executable, "-m", "controller", "voice", "check", folder, "--speaks", language]
    command += ["--zero-tens", zero_tens] if zero_tens else []
    try:
        code, said, _ = said_by(command, until)
    except TooLateError:
        return ""
    return " ".join(said.split()) if code == 1 else ""
