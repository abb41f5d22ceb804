"""Power cuts: kiosks, controller and broker are killed with SIGKILL at seeded moments while citizens tap, and start again.

Most kills strike a hall that is at work again after the last one; every third strikes one that may still be recovering.
"""

import subprocess
import sys
import threading
import time
from collections import Counter as Tally
from collections.abc import Sequence
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Final

from contract.ids import CounterId, DeviceId, FieldId, SiteId
from contract.site import Counter, Device, Field, Site, Tickets, Web
from contract.topics import Role
from demo.brokers import BrokerRun, free_port
from demo.child import tied
from demo.clerk import HastyClerk
from demo.diary import DiaryReader

BROKER: Final = "broker"
CONTROLLER: Final = "controller"
_ROOT: Final = Path(__file__).parent.parent
_COUNTER: Final = CounterId(5)
_KEYPAD: Final = DeviceId("keypad-5")
_AT_WORK_S: Final = 20.0
"""Longest time from a kill to the next number on a screen."""
_QUIET_S: Final = 40.0
"""Longest time from the last tap to the end of all that is owed."""
_STRIKE_S: Final = 0.12
_RECOVERING_S: Final = 0.6
_LOOK_S: Final = 0.005
_RUN: Final = (sys.executable, "-m", "controller", "run")


class StuckError(Exception):
    """The hall did not come back to work after a kill, or did not come to rest; the text says what each program said."""


def busy_site(kiosks: int) -> Site:
    """An office of 26 fields, so that the numbers last, with one counter that serves them all and no limit to haste."""
    fields = tuple(Field(FieldId(f"linh-vuc-{one.lower()}"), f"Lĩnh vực {one}", one) for one in ascii_uppercase)
    devices = [Device(DeviceId(f"kiosk-{one + 1}"), Role.KIOSK) for one in range(kiosks)]
    return Site(
        SiteId("mat-dien"),
        "Bộ phận một cửa hay mất điện",
        fields,
        (Counter(_COUNTER, tuple(one.id for one in fields)),),
        (*devices, Device(_KEYPAD, Role.KEYPAD, _COUNTER)),
        tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0),
        web=Web(port=free_port()),
    )


class PowerCuts:
    """An office below ``folder`` on a broker of ``kind``, whose programs die as ``seed`` says.

    ``start``, then ``strike`` as often as wanted, then ``rest``; ``stop`` always.
    """

    def __init__(
        self, folder: Path, kind: str, seed: int, *, kiosks: int = 2, controller: Sequence[str] = _RUN
    ) -> None:
        self.broker = BrokerRun(busy_site(kiosks), folder, kind)
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
        self.broker.stop()

    def _kill(self, victim: str) -> None:
        self.killed["kiosk" if victim in self.kiosks else victim] += 1
        if victim == BROKER:
            self.broker.kill()
        else:
            self._programs[victim].kill()
            self._programs[victim].wait()
        for reader in self._readers:
            reader.news()
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
        until = time.monotonic() + _AT_WORK_S
        idle = list(self._readers)
        while idle := [one for one in idle if not any(line["what"] == "shown" for line in one.news())]:
            if time.monotonic() > until:
                raise StuckError(f"no numbers are given any more\n{self._words()}")
            self._wait(_LOOK_S)

    def _words(self) -> str:
        """The end of what each program said."""
        logs = [self.folder / program / "log" for program in (BROKER, CONTROLLER, *self.kiosks)]
        return "\n".join(f"--- {log}\n{log.read_text('utf-8', 'replace')[-2000:]}" for log in logs if log.exists())

    def _wait(self, seconds: float) -> None:
        threading.Event().wait(seconds)
