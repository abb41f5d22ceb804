"""Đồng Nai's hall with its 43 counters in a storm of calls, and its hall board on a cable of its own."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from contract.commands import CallNext, Finish, OpenCounter, TakeTicket
from contract.ids import DeviceId
from contract.profile import write_profile
from contract.site import Device, Site
from contract.topics import Role
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core import events as e
from demo.cable import Cable
from demo.hall import Hall
from demo.keypad import Device as Kiosk
from demo.keypad import Keypad
from demo.screen import Sight
from firmware_config.site_file import read_site

SITE: Final = Path(__file__).parent.parent / "demo" / "offices" / "dong-nai.toml"
_BOARD: Final = DeviceId("bench-board")
_SCREEN: Final = (1920, 1080)
_CALLS_A_SECOND: Final = 10
"""Some thirty times what the whole hall sees in its busiest hour."""


class StormyHall:
    """``board`` is its hall board, not started; ``cable`` the one it hangs on."""

    def __init__(self, hall: Hall, cable: Cable, board: Device) -> None:
        self.hall = hall
        self.cable = cable
        self.board = board
        self._over = threading.Event()
        self._chance = random.Random(1)
        self._keypads = [
            Keypad(hall.broker.account(one.id), one.counter)
            for one in hall.site.devices
            if one.role is Role.KEYPAD and one.counter is not None
        ]
        self._kiosk = Kiosk(hall.broker.account(hall.device(Role.KIOSK).id))
        self._threads = [threading.Thread(target=one) for one in (self._press, self._take)]

    def start(self) -> None:
        """Begin to take numbers and to call."""
        for device in (*self._keypads, self._kiosk):
            device.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Everybody goes home."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        for device in (*self._keypads, self._kiosk):
            device.stop()

    def calls(self) -> list[tuple[float, str]]:
        """Every call so far, as the trace writes it (``B012>5``), with its time on the monotonic clock."""
        ahead = time.time() - time.monotonic()
        with closing(SqliteJournal(self.hall.state, read_only=True)) as journal:
            entries = list(journal.all())
        numbers = {one.event.visit: one.event.number for one in entries if isinstance(one.event, e.TicketIssued)}
        return [
            (one.at.timestamp() - ahead, f"{numbers[one.event.visit]}>{one.event.counter}")
            for one in entries
            if isinstance(one.event, e.TicketCalled)
        ]

    def is_right(self, sight: Sight, since: float) -> bool:
        """Whether the large call was the hall's latest at some moment between ``since`` and its frame, and all others were called."""
        calls = self.calls()
        before = [one for moment, one in calls if moment <= since]
        during = [one for moment, one in calls if since < moment <= sight.at / 1000]
        shown = f"{sight.facts['number']}>{sight.facts['counter']}"
        rows = {one.removesuffix("*") for one in sight.facts["rows"].split()}
        return shown in {*before[-1:], *during} and rows <= {*before, *during}

    def _press(self) -> None:
        for keypad in self._around():
            if keypad.state is None:
                continue
            visit = keypad.serving
            command = Finish(keypad.counter, visit) if visit else CallNext(keypad.counter)
            try:
                keypad.press(command if keypad.is_open or visit else OpenCounter(keypad.counter), seconds=1)
            except TimeoutError:
                continue  # the broker or the controller is away just now

    def _around(self) -> Iterator[Keypad]:
        while not self._over.wait(1 / _CALLS_A_SECOND / 2):
            yield self._chance.choice(self._keypads)

    def _take(self) -> None:
        fields = [one.id for one in self.hall.site.fields if one.offered]
        while not self._over.wait(1 / _CALLS_A_SECOND):
            try:
                self._kiosk.press(TakeTicket(self._chance.choice(fields)), seconds=1)
            except TimeoutError:
                continue


@contextmanager
def stormy_hall(folder: Path, kind: str, environment: dict[str, str]) -> Iterator[StormyHall]:
    """On a broker of ``kind``; ``environment``: of the board's process."""
    with ExitStack() as stack:
        hall = Hall(_with_devices(read_site(SITE)), folder, {}, kind)
        stack.callback(hall.stop)
        hall.start()
        hall.environments = {_BOARD: environment}
        cable = Cable(hall.broker.port)
        stack.callback(cable.close)
        path = hall.broker.profile(_BOARD)
        plain = msgspec.json.decode(path.read_bytes())
        plain["account"]["port"] = cable.port
        write_profile(path, plain)
        board = next(one for one in hall.site.devices if one.id == _BOARD)
        storm = StormyHall(hall, cable, board)
        storm.start()
        stack.callback(storm.stop)
        yield storm


def _with_devices(site: Site) -> Site:
    """A keypad at every counter, one kiosk, and the board."""
    kiosk = next((one for one in site.devices if one.role is Role.KIOSK), Device(DeviceId("bench-kiosk"), Role.KIOSK))
    keypads = tuple(Device(DeviceId(f"bench-pad-{one.id}"), Role.KEYPAD, one.id) for one in site.counters)
    board = Device(_BOARD, Role.HALL_BOARD, screen=_SCREEN, screen_mm=(1210, 680))
    return replace(site, devices=(kiosk, board, *keypads))
