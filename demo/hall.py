"""A whole office on one machine: every program as its own process, every device played by one that speaks the real protocol."""

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import requests

from contract.ids import DeviceId
from contract.procedure import Catalogue
from contract.profile import write_profile
from contract.site import Device, Site
from contract.topics import Role
from demo.brokers import BrokerRun, free_port
from demo.camera import DemoCamera
from demo.child import tied
from demo.files import sample_files
from demo.printer import VirtualPrinter
from demo.registry import DemoRegistry
from demo.screen import TraceReader, wait_for
from demo.staff import Staff

_ROOT: Final = Path(__file__).parent.parent
_MEDIA: Final = Path(__file__).parent
"""Where a relative folder of a board's media stands here; in an office, beside the board's profile."""
WINDOWS: Final = {
    Role.KIOSK: "kiosk",
    Role.RATING: "kiosk",
    Role.HALL_BOARD: "queue_display",
    Role.COUNTER_BOARD: "queue_display",
}
_TOUCHED: Final = (Role.KIOSK, Role.RATING)
_START_S: Final = 30.0
_STOP_S: Final = 5.0


class Hall:
    """The office of ``site`` below ``folder``. Start it, use its parts, stop it; every port is a free loopback port.

    ``environments`` gives each windowed device, and the speaker, the environment of its process (its display, its sound
    server); a device that is not in it is not started. ``places``: where windows that share a screen stand on it, in pixels.

    Whatever the site file says, the office is open round the clock and knows no quota and no limit to presses: a demo starts at any hour,
    and its crowds and measurements are hastier than people.
    """

    def __init__(
        self,
        site: Site,
        folder: Path,
        environments: Mapping[DeviceId, Mapping[str, str]],
        kind: str = "embedded",
        places: Mapping[DeviceId, tuple[int, int]] | None = None,
        catalogue: Catalogue = Catalogue(),  # noqa: B008 (frozen)
    ) -> None:
        self.folder = folder
        self.environments = environments
        self.places = places or {}
        self.printer = VirtualPrinter(free_port(), out=folder / "printed")
        self.registry = DemoRegistry(sample_files(date.today()))  # noqa: DTZ011 - a demo's files are as old as its day
        self.camera = DemoCamera()
        self.site = self._with_places(site)
        self.broker = BrokerRun(self.site, folder, kind, catalogue)
        self.site = self.broker.site
        self.staff = Staff(self.site, self.pages)
        self.traces: dict[DeviceId, TraceReader] = {}
        self._programs: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def pages(self) -> str:
        """Address of the controller's pages."""
        return f"http://{self.site.web.host}:{self.site.web.port}"

    @property
    def state(self) -> Path:
        """Folder of the controller's journal."""
        return self.folder / "var" / "controller"

    def start(self, later: Collection[Role] = ()) -> None:
        """Everything but devices of the roles ``later``, in order; raises when a part does not start."""
        self.printer.start()
        self.registry.start()
        self.camera.start()
        self.broker.start()
        self.run("controller", "controller", "run")
        for device in self.site.devices:
            if device.id in self.environments and device.role not in later:
                self.start_device(device)
        wait_for(self._answers, _START_S, "the controller's pages do not answer")

    def start_device(self, device: Device) -> None:
        """One device's program."""
        environment = self.environments[device.id]
        if device.role is Role.SPEAKER:
            self.run(device.id, "controller", "speaker", environment=environment)
            return
        trace = self.folder / device.id / "trace.jsonl"
        trace.unlink(missing_ok=True)
        profile = self.broker.profile(device.id)
        write_profile(profile, msgspec.json.decode(profile.read_bytes()) | {"trace": str(trace)})
        self.traces[device.id] = TraceReader(trace)
        words = ["--unsupervised"] if WINDOWS[device.role] == "kiosk" else []
        if device.id in self.places:
            words += ["--position", *map(str, self.places[device.id]), *["--cursor"] * (device.role in _TOUCHED)]
        self.run(device.id, WINDOWS[device.role], *words, environment=environment)

    def run(self, device: str, program: str, *words: str, environment: Mapping[str, str] | None = None) -> None:
        """Start ``python -m program words --profile ...`` as ``device``; what it says goes to ``<device>/log``."""
        command = [sys.executable, "-m", program, *words, "--profile", str(self.broker.profile(device))]
        with (self.folder / device / "log").open("ab") as log:
            self._programs[device] = subprocess.Popen(
                tied(command),
                cwd=_ROOT,
                env=dict(environment or os.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C reaches us, and we end them in order
            )

    def kill(self, device: str) -> None:
        """SIGKILL, as a power cut."""
        program = self._programs.pop(device)
        program.kill()
        program.wait(_STOP_S)

    def pid(self, device: str) -> int:
        """Of a running program; raises KeyError for one that is not started."""
        return self._programs[device].pid

    def ended(self) -> list[str]:
        """Programs that are no longer running, though nobody stopped them."""
        return [device for device, program in self._programs.items() if program.poll() is not None]

    def log(self, device: str) -> str:
        """What a program has said so far."""
        path = self.folder / device / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def device(self, role: Role) -> Device:
        """The first device of a role."""
        return next(one for one in self.site.devices if one.role is role)

    def stop(self) -> None:
        """Everything, in reverse; safe to call at any time."""
        self.staff.leave()
        for device in reversed(list(self._programs)):
            program = self._programs.pop(device)
            program.send_signal(signal.SIGTERM)
            try:
                program.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        self.broker.stop()
        for part in (self.camera, self.registry, self.printer):
            part.stop()

    def _with_places(self, site: Site) -> Site:
        """The site with the addresses of this machine's stand-ins, always open, and as patient as its crowds are not.

        Nothing is remembered of the registry, whose moods are there to be seen.
        """
        port = free_port()
        return dataclasses.replace(
            site,
            hours=None,
            fields=tuple(dataclasses.replace(one, quota=0) for one in site.fields),
            tickets=dataclasses.replace(site.tickets, double_tap_s=0, per_minute=0, per_minute_peak=0),
            web=dataclasses.replace(site.web, host="127.0.0.1", port=port, address=f"http://127.0.0.1:{port}"),
            registry=dataclasses.replace(site.registry, url=self.registry.url, cache_s=0),
            board=dataclasses.replace(site.board, media=str(_MEDIA / site.board.media))
            if site.board.media
            else site.board,
            devices=tuple(
                dataclasses.replace(one, printer=self.printer.address, camera=self.camera.url)
                if one.role is Role.KIOSK
                else one
                for one in site.devices
            ),
        )

    def _answers(self) -> bool | None:
        try:
            return requests.get(self.pages, timeout=1).ok or None
        except requests.RequestException:
            return None
