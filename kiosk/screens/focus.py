"""The choice that the keypad's middle key would press: it goes round in reading order, with a ring around it."""

from kiosk.screens.focus_ring import FocusRing
from kiosk.screens.page import Page
from kiosk.screens.sheet_reader import choices
from panel.press import Pressable


class Focus:
    """None until a key moves it; a finger and another screen take it away."""

    def __init__(self, ring: FocusRing) -> None:
        self._ring = ring
        self.on: Pressable | None = None

    def move(self, page: Page, steps: int) -> int | None:
        """On or back, from the last to the first; returns the place among the page's choices, None where it has none."""
        found = choices(page)
        if not found:
            return None
        before = found.index(self.on) if self.on in found else -1 if steps > 0 else 0
        place = (before + steps) % len(found)
        self.put(found[place])
        return place

    def choose(self) -> None:
        """Press it."""
        if self.on is not None:
            self.on.choose()

    def keep(self, page: Page) -> None:
        """A screen that was made anew has the same choices by other widgets; a choice that is gone has no focus."""
        if self.on is None:
            return
        found = choices(page)
        same = [each for each in found if each is self.on] or [each for each in found if each.key == self.on.key != ""]
        self.put(same[0] if same else None)

    def put(self, widget: Pressable | None) -> None:
        """There, or nowhere."""
        self.on = widget
        self._ring.put_around(widget)
