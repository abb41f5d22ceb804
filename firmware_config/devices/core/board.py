"""The number board: the counter's number, and never an old one as if it were new."""

from .messages import table, whole, words

BLINK_MS = 5000
HALF_MS = 400


class Board:
    """Of ``digits`` places; ``told``: what it shows by status of the counter."""

    def __init__(self, digits: int, told: "dict[str, str]") -> None:
        self.digits = digits
        self.told = told
        self._known = self._ever = False
        self._status = self._number = ""
        self._call: tuple[str, int] = ("", 0)
        self._called_at: int | None = None

    def state(self, body: "dict[str, object]", now: int) -> None:
        """A ``CounterState``; a call that differs from the one before is new, the first that is heard is not."""
        call = table(body, "call")
        shown = (words(call, "visit"), whole(call, "times", 1))
        if shown != self._call:
            self._called_at = now if self._ever and shown[0] else None
        self._known = self._ever = True
        self._call = shown
        self._status, self._number = words(body, "status") or "open", words(call, "number")

    def lost(self) -> None:
        """What the counter does is not known any more."""
        self._known = False

    def text(self, now: int, *, reached: bool) -> str:
        """What stands on the board now, one character a place; a dot belongs to the character before it.

        Dashes: nobody says what the number is. A dot in the last place: the counter is open and free.
        """
        if not reached or not self._known:
            return "-" * self.digits
        if self._number:
            blinking = self._called_at is not None and now - self._called_at < BLINK_MS
            dark = blinking and (now - (self._called_at or 0)) // HALF_MS % 2 == 1
            return self._placed("" if dark else self._number)
        if self._status != "open":
            return self._placed(self.told.get(self._status, "-"))
        return self._placed("") + "."

    def _placed(self, text: str) -> str:
        """At the right, as figures stand; of what is too long the end, which tells numbers apart."""
        text = text[-self.digits :]
        return " " * (self.digits - len(text)) + text
