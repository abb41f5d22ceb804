"""The controller's end of an office whose devices follow their twins, and programs that may be killed and started again."""

import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract.codec import decode_notice_as, encode_notice
from contract.errors import MalformedMessageError
from contract.link import Link
from contract.notices import Presence
from contract.site import Site
from contract.topics import sender
from contract.twin import Reported
from controller.adapters.json_twins import JsonTwins
from controller.adapters.link_outlet import tell_twin
from controller.core import views
from controller.twins import Twins
from demo.brokers import BrokerRun
from demo.child import tied

ROOT = Path(__file__).parents[2]
SECONDS = 40.0


class TwinOffice:
    """Twins on a real link; ``want`` is what a new site file does to them."""

    def __init__(self, broker: BrokerRun, folder: Path) -> None:
        self.broker, self.folder, self.site = broker, folder, broker.site
        self.link = Link(broker.account("controller"), lambda up: self.twins.tell_all() if up else None)
        self.twins = self._twins()
        self.presences: dict[str, Presence] = {}
        self.reported: dict[str, Reported] = {}
        self._more = threading.Condition()
        self.link.listen(self.link.topics.all_reported, self._heard)
        self.link.listen(self.link.topics.presences, self._heard_presence)

    def start(self) -> None:
        self.link.start()
        assert self.link.wait_up(SECONDS)
        office = views.office(self.site)
        self.link.publish(self.link.topics.office, encode_notice(office), retain=True)

    def stop(self) -> None:
        self.link.stop()

    def want(self, site: Site) -> None:
        """The controller has been started again with another site file."""
        self.site = site
        self.twins = self._twins()
        self.twins.tell_all()

    def want_of(self, device: str, **keys: Any) -> None:
        """The same, where one device is to be otherwise."""
        devices = tuple(dataclasses.replace(one, **keys) if one.id == device else one for one in self.site.devices)
        self.want(dataclasses.replace(self.site, devices=devices))

    def until(self, device: str, right: Callable[[Reported], bool], seconds: float = SECONDS) -> Reported:
        """What a device reports of the newest revision, as soon as it is right."""

        def told() -> Reported | None:
            state, said = self.twins.state(device), self.reported.get(device)
            return said if state and said and said.revision == state.wanted.revision and right(said) else None

        with self._more:
            assert self._more.wait_for(told, seconds), (device, self.twins.state(device), self.reported.get(device))
        found = told()
        assert found
        return found

    def forget(self, device: str) -> None:
        """What it has reported so far."""
        with self._more:
            self.reported.pop(device, None)

    def until_present(self, device: str, right: Callable[[Presence], bool]) -> None:
        with self._more:
            assert self._more.wait_for(lambda: device in self.presences and right(self.presences[device]), SECONDS)

    def _twins(self) -> Twins:
        return Twins(self.site, JsonTwins(self.folder), tell_twin(self.link), lambda: datetime.now(UTC))

    def _heard(self, topic: str, payload: bytes) -> None:
        reported = decode_notice_as(payload, Reported)
        if reported.device != sender(topic):
            raise MalformedMessageError("of another device")
        with self._more:
            self.reported[reported.device] = reported
            self.twins.heard(reported)
            self._more.notify_all()

    def _heard_presence(self, _topic: str, payload: bytes) -> None:
        presence = decode_notice_as(payload, Presence)
        with self._more:
            self.presences[presence.device] = presence
            self._more.notify_all()


class Program:
    """One program of ours with its profile; ``watched``: as systemd starts it."""

    def __init__(self, module: str, profile: Path, env: Mapping[str, str], *, watched: bool = True) -> None:
        command = [sys.executable, "-m", *module.split(), "--profile", str(profile)]
        if watched:  # what systemd says to the process that it starts; exec keeps its number
            command = ["sh", "-c", 'SYSTEMD_EXEC_PID=$$ exec "$@"', "sh", *command]
        self.log = profile.with_name("log")
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                tied(command), env={**os.environ, **env}, cwd=ROOT, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )

    def ended(self) -> int:
        return self.process.wait(SECONDS)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(SECONDS)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(SECONDS)


def traced(profile: Path) -> Path:
    """Have a window's program write a trace."""
    trace = profile.with_name("trace.jsonl")
    plain = json.loads(profile.read_text("utf-8"))
    profile.write_text(json.dumps({**plain, "trace": str(trace)}), "utf-8")
    return trace
