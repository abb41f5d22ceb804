"""The keypad's program: call next, recall, no-show and finish for a clerk without a second screen."""

from .core.keypad import KEYS, Keypad
from .core.lamp import DARK
from .core.messages import whole
from .device import Device, Part
from .wired import Wired

try:
    from .ports import Board
except ImportError:  # MicroPython has no types
    pass

LATE_S = 60
"""A press this old is withdrawn: nobody expects a call any more, and the lamp has said that it waits."""


class CounterKeypad(Part):
    """At a counter, on the pins of its profile."""

    tests = ("test-rating",)
    most_kept = 1
    """A second press before the answer to the first would call a second person."""

    def __init__(self, device: Device) -> None:
        settings = device.twin.settings
        self._device = device
        counter = whole(settings, "counter", 0)
        self.topics = (device.topic("notice", "counter", str(counter)),)
        self._wired = Wired(device.board, settings, KEYS)
        self._keypad = Keypad(counter)

    def begin(self) -> None:
        """After a power cut: the press that is still owed an answer."""
        for one in self._device.outbox.waiting:
            self._keypad.asked(one.request)

    def heard(self, topic: str, kind: str, body: "dict[str, object]", _now: int) -> None:
        """What the counter does."""
        if topic in self.topics and kind == "CounterState":
            self._keypad.state(body)

    def linked(self, _now: int, *, up: bool) -> None:
        """Without the link nobody knows what the counter does."""
        if not up:
            self._keypad.lost()

    def step(self, now: int) -> None:
        """Keys to commands, and the lamp."""
        serves, reached = self._device.twin.serves, self._device.reached(now)
        for key in self._wired.pressed(now):
            if serves:
                self._press(key, now, reached=reached)
        says = self._keypad.lamp(now, reached=reached) if serves else DARK
        self._wired.say(says, now, trouble=bool(self.troubles(now)))

    def _press(self, key: str, now: int, *, reached: bool) -> None:
        command = None
        if reached:
            command = self._keypad.press(key, now)
        else:
            self._keypad.refused(now)
        if command is None:
            self._device.board.say("means nothing now: " + key)
            return
        request = self._device.ask(command[0], command[1], now)
        if request:
            self._keypad.asked(request)
        else:
            self._keypad.refused(now)

    def answered(self, request: str, now: int, *, accepted: bool) -> None:
        """The lamp says whether it was refused."""
        self._keypad.answered(request, now, accepted=accepted)

    def late(self, age_s: int) -> bool:
        """Whether nobody expects it any more."""
        return age_s > LATE_S

    def test(self, now: int) -> None:
        """The lamp blinks slowly for three seconds."""
        self._wired.test(now)

    def troubles(self, now: int) -> "list[str]":
        """Keys that stick, and a flash that keeps nothing."""
        return self._wired.stuck(now) + ([] if self._device.flash_works else ["flash"])

    def busy(self, _now: int) -> bool:
        """While a press waits for its answer."""
        return bool(self._device.outbox.waiting)


def start(board: "Board", profile: "dict[str, object]") -> Device:
    """The keypad, ready to ``run``."""
    device = Device(board, profile)
    keypad = CounterKeypad(device)
    device.start(keypad)
    keypad.begin()
    return device
