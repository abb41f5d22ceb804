"""A device tells its health and does what it is directed to do: the same for every program of ours, on a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from contract import VERSION
from contract.codec import decode_notice_as, encode_notice
from contract.conditions import Camera, Printer
from contract.directives import Deed, Directive, DirectiveId, Done, Result
from contract.health import EVERY_S, Health
from contract.ids import LONGEST_ID, DeviceId
from contract.machine_facts import machine_facts
from contract.mishaps import Mishaps

if TYPE_CHECKING:
    from contract.link import Link

_LOG: Final = logging.getLogger(__name__)
_LOOK_S: Final = 0.5
_KEPT: Final = 32
"""Directives that are remembered, so that one which the broker sends twice is done once."""

Finish = Callable[[Result, str], None]
"""How a directive ended: the result, and a code of what was wrong. From any thread, once."""
Work = Callable[[Finish], object]
"""Does what a directive says, now or when nobody is disturbed; returns at once."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What hangs on the device, as far as its program knows."""

    printer: Printer | None = None
    camera: Camera | None = None
    silent: bool = False


@dataclass(frozen=True)
class Body:
    """A program's own side. ``state``: a folder on the disk that matters. ``configuration``: the version that runs. ``deeds``: what it can do."""

    state: str
    configuration: Callable[[], str]
    parts: Callable[[], Parts] = Parts
    deeds: Mapping[Deed, Work] = field(default_factory=dict)


class DeviceHealth:
    """Of one program. ``every_s``: seconds between two healths where nothing changes."""

    def __init__(self, device: DeviceId, link: "Link", body: Body, every_s: float = EVERY_S) -> None:
        self._device, self._link, self._body, self._every_s = device, link, body, every_s
        self._started_at = datetime.now(UTC)
        self._mishaps = Mishaps()
        self._lock = threading.Lock()
        self._done: Done | None = None
        self._heard: list[DirectiveId] = []
        self._told: Health | None = None
        self._told_at = 0.0
        self._was_up = False
        self._wake, self._ended = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)
        link.listen(link.topics.directive(device), self.hear, fresh=True)

    def start(self) -> None:
        """Tell from now on."""
        logging.getLogger().addHandler(self._mishaps)
        self._thread.start()

    def stop(self) -> None:
        """Before the link ends."""
        self._ended = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        logging.getLogger().removeHandler(self._mishaps)

    def hear(self, _topic: str, payload: bytes) -> None:
        """Handler of ``Topics.directive``. Raises MalformedMessageError, and what a deed raises once that is noted for telling."""
        directive = decode_notice_as(payload, Directive)
        name = DirectiveId(directive.id[:LONGEST_ID])
        with self._lock:
            if name in self._heard:
                return
            self._heard = [*self._heard[-_KEPT:], name]
        work = next((work for deed, work in self._body.deeds.items() if deed == directive.what), None)
        if work is None:
            self._finish(name, Result.CANNOT, "")
            return
        _LOG.warning("directed to %s", directive.what[:LONGEST_ID])
        self._finish(name, Result.BEGUN, "")
        with ExitStack() as failed:  # the link, whose thread this is, says in the log with what
            failed.callback(self._finish, name, Result.FAILED, "error")
            work(partial(self._finish, name))
            failed.pop_all()

    def changed(self) -> None:
        """Something may be other than before; look at once."""
        self._wake.set()

    def _finish(self, name: DirectiveId, result: Result, trouble: str) -> None:
        with self._lock:
            if self._heard and self._heard[-1] == name:  # an older one is no longer of interest
                self._done = Done(name, result, trouble)
        self._wake.set()

    def _run(self) -> None:
        while not self._ended:
            self._wake.wait(_LOOK_S)
            self._wake.clear()
            self._look_guarded()
        # what was finished by the end is told still: a restart has begun
        self._look_guarded()

    def _look_guarded(self) -> None:
        try:
            self._look()
        except Exception:  # noqa: BLE001 - the thread's edge: a part that cannot be asked must not end all telling
            _LOG.exception("the health was not told")

    def _look(self) -> None:
        up = self._link.up
        if not up:
            self._was_up = False
            return
        now = time.monotonic()
        health = self._health()
        is_other = self._told is None or _lasting(health) != _lasting(self._told)
        if is_other or not self._was_up or now - self._told_at >= self._every_s:
            self._was_up, self._told, self._told_at = True, health, now
            health = self._of_machine(health)
            self._link.publish(self._link.topics.health(self._device), encode_notice(health), retain=True)

    def _health(self) -> Health:
        parts = self._body.parts()
        with self._lock:
            done = self._done
        return Health(
            self._device,
            VERSION,
            started_at=self._started_at,
            printer=parts.printer,
            camera=parts.camera,
            silent=parts.silent,
            error=self._mishaps.latest,
            configuration=self._body.configuration(),
            done=done,
        )

    def _of_machine(self, health: Health) -> Health:
        """With what changes all the time, which is asked for only when it is told."""
        facts = machine_facts(self._body.state)
        return replace(
            health,
            at=datetime.now(UTC),
            up_s=facts.up_s,
            temperature_c=facts.temperature_c,
            free_mb=facts.free_mb,
            disk_mb=facts.disk_mb,
        )


def _lasting(health: Health) -> Health:
    """An error that is met again and again is told once, and then every ``every_s``."""
    return replace(health, error=replace(health.error, at=None) if health.error else None)
