"""A hall of three zones with a loudspeaker each, whose clerks all call at once: people, keypads, the real programs, and an ear in each zone."""

import os
import threading
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Final, Self

from contract.announcing import Announcing
from contract.calling import Calling
from contract.commands import CallNext, Command, OpenCounter, TakeTicket
from contract.ids import CounterId, DeviceId, FieldId, SiteId, VisitId
from contract.notices import Refusal
from contract.site import Counter, Device, Field, Site, Tickets
from contract.topics import Role
from contract.voices import Voices
from demo.daytime import by_day
from demo.hall import Hall
from demo.keypad import Device as Handset
from demo.keypad import Keypad
from demo.screen import wait_for
from demo.sound import Recording, SoundRoom

ZONES: Final = ("dong", "tay", "nam")
_KIOSK: Final = DeviceId("kiosk-1")
_UP_S: Final = 60.0


def zoned_site(counters_each: int, expires_s: int, voices: Voices) -> Site:
    """``counters_each`` counters a zone, each zone with a field, a sink and a loudspeaker of its own; nothing is repeated."""
    counters = [
        (CounterId(place * counters_each + one + 1), zone)
        for place, zone in enumerate(ZONES)
        for one in range(counters_each)
    ]
    return Site(
        SiteId("ba-khu"),
        "Bộ phận một cửa ba khu",
        tuple(Field(FieldId(zone), f"Khu {zone}", prefix) for zone, prefix in zip(ZONES, "BKT", strict=True)),
        tuple(Counter(number, (FieldId(zone),), zone=zone) for number, zone in counters),
        (
            Device(_KIOSK, Role.KIOSK),
            *(Device(DeviceId(f"loa-{zone}"), Role.SPEAKER, zone=zone, sink=zone) for zone in ZONES),
            *(Device(DeviceId(f"ban-phim-{number}"), Role.KEYPAD, number) for number, _ in counters),
        ),
        calling=Calling(expires_s=expires_s),
        voices=voices,
        announcing=Announcing(repeat_after_s=0),
        tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0, block=0),
    )


class ZonedHall:
    """The office of ``zoned_site`` below ``folder``; a context manager. ``ears`` by zone record from the beginning."""

    def __init__(self, site: Site, folder: Path) -> None:
        self._stack = ExitStack()
        self.room = SoundRoom(ZONES)
        self.ears: dict[str, Recording] = {}
        self._keypads: dict[CounterId, Keypad] = {}
        self._site, self._folder = site, folder

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self.room)
            self.ears = {zone: stack.enter_context(self.room.record(zone)) for zone in ZONES}
            speakers = [one.id for one in self._site.devices if one.role is Role.SPEAKER]
            self.hall = Hall(
                by_day(self._site), self._folder, {one: {**os.environ, **self.room.environment} for one in speakers}
            )
            stack.callback(self.hall.stop)
            self.hall.start()
            for one in speakers:
                wait_for(lambda one=one: "is connected" in self.hall.log(one) or None, _UP_S, f"{one} does not connect")  # type: ignore[misc]
            for counter in self.hall.site.counters:
                account = self.hall.broker.account(DeviceId(f"ban-phim-{counter.id}"))
                self._keypads[counter.id] = stack.enter_context(Keypad(account, counter.id))
                self.press(counter.id, OpenCounter(counter.id))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def fill(self, people_each: int) -> None:
        """So many more wait in each zone."""
        with Handset(self.hall.broker.account(_KIOSK)) as kiosk:
            for zone in ZONES * people_each:
                _done(kiosk.press(TakeTicket(FieldId(zone))))

    def call(self, counter: CounterId) -> None:
        """The next one at a counter that serves nobody."""
        self.press(counter, CallNext(counter))

    def storm(self, seed: int, seconds: float, quiet: Collection[CounterId] = ()) -> None:
        """Every counter but the ``quiet`` ones calls somebody, at a moment by chance within ``seconds``."""
        random = Random(seed)
        faults: list[BaseException] = []

        def call(counter: CounterId, wait_s: float) -> None:
            if not threading.Event().wait(wait_s):
                try:
                    self.call(counter)
                except (RuntimeError, TimeoutError) as fault:
                    faults.append(fault)

        threads = [
            threading.Thread(target=call, args=(one, random.uniform(0, seconds)))
            for one in self._keypads
            if one not in quiet
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]

    def zone_of(self, counter: CounterId) -> str:
        """The zone in which a counter stands."""
        return next(one.zone for one in self.hall.site.counters if one.id == counter)

    def serving(self, counter: CounterId) -> VisitId:
        """Whom a counter serves; raises TimeoutError where its display never says it."""
        keypad = self._keypads[counter]
        if not keypad.wait_for(lambda one: one.serving is not None) or keypad.serving is None:
            raise TimeoutError(f"counter {counter} serves nobody")
        return keypad.serving

    def press(self, counter: CounterId, command: Command) -> None:
        """A key of a counter's keypad; raises RuntimeError where it is refused."""
        _done(self._keypads[counter].press(command))


def _done(answer: object) -> None:
    if isinstance(answer, Refusal):
        raise RuntimeError(f"refused: {answer.reason}")  # noqa: TRY004 - nobody passed a wrong type
