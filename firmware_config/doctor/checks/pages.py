"""The controller's pages on its own machine: whether another program has one of their ports, and https as a browser finds it."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contract.controller_profile import ControllerProfile
from contract.errors import ProfileError
from contract.office_names import EVERYWHERE
from firmware_config.doctor.adapters.deadline import TooLateError
from firmware_config.doctor.adapters.proc_sockets import listeners, processes
from firmware_config.doctor.adapters.tls_greeting import DistrustedError, NoGreetingError, greet
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Device, Patient

AREAS: Final = (Area.CONTROLLER,)
_PATIENCE_S: Final = 2.0


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Of the machine that the controller runs on."""
    for device, profile in patient.of(ControllerProfile):
        web = profile.site.web
        taken = tuple(_taken(patient.places.proc, device, (web.port, web.https_port)))
        if web.https_port or taken:
            yield Area.CONTROLLER
        yield from taken
        if web.https_port and all(one.values["port"] != web.https_port for one in taken):
            yield from _https(device, profile, until)


def _taken(proc: Path, device: Device, ports: tuple[int, int]) -> Iterator[Finding]:
    """Ports that another program has while the controller runs, which goes on without them; what may not be seen is not told."""
    own = frozenset(int(one.name) for one in processes(proc) if _is_controller(one, device.path))
    for port in ports if own else ():
        others = listeners(proc, port) if port else frozenset[int]()
        if others and not others & own:
            number = min(others)
            yield Finding(
                "pages_port_taken", {"port": port, "program": _name(proc, number), "number": number}, device.name
            )


def _is_controller(process: Path, profile: Path | None) -> bool:
    """Run by ``-m controller run --profile``, with this one."""
    with contextlib.suppress(OSError):
        words = (process / "cmdline").read_bytes().split(b"\0")
        return profile is not None and b"controller" in words and str(profile).encode() in words
    return False


def _name(proc: Path, number: int) -> str:
    """As ``ps`` has it; a program chooses it itself, so letters alone are told."""
    with contextlib.suppress(OSError):
        told = (proc / str(number) / "comm").read_text("utf-8", "replace")
        return "".join(one for one in told if one.isprintable()) or "?"
    return "?"


def _https(device: Device, profile: ControllerProfile, until: float) -> Iterator[Finding]:
    web = profile.site.web
    host = ("::1" if ":" in web.host else "127.0.0.1") if web.host in EVERYWHERE else web.host
    values = {"host": host, "port": web.https_port}
    try:
        greet(host, web.https_port, profile.authority, min(until, time.monotonic() + _PATIENCE_S))
    except (NoGreetingError, TooLateError):
        yield Finding("pages_no_https", values, device.name)
    except DistrustedError as fault:
        yield Finding("pages_distrusted", {**values, "words": fault}, device.name)
    except ProfileError:
        yield Finding("certificate_missing", {"ca": profile.authority, "file": profile.authority}, device.name)
