"""One counter with a keypad and a pad whose power is cut at seeded moments while people are served."""

import threading
from random import Random

from demo.cable import Cable
from tests.firmware_config.devices.desk import Desk
from tests.firmware_config.devices.device_hall import DeviceHall

FACES = ("very_satisfied", "satisfied", "not_satisfied")
_STRIKE_S = 0.12
_EARLY_S = 0.1
_READY_S = 6.0
_AGAIN_S = 0.1
_PAUSE = threading.Event()


class CutCounter:
    """Counter ``number``. ``pressed`` and ``voted`` is what the devices promised to deliver, by their own word or their flash."""

    def __init__(self, hall: DeviceHall, number: int, seed: int) -> None:
        self.cable: Cable = hall.cable()
        self.keypad = hall.desk(f"keypad-{number}", self.cable)
        self.pad = hall.desk(f"pad-{number}", self.cable)
        self.number = number
        self.cuts = 0
        self.pressed: dict[str, str] = {}
        """Commands of the keypad by request id."""
        self.voted: dict[str, str] = {}
        """Scores by request id."""
        self._random = Random(seed)
        self._gone: set[str] = set()
        self._read_to = {self.keypad: 0, self.pad: 0}

    def open(self) -> None:
        """Power for both; the counter calls people from now on."""
        self.keypad.start()
        self.pad.start()
        self._press("next")

    def serve(self) -> None:
        """One person: called, called again, served and asked, with a power cut at each of them."""
        invited = self.pad.mark
        for key in ("next", "recall", "finish"):
            self._press(key, cut=True)
        try:
            self.pad.wait(invited, "invited", seconds=_READY_S)
        except TimeoutError:
            return  # broker or Wi-Fi were away when it was said: this visitor sees no light
        face = self._random.randrange(3)
        mark = self.pad.mark
        self.pad.press(f"face{face + 1}")
        self._strike(self.pad, mark)
        self._learn(self.pad, FACES[face])
        self._power(self.pad)

    def rest(self) -> None:
        """Until nothing is owed; then no more power."""
        for desk, promised in ((self.keypad, self.pressed), (self.pad, self.voted)):
            for request in promised:
                self._answered(desk, request)
            desk.cut()

    def _answered(self, desk: Desk, request: str) -> None:
        if request not in self._gone:
            desk.wait(0, f"answered Acceptance {request}", f"answered Refusal {request}")

    def _press(self, key: str, *, cut: bool = False) -> None:
        """Until it is kept and answered; a power cut may come in between, and the clerk presses again where it was not kept."""
        before = set(self.pressed)
        while set(self.pressed) == before:
            mark = self.keypad.mark
            self.keypad.press(key)
            if cut:
                self._strike(self.keypad, mark)
                self._learn(self.keypad)
                self._power(self.keypad)
                cut = False
            else:
                self.keypad.wait(mark, "kept", "means nothing")
                self._learn(self.keypad)
                _PAUSE.wait(0 if set(self.pressed) != before else _AGAIN_S)
        (request,) = set(self.pressed) - before
        self._answered(self.keypad, request)

    def _strike(self, desk: Desk, since: int) -> None:
        """Cut the power a moment after a press, at every third time not before it was kept."""
        if self._random.random() < 1 / 3:
            desk.wait(since, "kept", "means nothing", "nobody may rate")
        else:
            _PAUSE.wait(self._random.uniform(0, _STRIKE_S))
        desk.cut()
        self.cuts += 1

    def _power(self, desk: Desk) -> None:
        """Power again; now and then it is cut once more before the device has come far."""
        desk.start()
        if self._random.random() < 1 / 4:
            _PAUSE.wait(self._random.uniform(0, _EARLY_S))
            desk.cut()
            self.cuts += 1
            desk.start()

    def _learn(self, desk: Desk, score: str = "") -> None:
        """What the device has promised since the last look: what it said is kept, and what lies on its flash.

        What was kept and lies there no more was answered, perhaps before the device could say so.
        """
        owed = {} if desk.powered else desk.owed()
        lines = [words.split() for what, words in desk.told[self._read_to[desk] :] if what == "say"]
        self._read_to[desk] = desk.mark
        kept = {words[2]: words[1] for words in lines if words[0] == "kept"}
        for request, kind in (owed | kept).items():
            if desk is self.pad:
                self.voted.setdefault(request, score)
            else:
                self.pressed.setdefault(request, kind)
        if not desk.powered:
            self._gone |= set(kept) - set(owed)
