"""A button whose contacts bounce: pressed when it has been down for a moment, once, and only after it was up."""

STEADY_MS = 25
"""Contacts of push buttons come to rest within 10 ms; a finger stays for 80 ms and more."""
STUCK_MS = 30_000
"""Longer than any finger."""


class Button:
    """Fed with what its pin says, as often as possible; down is True."""

    def __init__(self) -> None:
        self._steady = True  # held down while the device starts: no press
        self._last = True
        self._since: int | None = None

    def look(self, down: bool, now: int) -> bool:  # noqa: FBT001 (a level)
        """True once for each press."""
        if self._since is None or down != self._last:
            self._last, self._since = down, now
        if down == self._steady or now - self._since < STEADY_MS:
            return False
        self._steady = down
        return down

    def stuck(self, now: int) -> bool:
        """Whether it has been down for longer than any finger."""
        return self._last and self._since is not None and now - self._since > STUCK_MS
