"""Counters with real keypads and rating pads, each behind a Wi-Fi of its own, before a real broker and a real controller."""

import subprocess
import sys
from pathlib import Path

import requests

from contract.broker import Broker
from contract.calling import Calling
from contract.commands import TakeTicket
from contract.ids import CounterId, DeviceId, FieldId, SiteId
from contract.site import Counter, Device, Field, Site, Tickets, Web
from contract.small_device import Hardware, NumberDisplay
from contract.topics import Role
from controller.adapters.sqlite_journal import SqliteJournal
from demo import keypad
from demo.brokers import BrokerRun, free_port
from demo.cable import Cable
from demo.child import tied
from demo.daytime import by_day
from demo.screen import wait_for
from tests.firmware_config.devices.desk import ROOT, Desk

SECONDS = 45.0
FIELD = FieldId("dat-dai")


def hall_site(counters: int, *, tls: bool = False) -> Site:
    """At each counter a keypad, a pad and a number board; recalls without end or gap, so that every one of them counts."""
    numbers = [CounterId(one + 1) for one in range(counters)]
    kinds = [one for one in NumberDisplay if one is not NumberDisplay.SCREEN]
    boards = [
        Device(DeviceId(f"so-{one}"), Role.COUNTER_BOARD, one, hardware=Hardware(display=kinds[one % 3]))
        for one in numbers
    ]
    return Site(
        SiteId("thiet-bi-nho"),
        "Bộ phận một cửa có thiết bị nhỏ",
        (Field(FIELD, "Đất đai", "B"),),
        tuple(Counter(one, (FIELD,)) for one in numbers),
        (
            Device(DeviceId("kiosk-1"), Role.KIOSK),
            *(Device(DeviceId(f"keypad-{one}"), Role.KEYPAD, one) for one in numbers),
            *(Device(DeviceId(f"pad-{one}"), Role.PAD, one) for one in numbers),
            *boards,
        ),
        broker=Broker(tls=tls),
        calling=Calling(recalls=999, recall_gap_s=0),
        tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0, block=0),
        web=Web(port=free_port()),
    )


class DeviceHall:
    """``start``, then ``desk`` for a device; ``stop`` always."""

    def __init__(self, folder: Path, counters: int, kind: str = "mosquitto", *, tls: bool = False) -> None:
        self.folder = folder
        self.broker = BrokerRun(by_day(hall_site(counters, tls=tls)), folder / "office", kind)
        self.desks: list[Desk] = []
        self.cables: list[Cable] = []
        self._controller: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.broker.start()
        self.start_controller()
        self.kiosk = keypad.Device(self.broker.account("kiosk-1"))
        self.kiosk.start()
        assert self.kiosk.wait_up(SECONDS)

    def start_controller(self) -> None:
        profile = str(self.broker.profile("controller"))
        with (self.folder / "controller.log").open("ab") as log:
            self._controller = subprocess.Popen(
                tied([sys.executable, "-m", "controller", "run", "--profile", profile]),
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(self._answers, SECONDS, "the controller's pages do not answer")

    def kill_controller(self) -> None:
        assert self._controller
        self._controller.kill()
        self._controller.wait(SECONDS)

    def cable(self) -> Cable:
        """One more Wi-Fi."""
        self.cables.append(Cable(self.broker.port))
        return self.cables[-1]

    def desk(self, device: str, cable: Cable | None = None) -> Desk:
        """A device, not started."""
        port = cable.port if cable else None
        self.desks.append(Desk(self.folder / "flash" / device, self.broker.profile(device), port))
        return self.desks[-1]

    def take_tickets(self, count: int) -> list[str]:
        """So many people come; their numbers."""
        return [self.kiosk.press(TakeTicket(FIELD), seconds=SECONDS).number for _ in range(count)]

    def journal(self) -> list[object]:
        """Every event so far."""
        journal = SqliteJournal(self.broker.folder / "var" / "controller", read_only=True)
        events = [entry.event for entry in journal.all()]
        journal.close()
        return events

    def stop(self) -> None:
        for desk in self.desks:
            desk.cut()
        if hasattr(self, "kiosk"):
            self.kiosk.stop()
        if self._controller and self._controller.poll() is None:
            self.kill_controller()
        for cable in self.cables:
            cable.close()
        self.broker.kill()

    def _answers(self) -> bool | None:
        try:
            return requests.get(f"http://127.0.0.1:{self.broker.site.web.port}", timeout=1).ok or None
        except requests.RequestException:
            return None
