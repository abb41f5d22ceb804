"""``history``: what a million tickets in the journal cost today: a number, a call, its board notice, and a start of the controller.

Two journals side by side, one empty and one full, take turns in the same run, so that whatever else the machine does hits both.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from bench.past import write_past
from bench.table import FOLDER, Row, percentile
from bench.tap import SITE
from contract.codec import decode_notice, encode_request
from contract.commands import CallNext, Command, Finish, OpenCounter, Request, SignIn, TakeTicket
from contract.controller_profile import ControllerProfile
from contract.ids import DeviceId, OfficerId
from contract.link import Link
from contract.notices import (
    Acceptance,
    Announcement,
    Answer,
    Board,
    CounterState,
    Emergency,
    Office,
    Outlook,
    RatingInvitation,
)
from contract.profile import read_profile, write_profile
from contract.pulse import Pulse
from contract.request_ids import new_request_id
from contract.site import Officer, Site, Tickets
from contract.topics import CONTROLLER, Role
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.rights import Sender, device_sender, page_sender
from controller.service import Service
from demo.brokers import BrokerRun
from demo.child import tied
from firmware_config.site_file import read_site

_TICKETS: Final = 1_000_000
_ROUNDS: Final = 800
_WARM: Final = 100
_WAITING: Final = 40
_STARTS: Final = 9
_WAIT_S: Final = 20.0
_RESEND_S: Final = 0.005
_ROOT: Final = Path(__file__).parent.parent
_LAN: Final = Officer(OfficerId("lan"), "Lan", "")


def measure(tickets: int = _TICKETS, rounds: int = _ROUNDS, starts: int = _STARTS) -> list[Row]:
    """About three minutes, most of it for writing the history; needs 2 GB in ``var/bench`` for as long."""
    folder = FOLDER / "history"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        site = calm(read_site(SITE))
        zone = ZoneInfo(site.timezone)
        empty, full = folder / "empty", folder / "full"
        begin = time.monotonic()
        events = write_past(full, site, tickets, datetime.now(zone).date(), zone)
        made = time.monotonic() - begin
        size = (full / "journal.sqlite").stat().st_size / 1e6
        rows = [
            *_compare_offices(site, zone, empty, full, rounds),
            *_compare_starts(site, folder, (empty, full), starts),
            Row("history: tickets", tickets, ""),
            Row("history: events", events, ""),
            Row("history: journal", round(size), "MB"),
            Row("history: written in", round(made, 1), "s"),
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows


def calm(site: Site) -> Site:
    """The same office without closing time and without locks against fast taps; an officer who needs no password."""
    free = Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0)
    return replace(site, hours=None, tickets=free, officers=(_LAN,), web=replace(site.web, host="127.0.0.1", port=0))


class Watch:
    """An outlet that notes when the latest answer and the latest board left."""

    def __init__(self) -> None:
        self.answered = self.shown = 0.0

    def answer(self, device: DeviceId, answer: Answer) -> None:  # noqa: ARG002
        """Leaves before boards are told."""
        self.answered = time.perf_counter()

    def board(self, board: Board) -> None:  # noqa: ARG002
        """Leaves last."""
        self.shown = time.perf_counter()

    def office(self, office: Office) -> None:
        """Not timed."""

    def outlook(self, outlook: Outlook) -> None:
        """Not timed."""

    def counter(self, state: CounterState) -> None:
        """Not timed."""

    def invite(self, invitation: RatingInvitation) -> None:
        """Not timed."""

    def announce(self, announcement: Announcement) -> None:
        """Not timed."""

    def emergency(self, emergency: Emergency) -> None:
        """Not timed."""

    def pulse(self, pulse: Pulse) -> None:
        """Not timed."""


class TimedOffice:
    """The real service on the real journal in ``folder``, with people waiting; ``taken`` holds milliseconds by what was done."""

    def __init__(self, site: Site, zone: ZoneInfo, folder: Path) -> None:
        self.taken: dict[str, list[float]] = {"number": [], "call": [], "board notice": []}
        self._watch = Watch()
        self._journal = SqliteJournal(folder)
        self._workers = ThreadPoolExecutor(1)
        registry = HttpFileRegistry(site.registry, zone)
        self._service = Service(
            site,
            self._journal,
            self._watch,
            registry,
            lambda: datetime.now(zone),
            self._workers,
            "http://127.0.0.1",
            "secret",
            HoursCalendar(None),
            lambda _stored, _password: True,
        )
        kiosk = device_sender(site, next(one.id for one in site.devices if one.role is Role.KIOSK))
        assert kiosk is not None
        self._kiosk = kiosk
        self._counter = site.counters[0].id
        self._field = site.counters[0].fields[0]
        self._clerk = page_sender(_LAN, self._counter)
        self._service.sign_in(self._clerk, Request(new_request_id(), SignIn(_LAN.id, "", self._counter)))
        self._do(self._clerk, OpenCounter(self._counter))
        for _ in range(_WAITING):
            self._do(self._kiosk, TakeTicket(self._field))

    def round(self, *, counted: bool) -> None:
        """One comes, one is called, one goes."""
        issue = self._do(self._kiosk, TakeTicket(self._field))[0]
        call, notice, answer = self._do(self._clerk, CallNext(self._counter))
        assert isinstance(answer, Acceptance)
        assert answer.visit is not None
        self._do(self._clerk, Finish(self._counter, answer.visit, whole=True))
        if counted:
            for name, value in (("number", issue), ("call", call), ("board notice", notice)):
                self.taken[name].append(value)

    def close(self) -> None:
        """Give the journal free."""
        self._workers.shutdown()
        self._journal.close()

    def _do(self, sender: Sender, command: Command) -> tuple[float, float, Answer | None]:
        begin = time.perf_counter()
        answer = self._service.handle(sender, Request(new_request_id(), command))
        return (self._watch.answered - begin) * 1000, (self._watch.shown - begin) * 1000, answer


def _compare_offices(site: Site, zone: ZoneInfo, empty: Path, full: Path, rounds: int) -> list[Row]:
    offices = [TimedOffice(site, zone, folder) for folder in (empty, full)]
    for turn in range(rounds + _WARM):
        for office in offices if turn % 2 else reversed(offices):
            office.round(counted=turn >= _WARM)
    for office in offices:
        office.close()
    rows = []
    for name, without in offices[0].taken.items():
        rows += _ratio(f"{name}, p50", median(without), median(offices[1].taken[name]), 1.1)
        slow, slow_too = (percentile(one.taken[name], 95) for one in offices)
        against = f"without the history: {slow:.2f} ms"
        rows.append(Row(f"{name}, p95, with the history", round(slow_too, 2), "ms", against=against))
    return rows


def _ratio(name: str, without: float, with_it: float, goal: float) -> list[Row]:
    against = f"without the history: {without:.2f} ms"
    return [
        Row(f"{name}, times that without", round(with_it / without, 3), "x", goal, against),
        Row(f"{name}, with the history", round(with_it, 2), "ms"),
    ]


def _compare_starts(site: Site, folder: Path, states: tuple[Path, Path], starts: int) -> list[Row]:
    """The real process, from its start to the answer of the first command that a kiosk sends over a broker."""
    taken: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as running:
        broker = BrokerRun(site, folder / "office", "mosquitto")
        running.callback(broker.stop)
        broker.start()
        kiosk = AskingKiosk(broker, next(one.id for one in site.devices if one.role is Role.KIOSK))
        running.callback(kiosk.stop)
        profile = read_profile(broker.profile(CONTROLLER), ControllerProfile)
        for turn in range(starts + 1):
            for place in (0, 1) if turn % 2 else (1, 0):
                path = folder / "office" / f"controller-{place}.json"
                write_profile(path, replace(profile, state=str(states[place].absolute())))
                _forget_pages(states[place])
                seconds = _start(path, kiosk, TakeTicket(site.fields[0].id))
                if turn:  # the first reads the programs from the disk
                    taken[place].append(seconds * 1000)
    return _ratio("start to the first answer, p50", median(taken[0]), median(taken[1]), 1.2)


def _start(profile: Path, kiosk: "AskingKiosk", command: Command) -> float:
    begin = time.perf_counter()
    line = tied([sys.executable, "-m", "controller", "run", "--profile", str(profile)])
    with subprocess.Popen(line, cwd=_ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            kiosk.ask(command)
            return time.perf_counter() - begin
        finally:
            process.send_signal(signal.SIGTERM)


class AskingKiosk:
    """A kiosk's link that sends a command again and again until the controller is there to answer it."""

    def __init__(self, broker: BrokerRun, device: DeviceId) -> None:
        self._device = device
        self._answers: dict[str, threading.Event] = {}
        self._link = Link(broker.account(device))
        self._link.listen(self._link.topics.answer(device), self._heard)
        self._link.start()
        if not self._link.wait_up(_WAIT_S):
            raise TimeoutError("the kiosk is not let in")

    def ask(self, command: Command) -> None:
        """Return when it is answered; raises TimeoutError."""
        request = Request(new_request_id(), command)
        answered = self._answers[request.id] = threading.Event()
        until = time.monotonic() + _WAIT_S
        while not answered.wait(_RESEND_S):
            self._link.publish(self._link.topics.command(self._device), encode_request(request))
            if time.monotonic() > until:
                raise TimeoutError("the controller does not answer")

    def stop(self) -> None:
        """Hang up."""
        self._link.stop()

    def _heard(self, _topic: str, payload: bytes) -> None:
        request = getattr(decode_notice(payload), "request", "")
        if request in self._answers:
            self._answers[request].set()


def _forget_pages(state: Path) -> None:
    """As after switching on: nothing of the journal is in memory."""
    for path in state.glob("journal.sqlite*"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
