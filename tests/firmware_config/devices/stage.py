"""A broker with the generated access list, and somebody who plays the controller: says what he likes and hears everything."""

import dataclasses
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from contract.codec import decode_notice, decode_request, encode_notice
from contract.errors import MalformedMessageError
from contract.ids import CounterId, DeviceId
from contract.link import Link
from contract.notices import Acceptance, Call, CounterState, CounterStatus, Office, RatingInvitation, Refusal
from contract.pulse import Pulse
from contract.topics import Topics
from demo.brokers import BrokerRun
from demo.cable import Cable
from firmware_config.accounts import mosquitto_hash
from tests.firmware_config.devices.desk import PATIENCE_S, Desk
from tests.firmware_config.devices.device_hall import hall_site

PLAYER, WORD = DeviceId("nguoi-dong-vai"), "plays the controller"
_BEAT_S = 0.2
_ASKED = timedelta(seconds=30)


class Stage:
    """``start`` it; ``desk`` makes a device behind a Wi-Fi of its own; ``stop`` always."""

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        self.folder = folder
        self.site = hall_site(3, tls=tls)
        self.broker = BrokerRun(self.site, folder / "office", "mosquitto")
        place = self.broker.folder / "broker"
        with (place / "access").open("a") as lists, (place / "passwords").open("a") as passwords:
            lists.write(f"\nuser {PLAYER}\ntopic readwrite #\n")
            passwords.write(f"{PLAYER}:{mosquitto_hash(WORD, None)}\n")
        self.at = Topics(self.site.id)
        self.heard: list[tuple[str, bytes]] = []
        self._changed = threading.Condition()
        account = dataclasses.replace(self.broker.account("kiosk-1"), device=PLAYER, password=WORD)
        self._link = Link(account)
        self._link.listen("#", self._hear)
        self.ahead = timedelta(0)
        """How far the office's time is beyond this machine's."""
        self._beats = threading.Event()
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat)
        self._desks: list[Desk] = []
        self._cables: list[Cable] = []

    def start(self) -> None:
        self.broker.start()
        self._link.start()
        assert self._link.wait_up(PATIENCE_S)
        self._beats.set()
        self._heart.start()
        self.say(self.at.office, Office("Bộ phận", (), (), (), rating_seconds=30))

    def stop(self) -> None:
        for desk in self._desks:
            desk.cut()
        self._over.set()
        if self._heart.is_alive():
            self._heart.join()
        self._link.stop()
        for cable in self._cables:
            cable.close()
        self.broker.kill()

    def desk(self, device: str, **changes: Any) -> tuple[Desk, Cable]:
        """A device that is on, and its Wi-Fi; ``changes`` to its account."""
        cable = Cable(self.broker.port)
        self._cables.append(cable)
        place = self.folder / "flash" / f"{device}-{len(self._desks)}"
        desk = Desk(place, self.broker.profile(device), cable.port, **changes)
        self._desks.append(desk)
        desk.start()
        return desk, cable

    def dies(self) -> None:
        """The controller says nothing any more."""
        self._beats.clear()

    def lives(self) -> None:
        """It says again that it is there."""
        self._beats.set()

    def say(self, topic: str, notice: Any) -> None:
        """Retained, as the controller does."""
        self._link.publish(topic, encode_notice(notice), retain=True)

    def shout(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Anything at all."""
        self._link.publish(topic, payload, retain=retain)

    def counter(
        self, number: int, called: str = "", times: int = 1, status: CounterStatus = CounterStatus.OPEN
    ) -> None:
        """What a counter does."""
        call = None
        if called:
            call = Call(f"visit-{called}", called, "dat-dai", CounterId(number), datetime.now(UTC), times)
        self.say(self.at.counter(CounterId(number)), CounterState(1, CounterId(number), call, status))

    def invite(self, number: int, visit: str | None) -> None:
        """Somebody may rate."""
        invitation = RatingInvitation(CounterId(number), visit, datetime.now(UTC) + _ASKED, "mark" if visit else "")
        self.say(self.at.rating(CounterId(number)), invitation)

    def answer(self, device: str, request: str, *, refused: bool = False) -> None:
        """To a request."""
        notice = Refusal(request, "nobody_waiting") if refused else Acceptance(request)
        self.shout(self.at.answer(DeviceId(device)), encode_notice(notice))

    def requests(self, device: str, since: int = 0) -> list[Any]:
        """Everything that a device has asked since a mark, as often as it did."""
        topic = self.at.command(DeviceId(device))
        return [decode_request(payload) for told, payload in self.heard[since:] if told == topic]

    @property
    def mark(self) -> int:
        """Now, in ``heard``."""
        return len(self.heard)

    def wait_request(self, device: str, count: int = 1) -> Any:
        """The latest of at least so many."""
        self.wait(lambda: len(self.requests(device)) >= count, f"{device} asks {count} times")
        return self.requests(device)[-1]

    def last(self, topic: str) -> Any:
        """The latest notice on a topic; None where there was none."""
        for told, payload in reversed(list(self.heard)):
            if told == topic:
                with suppress(MalformedMessageError):
                    return decode_notice(payload)
        return None

    def wait(self, holds: Any, what: str, seconds: float = PATIENCE_S) -> None:
        """Until it holds; raises TimeoutError."""
        until = time.monotonic() + seconds
        with self._changed:
            while not holds():
                if time.monotonic() > until:
                    raise TimeoutError(f"{what}: {self.heard[-8:]}")
                self._changed.wait(0.05)

    def _hear(self, topic: str, payload: bytes) -> None:
        if topic != self.at.pulse:
            with self._changed:
                self.heard.append((topic, payload))
                self._changed.notify_all()

    def _beat(self) -> None:
        while not self._over.wait(_BEAT_S):
            if self._beats.is_set():
                self.shout(self.at.pulse, encode_notice(Pulse(1, datetime.now(UTC) + self.ahead)))
