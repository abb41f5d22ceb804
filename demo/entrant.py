"""Whoever takes part in a race: a device, its notebook, and a thread that presses."""

import threading
from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Generic, TypeVar

from contract.commands import Command
from contract.ids import CounterId, FieldId, PriorityId, VisitId
from contract.notices import Answer
from demo.keypad import Device
from demo.notebook import Notebook

_D = TypeVar("_D", bound=Device)


@dataclass(slots=True)
class Course:
    """What all racers share. ``goal`` calls, then the evening: all are served, until every racer finds nobody any more."""

    goal: int
    fields: tuple[FieldId, ...]
    counters: tuple[CounterId, ...]
    priority: PriorityId
    calls: int = 0
    racers: int = 0
    double_clicks: int = 0
    """Calls that were clicked twice, under two ids."""
    aside: defaultdict[CounterId, list[VisitId]] = field(default_factory=lambda: defaultdict(list))
    """By counter, who may be set aside or absent there."""
    known: defaultdict[CounterId, set[VisitId]] = field(default_factory=lambda: defaultdict(set))
    """By counter, who ever may have been; in the evening each counter asks for all of them once more."""
    asked: set[CounterId] = field(default_factory=set)
    idle: set[str] = field(default_factory=set)
    """Racers who found nobody since anybody last did anything."""
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def evening(self) -> bool:
        """Whether the goal is reached."""
        return self.calls >= self.goal

    @property
    def over(self) -> bool:
        """Whether everybody goes home."""
        return self.stop.is_set() or (self.evening and len(self.idle) == self.racers)

    def busy(self) -> None:
        """Somebody has something to do."""
        with self.lock:
            self.idle.clear()

    def put_aside(self, counter: CounterId, visit: VisitId) -> None:
        """To be asked for later."""
        with self.lock:
            self.aside[counter].append(visit)
            self.known[counter].add(visit)

    def take_aside(self, counter: CounterId, random: Random) -> VisitId | None:
        """Anybody of those."""
        with self.lock:
            found = self.aside[counter]
            if not found and self.evening and counter not in self.asked:
                self.asked.add(counter)
                found.extend(sorted(self.known[counter]))
            return found.pop(random.randrange(len(found))) if found else None


class Entrant(ABC, Generic[_D]):
    """Presses on ``device`` until ``take_part`` returns; ``failed`` tells why it stopped early."""

    def __init__(self, device: _D, course: Course, seed: int) -> None:
        self.notebook = Notebook()
        self.failed: Exception | None = None
        self.device = device
        self.device.heard = self.notebook.heard
        self.course = course
        self.random = Random(f"{seed} {device.account.device}")
        self._thread = threading.Thread(target=self._run, name=device.account.device)

    def start(self) -> None:
        """Connect and begin."""
        self.device.start()
        self._thread.start()

    def join(self) -> None:
        """Wait until it has gone home."""
        self._thread.join()
        self.device.stop()

    @abstractmethod
    def take_part(self) -> None:
        """Press; called once the device is connected."""

    def press(self, *commands: Command) -> list[Answer]:
        """In one breath; written down."""
        return self.notebook.press(self.device, self.random, *commands)

    def _run(self) -> None:
        try:
            self.device.wait_up()
            self.take_part()
        except Exception as fault:  # noqa: BLE001 - the edge of a thread: told by whoever runs the race
            self.failed = fault
            self.course.stop.set()
