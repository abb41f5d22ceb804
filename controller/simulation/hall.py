"""The virtual hall: a clock that jumps from one thing that happens to the next, and the engine."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Final
from zoneinfo import ZoneInfo

from contract.commands import Command
from contract.hours import Hours
from contract.ids import CounterId, DeviceId
from contract.site import Device, Site
from contract.topics import Role
from controller.adapters.hours_calendar import HoursCalendar
from controller.core.day import Plan
from controller.core.decide import decide
from controller.core.events import DayOpened, Entry, Event
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.rights import Sender, device_sender

_MINUTES: Final = 60.0


def with_keypads(site: Site) -> Site:
    """The office with a keypad at every counter, which sends what its clerk does, and at least one kiosk."""
    keypads = tuple(Device(keypad(one.id), Role.KEYPAD, one.id) for one in site.counters)
    kiosks = tuple(one for one in site.devices if one.role is Role.KIOSK) or (Device(DeviceId("kiosk-1"), Role.KIOSK),)
    return replace(site, devices=kiosks + keypads)


def keypad(counter: CounterId) -> DeviceId:
    """The device that a clerk of the simulation presses."""
    return DeviceId(f"virtual-keypad-{counter}")


def plan_of(hours: Hours | None, day: date) -> Plan:
    """The hours of a day of the week; what the calendar knows beside them is left out, so that every simulated day is worked."""
    return HoursCalendar(hours and replace(hours, holidays=False, closures=(), worked=()))(day)


class VirtualHall:
    """One day of one office; ``tell`` hears what a journal would keep of it."""

    def __init__(self, site: Site, day: date, tell: Callable[[Entry], None] = lambda _: None) -> None:
        self.site = site
        self.queue = Queue(site)
        self.midnight = datetime.combine(day, time(), ZoneInfo(site.timezone))
        self.now = 0.0
        """Seconds since midnight."""
        self.commands = 0
        self._tell = tell
        self._happenings: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self._senders: dict[DeviceId, Sender] = {}
        plan = plan_of(site.hours, day)
        self._evolve(DeviceId("controller"), (DayOpened(day, plan.sessions, plan.words),))

    @property
    def at(self) -> datetime:
        """Now, in office-local time."""
        return self.midnight + timedelta(seconds=self.now)

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Let something happen after so many seconds."""
        self._order += 1
        heappush(self._happenings, (self.now + max(0.0, seconds), self._order, action))

    def run(self, until: float) -> None:
        """Everything that happens before ``until``, seconds since midnight."""
        while self._happenings and self._happenings[0][0] <= until:
            self.now, _, action = heappop(self._happenings)
            action()

    def do(self, device: DeviceId, command: Command) -> Sequence[Event]:
        """A device of the site sends a command; raises RefusedError."""
        sender = self._senders.get(device)
        if sender is None:
            sender = self._senders[device] = device_sender(self.site, device) or Sender(device, frozenset())
        self.commands += 1
        events = decide(self.queue, command, self.at, sender)
        self._evolve(device, events)
        return events

    def _evolve(self, device: DeviceId, events: Sequence[Event]) -> None:
        for event in events:
            entry = Entry(self.queue.seq + 1, self.at, device, None, event)
            evolve(self.queue, entry)
            self._tell(entry)


def seconds_of(clock: str | time) -> float:
    """Seconds since midnight of ``08:00``."""
    at = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return (at.hour * 60 + at.minute) * _MINUTES
