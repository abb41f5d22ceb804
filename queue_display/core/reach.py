"""Whether the controller is within reach, so that a board never passes an old call off as a new one."""

from dataclasses import dataclass, replace
from typing import Final

PATIENCE_S: Final = 2.0
"""Seconds that a gap may last before the board says so: a restart does not flicker, and 5 s are never exceeded."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Own link and controller's presence; ``since``: when the present gap began, on the clock that is passed in."""

    since: float
    link: bool = False
    controller: bool = False

    @property
    def whole(self) -> bool:
        """Whether calls can come."""
        return self.link and self.controller

    def link_changed(self, now: float, *, up: bool) -> "Reach":
        """With the link goes what was known of the controller; its retained presence comes again with the link."""
        return self._since(now, replace(self, link=up, controller=self.controller and up))

    def controller_changed(self, now: float, *, online: bool) -> "Reach":
        """The presence may come a moment before the link calls itself up."""
        return self._since(now, replace(self, controller=online))

    def away(self, now: float) -> bool:
        """Whether the board must say that it hears nobody."""
        return not self.whole and now >= self.since + PATIENCE_S

    def changes_at(self, now: float) -> float | None:
        """When ``away`` becomes true by itself; None if it does not."""
        return None if self.whole or self.away(now) else self.since + PATIENCE_S

    def _since(self, now: float, after: "Reach") -> "Reach":
        return replace(after, since=now) if self.whole and not after.whole else after
