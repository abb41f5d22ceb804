"""Power cuts: kiosks, controller and broker are killed with SIGKILL at seeded moments while citizens tap, and start again.

Most kills strike a hall that is at work again after the last one; every third strikes one that may still be recovering.
"""

import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter as Tally
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Final

from contract.ids import CounterId, DeviceId, FieldId, SiteId
from contract.profile import KioskProfile, read_profile, write_profile
from contract.site import Counter, Device, Field, Site, Tickets, Web
from contract.topics import Role
from demo.brokers import BrokerRun, free_port
from demo.cable import Cable
from demo.child import tied
from demo.clerk import HastyClerk
from demo.daytime import by_day
from demo.diary import DiaryReader

BROKER: Final = "broker"
CONTROLLER: Final = "controller"
_ROOT: Final = Path(__file__).parent.parent
_COUNTER: Final = CounterId(5)
_KEYPAD: Final = DeviceId("keypad-5")
_AT_WORK_S: Final = 120.0
"""Longest time from a kill to the next number on a screen, also on a machine that is busy with much else."""
_QUIET_S: Final = 120.0
"""Longest time from the last tap to the end of all that is owed."""
_STRIKE_S: Final = 0.12
_RECOVERING_S: Final = 0.6
_LOOK_S: Final = 0.005
_RARELY_S: Final = 0.1
_FIELDS_HELD: Final = """SELECT count(DISTINCT field) FROM held WHERE tap IS NULL AND NOT EXISTS (
    SELECT 1 FROM requests WHERE answer IS NULL AND request LIKE '%+given')"""
_RUN: Final = (sys.executable, "-m", "controller", "run")


class StuckError(Exception):
    """The hall did not come back to work after a kill, or did not come to rest; the text says what each program said."""


def busy_site(kiosks: int, block: int) -> Site:
    """An office of 26 fields, so that the numbers last, with one counter that serves them all and no limit to haste.

    Kiosks hold ``block`` numbers of each field.
    """
    fields = tuple(Field(FieldId(f"linh-vuc-{one.lower()}"), f"Lĩnh vực {one}", one) for one in ascii_uppercase)
    devices = [Device(DeviceId(f"kiosk-{one + 1}"), Role.KIOSK) for one in range(kiosks)]
    return Site(
        SiteId("mat-dien"),
        "Bộ phận một cửa hay mất điện",
        fields,
        (Counter(_COUNTER, tuple(one.id for one in fields)),),
        (*devices, Device(_KEYPAD, Role.KEYPAD, _COUNTER)),
        tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0, block=block),
        web=Web(port=free_port()),
    )


class PowerCuts:
    """An office below ``folder`` on a broker of ``kind``, whose programs die as ``seed`` says.

    ``start``, then ``strike`` as often as wanted, then ``rest``; ``stop`` always.
    """

    def __init__(
        self,
        folder: Path,
        kind: str,
        seed: int,
        *,
        kiosks: int = 2,
        controller: Sequence[str] = _RUN,
        block: int = 0,
    ) -> None:
        self.broker = BrokerRun(by_day(busy_site(kiosks, block)), folder, kind)
        self.site = self.broker.site
        self.folder = folder
        self.kiosks = [one.id for one in self.site.devices if one.role is Role.KIOSK]
        self.killed: Tally[str] = Tally()
        self.clerk = HastyClerk(self.broker.account(_KEYPAD), _COUNTER)
        self._seed = seed
        self._random = Random(seed)
        self._controller = controller
        self._starts = 0
        self._programs: dict[str, subprocess.Popen[bytes]] = {}
        self._cables: dict[str, Cable] = {}
        self._readers = [DiaryReader(self.diary(one)) for one in self.kiosks]

    def diary(self, kiosk: str) -> Path:
        """What a kiosk's crowd did, over all its lives."""
        return self.folder / kiosk / "diary"

    def state(self, device: str) -> Path:
        """Where a program keeps what must survive."""
        return self.folder / "var" / device

    def start(self) -> None:
        """Everything; returns when numbers are given."""
        self.broker.start()
        for program in (CONTROLLER, *self.kiosks):
            self._begin(program)
        self.clerk.start()
        self._wait_for_work()

    def strike(self, kills: int) -> None:
        """Kill so many times; raises StuckError where the hall does not come back to work."""
        for number in range(kills):
            if number % 3 < 2:
                self._wait_for_work()
                self._wait(self._random.uniform(0, _STRIKE_S))
            else:
                self._wait(self._random.uniform(0, _RECOVERING_S))
            self._kill(self._random.choice((BROKER, CONTROLLER, self._random.choice(self.kiosks))))

    def cable(self, kiosk: str) -> Cable:
        """The cable of a kiosk; to be asked for before ``start``."""
        cable = Cable(self.broker.port)
        path = self.broker.profile(kiosk)
        profile = read_profile(path, KioskProfile)
        write_profile(path, replace(profile, account=replace(profile.account, port=cable.port)))
        self._cables[kiosk] = cable
        return cable

    def wait_for_held(self) -> None:
        """Until every kiosk holds numbers of every field, and all that it gave by itself is known; raises StuckError."""
        until = time.monotonic() + _AT_WORK_S
        for kiosk in self.kiosks:
            while _fields_held(self.state(kiosk) / "outbox.sqlite") < len(self.site.fields):
                if time.monotonic() > until:
                    raise StuckError(f"{kiosk} holds too few numbers, or is not done with them\n{self._words()}")
                self._wait(_RARELY_S)

    def outage(self, victims: Sequence[str], numbers: int, *, reconciled: bool = True) -> None:
        """Broker and controller among the ``victims`` stay dead, and kiosks die and start again meanwhile.

        They start again when every kiosk has shown so many ``numbers``, and ``reconciled`` waits until these are known; raises
        StuckError where something takes too long.
        """
        dead = [one for one in victims if one not in self.kiosks]
        for victim in dead:
            self._end(victim)
        for kiosk in (one for one in victims if one in self.kiosks):
            self._end(kiosk)
            self._begin(kiosk)
        self.wait_for_numbers(numbers)
        for victim in dead:
            self._revive(victim)
        if reconciled:
            self.wait_for_held()

    def rest(self) -> None:
        """End the tapping, wait until nothing is owed, and end everything; raises StuckError where that takes too long."""
        self._wait_for_work()
        self.clerk.stop()
        until = time.monotonic() + _QUIET_S
        for kiosk in self.kiosks:
            self._programs[kiosk].terminate()
        for program in (*self.kiosks, CONTROLLER):
            if program == CONTROLLER:
                self._programs[program].terminate()
            try:
                code = self._programs[program].wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                raise StuckError(f"{program} does not come to rest\n{self._words()}") from None
            if code:
                raise StuckError(f"{program} ended with {code}\n{self._words()}")
        self.broker.stop()

    def stop(self) -> None:
        """Leave nothing running."""
        self.clerk.stop()
        for program in self._programs.values():
            program.kill()
            program.wait()
        for cable in self._cables.values():
            cable.close()
        self.broker.stop()

    def _kill(self, victim: str) -> None:
        self._end(victim)
        self._revive(victim)

    def _end(self, victim: str) -> None:
        self.killed["kiosk" if victim in self.kiosks else victim] += 1
        if victim == BROKER:
            self.broker.kill()
        else:
            self._programs[victim].kill()
            self._programs[victim].wait()
        for reader in self._readers:
            reader.news()

    def _revive(self, victim: str) -> None:
        if victim == BROKER:
            self.broker.start()
        else:
            self._begin(victim)

    def _begin(self, program: str) -> None:
        profile = ("--profile", str(self.broker.profile(program)))
        if program == CONTROLLER:
            command = [*self._controller, *profile]
        else:
            self._starts += 1
            names = ("--diary", str(self.diary(program)), "--name", f"{self._seed}-{self._starts}")
            fields = [one.id for one in self.site.fields]
            command = [sys.executable, "-m", "demo.tapping", *profile, *names, *fields]
        with (self.folder / program / "log").open("ab") as log:
            self._programs[program] = subprocess.Popen(
                tied(command), cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _wait_for_work(self) -> None:
        """Until every kiosk has shown a number since the last kill, or since the last look."""
        self.wait_for_numbers(1)

    def wait_for_numbers(self, least: int) -> None:
        """The same for so many numbers of each kiosk; raises StuckError."""
        until = time.monotonic() + _AT_WORK_S
        shown = dict.fromkeys(self._readers, 0)
        while min(shown.values()) < least:
            for reader in shown:
                shown[reader] += sum(line["what"] == "shown" for line in reader.news())
            if time.monotonic() > until:
                raise StuckError(f"no numbers are given any more\n{self._words()}")
            self._wait(_LOOK_S)

    def _words(self) -> str:
        """The end of what each program said."""
        logs = [self.folder / program / "log" for program in (BROKER, CONTROLLER, *self.kiosks)]
        return "\n".join(f"--- {log}\n{log.read_text('utf-8', 'replace')[-2000:]}" for log in logs if log.exists())

    def _wait(self, seconds: float) -> None:
        threading.Event().wait(seconds)


def _fields_held(outbox: Path) -> int:
    """Fields of which the kiosk has numbers; none while a number that it gave is not known to the controller."""
    with closing(sqlite3.connect(f"{outbox.absolute().as_uri()}?mode=ro", uri=True)) as database:
        return int(database.execute(_FIELDS_HELD).fetchone()[0])
