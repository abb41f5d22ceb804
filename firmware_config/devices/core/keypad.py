"""The counter's keypad: one press at a time, meant for the visit that the counter serves, and none while nobody would hear it."""

from . import lamp
from .messages import table, words

KEYS = ("next", "recall", "absent", "finish")
_OF_A_VISIT = {"recall": "Recall", "absent": "MarkAbsent", "finish": "Finish"}


class Keypad:
    """Of ``counter``; told what is heard and pressed."""

    def __init__(self, counter: int) -> None:
        self.counter = counter
        self._status = ""
        self._visit = ""
        self._asked = ""
        self._said: tuple[int, ...] = lamp.DARK
        self._said_until = 0

    def state(self, body: "dict[str, object]") -> None:
        """A ``CounterState``."""
        self._status, self._visit = words(body, "status") or "open", words(table(body, "call"), "visit")

    def lost(self) -> None:
        """What the counter does is not known any more."""
        self._status = self._visit = ""

    def press(self, key: str, now: int) -> "tuple[str, dict[str, object]] | None":
        """The command of a key, with its body; None where it means nothing, and the lamp says so."""
        command = None if self._asked or not self._status else self._command(key)
        if command is None and not self._asked:
            self.refused(now)
        return command

    def _command(self, key: str) -> "tuple[str, dict[str, object]] | None":
        if key == "next":
            return ("CallNext" if self._status == "open" else "OpenCounter"), {"counter": self.counter}
        if not self._visit:
            return None
        return _OF_A_VISIT[key], {"counter": self.counter, "visit": self._visit}

    def asked(self, request: str) -> None:
        """A press is kept and travels, also one from before a power cut."""
        self._asked, self._said_until = request, 0

    def answered(self, request: str, now: int, *, accepted: bool) -> None:
        """The controller has answered, or nobody waits for that any more."""
        if request == self._asked:
            self._asked = ""
            if not accepted:
                self.refused(now)

    def refused(self, now: int) -> None:
        """Three long lights."""
        self._said, self._said_until = lamp.REFUSED, now + lamp.REFUSED_MS

    def lamp(self, now: int, *, reached: bool) -> "tuple[int, ...]":
        """What the lamp says; ``reached``: whether the controller is heard."""
        if now < self._said_until:
            return self._said
        if self._asked:
            return lamp.SENT
        if not reached or not self._status:
            return lamp.ALONE
        if self._status != "open":
            return lamp.RESTING
        return lamp.LIT if self._visit else lamp.DARK
