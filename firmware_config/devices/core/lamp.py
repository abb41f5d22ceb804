"""The one lamp of a pad or a keypad: what it says, and whether it is on at a moment. ``docs/devices.md`` tells people."""

DARK = (0, 1000)
LIT = (1000, 0)
SENT = (100, 100)
"""Blinks quickly."""
REFUSED = (600, 300)
"""Three long ones in ``REFUSED_MS``."""
ALONE = (60, 2940)
"""One short flash in three seconds: nobody hears."""
RESTING = (60, 240, 60, 2640)
"""Two short flashes in three seconds: the counter is paused or closed."""
TROUBLE = (60, 240, 60, 240, 60, 240, 60, 2040)
"""Four short flashes in three seconds: the device itself needs somebody."""
TEST = (250, 250)
"""Blinks slowly, at the start and when somebody asked for it."""
NAMES = {
    DARK: "dark", LIT: "lit", SENT: "sent", REFUSED: "refused", ALONE: "alone", RESTING: "resting", TROUBLE: "trouble", TEST: "test",
}  # fmt: skip
SENT_MS = 2000
REFUSED_MS = 2700


def is_on(pattern: "tuple[int, ...]", elapsed: int) -> bool:
    """``pattern``: milliseconds on, off, on, off, over and over; ``elapsed`` since it began."""
    at, place = elapsed % sum(pattern), 0
    while at >= pattern[place]:
        at -= pattern[place]
        place += 1
    return place % 2 == 0


class Lamp:
    """Remembers since when it says what it says, so that every blinking begins with its light."""

    def __init__(self) -> None:
        self._pattern: tuple[int, ...] = DARK
        self._since = 0

    def look(self, pattern: "tuple[int, ...]", now: int) -> bool:
        """Whether it is on now."""
        if pattern != self._pattern:
            self._pattern, self._since = pattern, now
        return is_on(pattern, now - self._since)
