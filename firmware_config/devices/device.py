"""What all small devices have in common: the link, presses that are owed an answer, pulse, configuration and watchdog."""

from binascii import hexlify

from .core import clock
from .core.messages import command, notice, read, words
from .core.orders import LEAVE, Orders
from .core.twin import Twin
from .flash import read_table, read_whole, write_table
from .link import Link
from .outbox import Outbox

try:
    from .ports import Board
except ImportError:  # MicroPython has no types
    pass

VERSION = "0.1.0"
"""Of the project whose programs these are."""
RESEND_MS = 2000
HEALTH_MS = 30_000
SILENCE_MS = 3500
"""Without a pulse for so long, nobody is there: ``contract.pulse``."""
WATCHDOG_MS = 30_000
TRIAL_MS = 300_000
"""So long a configuration on trial may try to reach the controller before the device starts anew with it."""
STEP_MS = 5
_AHEAD_S = 30 * clock.DAY_S
_NEVER_BEFORE_S = clock.seconds("2026-11-01T00:00:00Z")
"""Older than this program: whoever believes it to be earlier has no clock."""
_STATE = "state"
_TWIN = "twin"


class Part:
    """What a device is for; ``topics`` are those that it hears besides the ones that all hear."""

    topics: "tuple[str, ...]" = ()
    speaks = True
    """Whether it sends commands, and hears answers."""
    most_kept = 1
    tests: "tuple[str, ...]" = ()
    """Directives that it knows."""

    def settle(self, settings: "dict[str, object]") -> None:
        """A configuration, at the start and whenever it has changed."""

    def heard(self, topic: str, kind: str, body: "dict[str, object]", now: int) -> None:
        """A message; ``kind`` is empty where it was too long or none of the contract."""

    def linked(self, now: int, *, up: bool) -> None:
        """The link has come or gone."""

    def answered(self, request: str, now: int, *, accepted: bool) -> None:
        """A press of this device has its answer, or is too old to wait for it."""

    def late(self, _age_s: int) -> bool:
        """Whether a press so old is withdrawn rather than sent."""
        return False

    def test(self, now: int) -> None:
        """Show everything for a moment, so that a person can see what is broken."""

    def troubles(self, _now: int) -> "list[str]":
        """What a person has to look at."""
        return []

    def step(self, now: int) -> None:
        """Look at the buttons and drive the lamp."""

    def busy(self, _now: int) -> bool:
        """Whether somebody would be disturbed by starting anew now."""
        return False


class Device:
    """``profile`` is what stands in ``profile.json``; ``part`` is made by whoever calls, and started by ``start``."""

    def __init__(self, board: "Board", profile: "dict[str, object]") -> None:
        self.board = board
        account = profile["account"]
        assert isinstance(account, dict)
        self.id = str(account["device"])
        self._root = f"motcua/{account['site']}/"
        self._folder = board.folder + _STATE
        self._account = account
        self.part = Part()
        self._pulse_at: int | None = None
        self._office_s = 0
        self._resent_at = self._told_at = 0
        self._orders = Orders(())
        self._started_at = board.now()
        self._leaving = False
        self._said_fault = ""
        self.outbox = Outbox(self._folder, 0)
        kept = read_table(self._twin_file)
        self.twin = Twin(profile, kept)
        self.flash_works = write_table(self._twin_file, self.twin.remember())

    @property
    def _twin_file(self) -> str:
        return self.board.folder + _TWIN

    def topic(self, *levels: str) -> str:
        """Below the office's own."""
        return self._root + "/".join(levels)

    def start(self, part: Part) -> None:
        """Everything that needs the part; the link then comes by itself."""
        self.part = part
        self._orders = Orders(part.tests)
        if part.speaks:
            self.outbox = Outbox(self._folder, part.most_kept)
        if self.board.time() < _NEVER_BEFORE_S:
            self.board.set_time(_NEVER_BEFORE_S)
        part.settle(self.twin.settings)
        self._network = self.board.network(*_wifi(self.twin.settings))
        ca = str(self._account.get("ca") or "")
        self._link = Link(
            self._account,
            (read_whole(self.board.folder + ca) or b"?") if ca else b"",
            self._topics(),
            self.topic("presence", self.id),
            self._presence(online=False),
            self._heard,
            self._linked,
            lambda: self.board.chance(1)[0],
        )

    def _topics(self) -> "tuple[str, ...]":
        """The office before whatever it explains."""
        answers = (self.topic("answer", self.id),) if self.part.speaks else ()
        own = (self.topic("twin", self.id, "wanted"), self.topic("directive", self.id))
        return (self.topic("notice", "office"), self.topic("notice", "pulse")) + answers + self.part.topics + own

    def _presence(self, *, online: bool) -> bytes:
        return notice("Presence", {"device": self.id, "online": online})

    def reached(self, now: int) -> bool:
        """Whether the controller is heard."""
        return self._link.up and self._pulse_at is not None and now - self._pulse_at <= SILENCE_MS

    def ask(self, kind: str, body: "dict[str, object]", now: int) -> str:
        """Keep a press and send it; its request id, or empty where the flash does not take it."""
        request = hexlify(self.board.chance(12)).decode()
        payload = command(kind, request, body)
        if not self.outbox.keep(request, str(self.office_time(now)), payload):
            self.board.say("the flash does not keep " + kind)
            return ""
        self.board.say("kept " + kind + " " + request)
        self._link.send(self.topic("command", self.id), payload, now)
        return request

    def office_time(self, now: int) -> int:
        """Seconds since 2000 by the controller's clock; 0 where it was never heard."""
        return self._office_s + (now - self._pulse_at) // 1000 if self._pulse_at is not None else 0

    def step(self) -> None:
        """One look at everything."""
        now = self.board.now()
        self._link.step(now, network=self._network.step(now))
        if self._link.fault != self._said_fault:
            self._said_fault = self._link.fault
            self.board.say("link: " + self._said_fault)
        if self._link.too_early:  # without a clock, the certificate's word is the best there is
            self._link.too_early = False
            self.board.set_time(self.board.time() + _AHEAD_S)
        if now - self._resent_at >= RESEND_MS:
            self._resend(now)
        self.part.step(now)
        if self._orders.ended(now, self.part.troubles(now), leaving=self._leaving) or now - self._told_at >= HEALTH_MS:
            self._tell_health(now)
        if ((self._leaving or self.twin.restart) and not self.part.busy(now)) or self._overdue(now):
            self._link.close(now)
            self.board.restart()

    def _overdue(self, now: int) -> bool:
        return self.twin.on_trial and now - self._started_at > TRIAL_MS

    def run(self) -> None:
        """For ever."""
        feed = self.board.watchdog(WATCHDOG_MS)
        while True:
            self.step()
            feed()
            self.board.sleep(STEP_MS)

    def _resend(self, now: int) -> None:
        """Everything that is owed an answer, as soon as the controller is there to give one."""
        self._resent_at = now
        if not self.reached(now):
            return
        for one in self.outbox.waiting:
            pressed = int(one.stamp) if one.stamp.isdigit() else 0
            if pressed and self.part.late(self.office_time(now) - pressed):
                self.outbox.drop(one.request)
                self.board.say("withdrawn " + one.request)
                self.part.answered(one.request, now, accepted=False)
            else:
                self._link.send(self.topic("command", self.id), one.payload, now)

    def _linked(self, up: bool, now: int) -> None:  # noqa: FBT001 (called by the link)
        self.board.say("connected" if up else "not connected: " + self._link.fault)
        self._said_fault = self._link.fault
        self._pulse_at = None
        if up:
            self._link.send(self.topic("presence", self.id), self._presence(online=True), now, retain=True)
            self._report(now)
            self._tell_health(now)
        self.part.linked(now, up=up)

    def _report(self, now: int) -> None:
        told = notice("Reported", self.twin.reported(self.id))
        self._link.send(self.topic("twin", self.id, "reported"), told, now, retain=True)

    def _tell_health(self, now: int) -> None:
        self._told_at = now
        troubles = self.part.troubles(now)
        body = {
            "device": self.id,
            "version": VERSION,
            "up_s": now // 1000,
            "temperature_c": self.board.temperature(),
            "error": {"code": troubles[0]} if troubles else None,
            "configuration": self.twin.running,
            "done": self._orders.told,
        }
        self._link.send(self.topic("health", self.id), notice("Health", body), now, retain=True)

    def _heard(self, topic: str, payload: "bytes | None", now: int) -> None:
        kind, body = read(payload) if payload is not None else ("", {})
        if kind == "Pulse":
            self._beat(body, now)
        elif kind == "Wanted" and topic == self.topic("twin", self.id, "wanted"):
            self._configure(body, now)
        elif kind == "Directive" and topic == self.topic("directive", self.id):
            self._directed(body, now)
        elif topic == self.topic("answer", self.id):
            self._settled(kind, body, now)
        else:
            self.part.heard(topic, kind, body, now)

    def _beat(self, body: "dict[str, object]", now: int) -> None:
        office_s = clock.seconds(words(body, "at"))
        if not office_s:
            return
        first, self._pulse_at, self._office_s = self._pulse_at is None, now, office_s
        if abs(self.board.time() - office_s) > 60:
            self.board.set_time(office_s)
        if first:
            self._resend(now)
        if self.twin.proven():
            write_table(self._twin_file, self.twin.remember())
            self._report(now)

    def _configure(self, body: "dict[str, object]", now: int) -> None:
        if self.twin.wanted(body):
            write_table(self._twin_file, self.twin.remember())
            self.part.settle(self.twin.settings)
        self._report(now)

    def _directed(self, body: "dict[str, object]", now: int) -> None:
        what = self._orders.heard(body, now)
        if what == LEAVE:
            self._leaving = True
        elif what:
            self.part.test(now)
        self._tell_health(now)

    def _settled(self, kind: str, body: "dict[str, object]", now: int) -> None:
        """Any answer ends a press: done, or refused."""
        request = words(body, "request")
        if kind and self.outbox.drop(request):
            self.board.say("answered " + kind + " " + request)
            self.part.answered(request, now, accepted=kind != "Refusal")


def _wifi(settings: "dict[str, object]") -> "tuple[str, str]":
    told = settings.get("wifi")
    return (words(told, "name"), words(told, "password")) if isinstance(told, dict) else ("", "")
