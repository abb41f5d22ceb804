"""The clock of this machine: against the controller's, against the pages', against its own files; whether anybody sets it; and its time zone."""

import http.client
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from contract.controller_profile import ControllerProfile
from contract.profile import BoardProfile, KioskProfile
from firmware_config.doctor.adapters.deadline import TooLateError, left, said_by
from firmware_config.doctor.finding import Area, Finding, Told, without_secrets
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.CLOCK, Area.CONTROLLER)
_OFF_S: Final = 5.0
_FAR_S: Final = 120.0
_YOUNGER_S: Final = 3600.0
_PAGE_S: Final = 3.0
_UNHEARD: Final = "Not synchronised"
"""The last of the fields of ``chronyc -c tracking`` where chronyd has no source yet."""
_UNKNOWN_ZONES: Final = (KeyError, ValueError, OSError)


def clock_findings(offset_s: float, by: str) -> Iterator[Finding]:
    """``offset_s``: how far the other clock is ahead."""
    if abs(offset_s) < _OFF_S:
        return
    here = datetime.now().astimezone()
    there = here + timedelta(seconds=offset_s)
    kind = "clock_far_off" if abs(offset_s) >= _FAR_S else "clock_off"
    yield Finding(kind, {"here": f"{here:%d/%m %H:%M:%S}", "there": f"{there:%d/%m %H:%M:%S}", "by": by})


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Zone and age first, since they need nobody; then the pages, which tell their time with every answer."""
    if patient.installed or patient.devices:
        yield Area.CLOCK
        yield from _own(patient)
        yield from _set_by_somebody(patient, until)
    for address in dict.fromkeys(_pages(patient)):
        yield Area.CONTROLLER
        yield from _page(address, until)


def _own(patient: Patient) -> Iterator[Finding]:
    now = datetime.now(UTC)
    for zone in dict.fromkeys(device.account.timezone for device in patient.devices):
        try:
            there = now.astimezone(ZoneInfo(zone))
        except _UNKNOWN_ZONES:
            continue
        here = now.astimezone()
        if here.utcoffset() != there.utcoffset():
            yield Finding("clock_zone", {"zone": zone, "here": f"{here:%H:%M}", "there": f"{there:%H:%M}"})
    newest = max((one.path.stat().st_mtime for one in patient.devices if one.path), default=0.0)
    if newest - now.timestamp() > _YOUNGER_S:
        written = datetime.fromtimestamp(newest).astimezone()
        yield Finding("clock_unset", {"now": f"{now.astimezone():%d/%m/%Y %H:%M}", "file": f"{written:%d/%m/%Y %H:%M}"})


def _set_by_somebody(patient: Patient, until: float) -> Iterator[Finding]:
    """Of the controller's machine, which passes no time on before a time server has answered it (``appliance.upkeep.time_conf``)."""
    servers = [server for _, profile in patient.of(ControllerProfile) for server in profile.site.clock.servers]
    if not (patient.installed and servers):
        return
    try:
        code, said, _ = said_by(["chronyc", "-n", "-c", "tracking"], until)
    except (FileNotFoundError, TooLateError):
        return
    if code or said.strip().rpartition(",")[2] == _UNHEARD:
        yield Finding("clock_unheard", {"servers": ", ".join(servers)})


def _pages(patient: Patient) -> Iterator[str]:
    for device in patient.devices:
        if isinstance(device.profile, KioskProfile | BoardProfile) and device.profile.web:
            yield device.profile.web


def _page(address: str, until: float) -> Iterator[Finding]:
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    line = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(
        parts.hostname or "", parts.port, timeout=min(_PAGE_S, left(until))
    )
    try:
        line.request("HEAD", "/")
        answered = line.getresponse()
        date = answered.getheader("Date", "")
    except (OSError, http.client.HTTPException, UnicodeError):
        yield Finding("pages_unreachable", {"address": without_secrets(address)})
        return
    finally:
        line.close()
    try:
        offset = parsedate_to_datetime(date).timestamp() - time.time()
    except ValueError:
        return
    yield from clock_findings(offset, without_secrets(address))
