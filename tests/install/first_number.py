"""The first citizen: touches the kiosk, gets a number, is called by an officer and sees the number on the board."""

import json
import time
from pathlib import Path
from typing import Any

from demo.screen import Sight, TraceReader, wait_for
from tests.install.machine import HERE, Machine
from tests.install.setting_up import address

_SECONDS = 180.0
_FINGER_S = 1.0
"""A person does not hit what came to stand there this moment."""
_TRACED = ("kiosk-1", "hall-board-1")
_FIELD = "field:ho-tich"
_KEPT: dict[str, str] = {}


def steps(pictures: Path) -> list[tuple[str, Any]]:
    """By name, in order."""
    return [
        ("kiosk and board tell what they show", traced),
        ("a number by a touch", lambda machine: first(machine, pictures)),
        ("called by an officer, seen on the board", lambda machine: call(machine, pictures)),
    ]


def traced(machine: Machine) -> str:
    """By a word in their profiles, written there by hand."""
    for device in _TRACED:
        profile = machine.root / f"etc/motcua/{device}/profile.json"
        profile.write_text(json.dumps(json.loads(profile.read_text("utf-8")) | {"trace": _trace(device)}), "utf-8")
    machine.run("systemctl", "restart", *(f"motcua-{one}.service" for one in _TRACED))
    return ""


def first(machine: Machine, pictures: Path) -> str:
    """Before and after are kept as pictures."""
    trace = TraceReader(machine.root / _trace("kiosk-1").lstrip("/"))
    trace.where(_FIELD, _SECONDS)
    machine.picture(pictures / "before.png")
    assert take(machine, trace) == "A001"
    machine.picture(pictures / "ticket.png")
    return _KEPT["number"]


def kiosk_from_now(machine: Machine) -> TraceReader:
    """What the kiosk shows, without what it has shown."""
    trace = TraceReader(machine.root / _trace("kiosk-1").lstrip("/"))
    trace.news()
    trace.seen.clear()
    return trace


def take(machine: Machine, trace: TraceReader) -> str:
    """The field is touched where the window says that it stands; the number on the ticket is the one after the last."""
    place = trace.where(_FIELD, _SECONDS)
    while (early := trace.since(_FIELD) + _FINGER_S - time.monotonic()) > 0:
        time.sleep(early)
        place = trace.where(_FIELD, _SECONDS)
    machine.tap(*place)
    sight = trace.wait("Ticket", _SECONDS)
    last, number = _KEPT.get("number", "A000"), sight.facts["number"]
    assert number == f"A{int(last[1:]) + 1:03}", (last, number)
    _KEPT["number"] = number
    return number


def call(machine: Machine, pictures: Path) -> str:
    """Over HTTP, as the officer's browser does it; the board shows it within seconds."""
    trace = TraceReader(machine.root / _trace("hall-board-1").lstrip("/"))
    wait_for(lambda: trace.news() or None, _SECONDS, "the board shows nothing")
    machine.beside(*officer("open,call", _password(machine)))
    began = time.monotonic()
    sight = wait_for(lambda: _called(trace.news()), _SECONDS, "the board does not show the number")
    took = time.monotonic() - began
    machine.picture(pictures / "called.png")
    shown = json.loads(machine.beside(*officer("", _password(machine))).strip().splitlines()[-1])
    assert shown["visit"].endswith(_KEPT["number"]), shown
    return f"{sight.facts['number']} on the board {took * 1000:.0f} ms after the answer to the call"


def officer(command: str, password: str, counter: int = 1) -> list[str | Path]:
    """Signs in at the counter with the password that ``motcua new`` made, presses keys, and tells what the page shows."""
    return [
        HERE / ".venv" / "bin" / "python",
        "-m",
        "tests.install.officer",
        address(),
        str(counter),
        command,
        password,
    ]


def _called(sights: list[Sight]) -> Sight | None:
    wanted = {"number": _KEPT["number"], "state": "new"}.items()
    return next((one for one in sights if wanted <= one.facts.items()), None)


def _password(machine: Machine) -> str:
    return (machine.root / "root" / "password").read_text()


def _trace(device: str) -> str:
    return f"/var/lib/motcua/{device}/trace.jsonl"
