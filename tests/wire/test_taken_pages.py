"""A real controller whose pages' ports other programs have: numbers are given and called over MQTT, and the pages open by themselves."""

import socket
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import requests

from contract.broker import Broker
from contract.commands import CallNext, OpenCounter, TakeTicket
from contract.controller_profile import ControllerProfile
from contract.profile import read_account, read_profile
from contract.site import Web
from demo.brokers import BrokerRun, free_port
from demo.child import tied
from demo.daytime import by_day
from demo.keypad import Device
from demo.screen import wait_for
from firmware_config.provision import provision
from tests.wire.rating_hall import FIVE, LAND, ROOT, SECONDS, SITE


def listening(port: int) -> "closing[socket.socket]":
    return closing(socket.create_server(("127.0.0.1", port)))


def test_the_hall_opens_though_both_ports_of_the_pages_are_taken(tmp_path: Path) -> None:
    web = Web(port=free_port(), https_port=free_port())
    run = BrokerRun(by_day(replace(SITE, web=web)), tmp_path / "office", "embedded")
    profile = run.profile("controller")
    with ExitStack() as stack:
        stack.callback(run.kill)
        run.start()
        others = stack.enter_context(ExitStack())
        for port in (web.port, web.https_port):
            others.enter_context(listening(port))
        program = _controller(stack, profile, tmp_path / "log")
        kiosk, keypad = (
            stack.enter_context(Device(read_account(run.profile(name)))) for name in ("kiosk-1", "keypad-5")
        )
        keypad.press(OpenCounter(FIVE), seconds=SECONDS)
        receipt = kiosk.press(TakeTicket(LAND), seconds=SECONDS)
        assert keypad.press(CallNext(FIVE), seconds=SECONDS).visit == receipt.visit
        said = (tmp_path / "log").read_text()
        assert "PHONES CANNOT OPEN THEIR PAGES" in said
        assert "OFFICERS CANNOT OPEN THEIR PAGES" in said
        note = Path(read_profile(profile, ControllerProfile).state) / "address"
        assert not note.exists()
        others.close()
        authority = read_profile(profile, ControllerProfile).authority
        for address in (f"http://127.0.0.1:{web.port}", f"https://127.0.0.1:{web.https_port}"):
            wait_for(lambda at=address: _answers(at, authority), SECONDS, f"{address} does not open")  # type: ignore[misc]
        wait_for(lambda: note.exists() or None, SECONDS, "the address is not noted")
        assert note.read_text() == f"http://127.0.0.1:{web.port}"
        assert program.poll() is None


def test_a_controller_that_stands_still_takes_the_port_later_as_well(tmp_path: Path) -> None:
    """Its state cannot be kept, and the page that says so has no port: it waits for both."""
    web = Web(port=free_port())
    provision(by_day(replace(SITE, web=web, broker=Broker(port=free_port()))), tmp_path / "office", tmp_path / "var")
    profile = tmp_path / "office" / "controller" / "profile.json"
    state = Path(read_profile(profile, ControllerProfile).state)
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text("no folder")
    with ExitStack() as stack:
        other = stack.enter_context(ExitStack())
        other.enter_context(listening(web.port))
        program = _controller(stack, profile, tmp_path / "log")
        wait_for(lambda: "STANDS STILL" in (tmp_path / "log").read_text() or None, SECONDS, "it does not say so")
        assert "NOBODY CAN OPEN THE PAGES" in (tmp_path / "log").read_text()
        other.close()
        address = f"http://127.0.0.1:{web.port}/board"
        wait_for(lambda: _status(address) == 503 or None, SECONDS, "no page says that it stands still")
        state.unlink()
        wait_for(lambda: _status(address) == 200 or None, SECONDS, "it does not start")
        assert program.poll() is None


def _controller(stack: ExitStack, profile: Path, log: Path) -> "subprocess.Popen[bytes]":
    """Until the end of ``stack``."""
    out = stack.enter_context(log.open("wb"))
    program = subprocess.Popen(
        tied([sys.executable, "-m", "controller", "run", "--profile", str(profile)]),
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
    )  # fmt: skip
    stack.callback(program.wait, SECONDS)
    stack.callback(program.terminate)
    return program


def _status(address: str) -> int | None:
    try:
        return requests.get(address, timeout=SECONDS).status_code
    except requests.ConnectionError:
        return None


def _answers(address: str, authority: str) -> bool | None:
    try:
        return requests.get(f"{address}/board", verify=authority, timeout=SECONDS).ok or None
    except requests.ConnectionError:
        return None
