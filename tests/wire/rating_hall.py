"""A counter with a rating terminal, a pad and phones, on a real broker and a real controller that can be killed."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import requests

from contract.commands import CallNext, Finish, OpenCounter, TakeTicket
from contract.ids import CounterId, DeviceId, FieldId, SiteId, VisitId
from contract.profile import read_account
from contract.rating import Rating, RatingReason
from contract.site import Counter, Device, Field, Site, Tickets, Web
from contract.topics import Role
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import VisitRated
from demo import keypad
from demo.brokers import BrokerRun, free_port
from demo.child import tied
from demo.daytime import by_day
from demo.screen import wait_for

ROOT = Path(__file__).parents[2]
SECONDS = 45.0
FIVE, SIX = CounterId(5), CounterId(6)
LAND = FieldId("dat-dai")
SITE = Site(
    SiteId("danh-gia"),
    "Bộ phận một cửa có máy đánh giá",
    (Field(LAND, "Đất đai", "B"),),
    (Counter(FIVE, (LAND,)), Counter(SIX, (LAND,))),
    (
        Device(DeviceId("kiosk-1"), Role.KIOSK),
        Device(DeviceId("keypad-5"), Role.KEYPAD, FIVE),
        Device(DeviceId("rating-5"), Role.RATING, FIVE),
        Device(DeviceId("pad-5"), Role.PAD, FIVE),
        Device(DeviceId("rating-6"), Role.RATING, SIX),
    ),
    rating=Rating(phone_until="23:59", reasons=(RatingReason("cho-lau", "Chờ lâu"),)),
    tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0, block=0),
)


class RatingHall:
    """``start``, then ``serve`` people; ``stop`` always."""

    def __init__(self, folder: Path, kind: str) -> None:
        site = by_day(replace(SITE, web=Web(port=free_port())))
        self.broker = BrokerRun(site, folder, kind)
        self.folder = folder
        self.pages = f"http://127.0.0.1:{site.web.port}"
        self._controller: subprocess.Popen[bytes] | None = None
        self._here: list[keypad.Device] = []

    def start(self) -> None:
        self.broker.start()
        self.start_controller()
        self.kiosk, self.keypad = self.device("kiosk-1"), self.device("keypad-5")
        self.keypad.press(OpenCounter(FIVE), seconds=SECONDS)

    def device(self, name: str) -> keypad.Device:
        """One more device, connected."""
        device = keypad.Device(read_account(self.broker.profile(name)))
        device.start()
        self._here.append(device)
        assert device.wait_up(SECONDS)
        return device

    def start_controller(self) -> None:
        profile = str(self.broker.profile("controller"))
        with (self.folder / "controller.log").open("ab") as log:
            self._controller = subprocess.Popen(
                tied([sys.executable, "-m", "controller", "run", "--profile", profile]),
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        wait_for(self._answers, SECONDS, "the controller's pages do not answer")

    def kill_controller(self) -> None:
        assert self._controller
        self._controller.kill()
        self._controller.wait(SECONDS)

    def kill(self, *names: str) -> None:
        """SIGKILL for the controller and the broker, as far as they are named."""
        if "controller" in names:
            self.kill_controller()
        if "broker" in names:
            self.broker.kill()

    def revive(self, *names: str) -> None:
        """The same again, and wait until counter and kiosk are connected."""
        if "broker" in names:
            self.broker.start()
        if "controller" in names:
            self.start_controller()
        for device in (self.kiosk, self.keypad):
            assert device.wait_up(SECONDS)

    def serve(self) -> tuple[VisitId, str]:
        """One person from ticket to end at counter 5; the visit and its phone's address."""
        receipt = self.kiosk.press(TakeTicket(LAND), seconds=SECONDS)
        assert self.keypad.press(CallNext(FIVE), seconds=SECONDS).visit == receipt.visit
        self.keypad.press(Finish(FIVE, receipt.visit), seconds=SECONDS)
        return receipt.visit, f"{self.pages}/{receipt.follow.split('/', 3)[3]}"

    def rated(self) -> dict[VisitId, list[str]]:
        """Scores by visit, as the journal has them."""
        journal = SqliteJournal(self.folder / "var" / "controller", read_only=True)
        found: dict[VisitId, list[str]] = {}
        for entry in journal.all():
            if isinstance(entry.event, VisitRated):
                found.setdefault(entry.event.visit, []).append(str(entry.event.score))
        journal.close()
        return found

    def owed(self) -> int:
        """Ratings in the terminal's outbox without an answer."""
        path = (self.folder / "var" / "rating-5" / "outbox.sqlite").absolute()
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as outbox:
            return int(outbox.execute("SELECT count(*) FROM requests WHERE answer IS NULL").fetchone()[0])

    def stop(self) -> None:
        for device in self._here:
            device.stop()
        if self._controller and self._controller.poll() is None:
            self.kill_controller()
        self.broker.kill()

    def _answers(self) -> bool | None:
        try:
            return requests.get(self.pages, timeout=1).ok or None
        except requests.RequestException:
            return None


class Terminal:
    """One life of the rating terminal at counter 5."""

    def __init__(self, hall: RatingHall) -> None:
        self._seen: list[str] = []
        self._changed = threading.Condition()
        profile = str(hall.broker.profile("rating-5"))
        self._process = subprocess.Popen(
            tied([sys.executable, "-m", "tests.wire.rating_life", profile]),
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def sees(self, words: str) -> None:
        """Wait for a view; earlier ones are passed over."""
        with self._changed:
            assert self._changed.wait_for(lambda: words in self._seen, SECONDS), (words, self._seen)
            del self._seen[: self._seen.index(words) + 1]

    def press(self, score: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{score}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(SECONDS)
        self._reader.join(SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            pipe.close()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._changed:
                self._seen.append(line.strip())
                self._changed.notify_all()
