"""The screen that was left is cleared once the next one stands: nobody sees it, and laying it out takes part of a frame."""

from kivy.clock import Clock

from kiosk.screens.page import Page


class LeftScreen:
    """At most one waits to be cleared; it is, too, before any screen is filled anew."""

    def __init__(self) -> None:
        self._page: Page | None = None

    def leave(self, page: Page | None) -> None:
        """It is shown no more from the next frame on."""
        self.clear()
        self._page = page
        Clock.schedule_once(self.clear, 0)

    def clear(self, _seconds: float = 0) -> None:
        """Leave nothing behind for the next citizen."""
        page, self._page = self._page, None
        if page is not None:
            page.hide()
