"""The rating pad's program: a button for each face, a lamp, and votes that no power cut takes."""

import json

from .core.lamp import DARK
from .core.messages import table, whole, words
from .core.pad import Pad
from .device import Device, Part
from .wired import Wired

try:
    from .ports import Board
except ImportError:  # MicroPython has no types
    pass

_FACES = ("face1", "face2", "face3", "face4", "face5")


class RatingPad(Part):
    """At a counter, on the pins of its profile."""

    tests = ("test-rating",)
    most_kept = 20
    """There is no invitation without a controller, so that more than one or two are never owed."""

    def __init__(self, device: Device) -> None:
        settings = device.twin.settings
        self._device = device
        self._invitations = device.topic("notice", "rating", str(whole(settings, "counter", 0)))
        self.topics = (self._invitations,)
        self._wired = Wired(device.board, settings, _FACES)
        self._pad = Pad("")
        self._told = ""
        self._held: dict[str, object] | None = None
        """An invitation that cannot be told from one of long ago before a pulse says what time it is."""

    def begin(self) -> None:
        """After a power cut: whom the latest vote that is still owed was about."""
        for one in self._device.outbox.waiting:
            self._pad = Pad(_visit(one.payload))

    def heard(self, topic: str, kind: str, body: "dict[str, object]", now: int) -> None:
        """The office, and invitations."""
        if topic == self._device.topic("notice", "office"):
            self._pad.office(body, now)
        elif topic == self._invitations and kind == "RatingInvitation":
            self._held = body

    def step(self, now: int) -> None:
        """Buttons to votes, and the lamp."""
        office_s = self._device.office_time(now)
        if self._held is not None and office_s:
            self._pad.invited(self._held, now, office_s)
            self._held = None
        serves = self._device.twin.serves
        for name in self._wired.pressed(now):
            vote = self._pad.press(int(name[4:]), now) if serves else None
            if vote is None:
                self._device.board.say("nobody may rate now: " + name)
            elif self._device.ask("RateVisit", vote, now):
                self._pad.kept(now)
            else:
                self._pad.unkept(now)
        self._tell("invited" if self.busy(now) else "ready" if office_s else "waits for the pulse")
        says = self._pad.lamp(now, reached=self._device.reached(now)) if serves else DARK
        self._wired.say(says, now, trouble=bool(self.troubles(now)))

    def _tell(self, state: str) -> None:
        if state != self._told:
            self._told = state
            self._device.board.say(state)

    def test(self, now: int) -> None:
        """The lamp blinks slowly for three seconds."""
        self._wired.test(now)

    def troubles(self, now: int) -> "list[str]":
        """Buttons that stick, and a flash that keeps nothing."""
        return self._wired.stuck(now) + ([] if self._device.flash_works else ["flash"])

    def busy(self, now: int) -> bool:
        """While somebody may rate."""
        return self._pad.is_invited(now)


def _visit(payload: bytes) -> str:
    return words(table(json.loads(payload.decode()), "body"), "visit")


def start(board: "Board", profile: "dict[str, object]") -> Device:
    """The pad, ready to ``run``."""
    device = Device(board, profile)
    pad = RatingPad(device)
    device.start(pad)
    pad.begin()
    return device
