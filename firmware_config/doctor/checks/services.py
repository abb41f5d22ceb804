"""The programs of this machine as systemd sees them: failed, starting again and again, or not running at all."""

from collections.abc import Iterator, Mapping
from typing import Final

from firmware_config.appliance import places as at
from firmware_config.doctor.adapters.deadline import TooLateError, said_by
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.SERVICES,)
_LOOPS: Final = 3
"""Restarts by systemd of a program that is not up now."""
_SHOWN: Final = "Id,LoadState,ActiveState,SubState,Result,NRestarts,UnitFileState"
_SHARED: Final = (at.EMBEDDED_UNIT, at.MOSQUITTO_UNIT, at.SCREEN_UNIT, at.SOUND_UNIT)
"""Units that some machines have."""


def look(patient: Patient, until: float) -> Iterator[Told]:
    """On a machine that programs were installed on; elsewhere nobody starts them but whoever sits there."""
    if not patient.installed:
        return
    yield Area.SERVICES
    owners = {
        at.unit_of(device.account.device): device.name for device in patient.devices if device.profile is not None
    }
    try:
        code, said, _ = said_by(["systemctl", "show", f"--property={_SHOWN}", *owners, *_SHARED], until)
    except (FileNotFoundError, TooLateError):
        code, said = 1, ""
    if code:
        yield Finding("services_unseen")
        return
    for part in said.split("\n\n"):
        unit = dict(line.split("=", 1) for line in part.splitlines() if "=" in line)
        yield from _unit(unit, owners.get(unit.get("Id", ""), ""))


def _unit(unit: Mapping[str, str], owner: str) -> Iterator[Finding]:
    name, active, times = unit.get("Id", ""), unit.get("ActiveState", ""), unit.get("NRestarts", "0")
    values = {"unit": name, "result": unit.get("Result", ""), "times": times}
    if unit.get("LoadState") == "not-found":
        if owner:
            yield Finding("service_missing", values, owner)
    elif active == "failed":
        yield Finding("service_failed", values, owner)
    elif unit.get("SubState") == "auto-restart" or (active == "activating" and int(times) >= _LOOPS):
        yield Finding("service_looping", values, owner)
    elif active == "inactive" and (owner or unit.get("UnitFileState") == "enabled"):
        yield Finding("service_off", values, owner)
