"""A race: clerks hammer keypads of counters that they share, while people take numbers and go from counter to counter."""

import subprocess
import sys
from pathlib import Path
from string import ascii_uppercase
from typing import Final

from contract.calling import Calling
from contract.ids import CounterId, DeviceId, FieldId, PriorityId, SiteId
from contract.site import Counter, Device, Field, Priority, Site, Tickets, Web
from contract.topics import Role
from demo.arrivals import Arrivals
from demo.brokers import BrokerRun, free_port
from demo.child import tied
from demo.daytime import by_day
from demo.entrant import Course
from demo.keypad import Device as Sender
from demo.keypad import Keypad
from demo.notebook import Press
from demo.racer import Racer

_ROOT: Final = Path(__file__).parent.parent
_CONTROLLER: Final = "controller"
_KIOSKS: Final = 3
_STANDING: Final = 150
"""People who wait at most before the kiosks pause."""
_FIELDS_A_COUNTER: Final = 4
_END_S: Final = 60.0
_BY_LAW: Final = PriorityId("cao-tuoi")


def race_site(clerks: int, counters: int) -> Site:
    """26 fields, two of which go on to a third; every counter serves four; two or three keypads stand at each counter."""
    ids = [FieldId(f"linh-vuc-{one.lower()}") for one in ascii_uppercase]
    then = {ids[0]: (ids[25],), ids[1]: (ids[25], ids[0])}
    fields = tuple(
        Field(one, f"Lĩnh vực {prefix}", prefix, then=then.get(one, ()))
        for one, prefix in zip(ids, ascii_uppercase, strict=True)
    )
    plates = [CounterId(one + 1) for one in range(counters)]
    served = {
        plate: tuple(ids[(index * len(ids) // counters + turn * 5) % len(ids)] for turn in range(_FIELDS_A_COUNTER))
        for index, plate in enumerate(plates)
    }
    lost = set(ids) - {field for some in served.values() for field in some}
    served[plates[-1]] = (*served[plates[-1]], *sorted(lost))
    keypads = [Device(DeviceId(f"keypad-{one + 1}"), Role.KEYPAD, plates[one % counters]) for one in range(clerks)]
    kiosks = [Device(DeviceId(f"kiosk-{one + 1}"), Role.KIOSK) for one in range(_KIOSKS)]
    return Site(
        SiteId("dua"),
        "Bộ phận một cửa hay bấm vội",
        fields,
        tuple(Counter(plate, some) for plate, some in served.items()),
        (*keypads, *kiosks),
        priorities=(Priority(_BY_LAW, "Người cao tuổi"),),
        calling=Calling(recall_gap_s=0, absent_after=1),
        tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0),
        web=Web(port=free_port()),
    )


class RaceError(Exception):
    """The race did not come to its end; the text says why."""


class Race:
    """An office below ``folder`` on a broker of ``kind``; ``run`` it once, then read the journal."""

    def __init__(self, folder: Path, kind: str, seed: int, *, calls: int, clerks: int = 50, counters: int = 20) -> None:
        self.broker = BrokerRun(by_day(race_site(clerks, counters)), folder, kind)
        site = self.broker.site
        self.journal = folder / "var" / _CONTROLLER / "journal.sqlite"
        self.course = Course(
            calls, tuple(one.id for one in site.fields), tuple(one.id for one in site.counters), _BY_LAW
        )
        self.racers = [
            Racer(Keypad(self.broker.account(one.id), one.counter), self.course, seed)
            for one in site.devices
            if one.role is Role.KEYPAD and one.counter is not None
        ]
        self.course.racers = len(self.racers)
        kiosks = [one.id for one in site.devices if one.role is Role.KIOSK]
        self.arrivals = [Arrivals(Sender(self.broker.account(one)), self.course, _STANDING, seed) for one in kiosks]

    @property
    def entrants(self) -> list[Racer | Arrivals]:
        """Everybody."""
        return [*self.racers, *self.arrivals]

    @property
    def presses(self) -> list[Press]:
        """Everything that was sent."""
        return [press for one in self.entrants for press in one.notebook.presses.values()]

    def run(self) -> None:
        """From the first number to the last visit; raises RaceError."""
        self.broker.start()
        with (self.broker.folder / _CONTROLLER / "log").open("ab") as log:
            profile = str(self.broker.profile(_CONTROLLER))
            controller = subprocess.Popen(
                tied([sys.executable, "-m", "controller", "run", "--profile", profile]),
                cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        started: list[Racer | Arrivals] = []
        try:
            for one in self.entrants:
                one.start()
                started.append(one)
        finally:
            if len(started) < len(self.entrants):
                self.course.stop.set()
            for one in started:
                one.join()
            controller.terminate()
            code = controller.wait(_END_S)
            self.broker.stop()
        failed = [str(one.failed) for one in self.entrants if one.failed]
        if failed or code:
            said = (self.broker.folder / _CONTROLLER / "log").read_text("utf-8", "replace")
            raise RaceError("\n".join([*failed, f"the controller ended with {code}", said[-2000:]]))
