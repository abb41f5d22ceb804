"""No number was given: why, and what to do now."""

from typing import Final

from kivy.properties import StringProperty

from contract.notices import Door, Reason
from kiosk.core.offer import Offer
from kiosk.core.offer_words import heading
from kiosk.core.views import Refused
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

_DOORS: Final = {Reason.OFFICE_NOT_OPEN: Door.NOT_YET, Reason.OFFICE_CLOSED: Door.DAY_OVER}
"""What the first screen says of a shut office, this one says in the same words."""


class RefusedScreen(Page):
    """The reason's sentence is of the texts that all programs share, where the kiosk has no better one."""

    icon = StringProperty("warning")
    tone = StringProperty("soon")
    title = StringProperty("")
    number = StringProperty("")
    reason = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: Refused) -> dict[str, str]:
        """A receipt that has a number already is no trouble: that number is what its holder came for."""
        self.number = view.number or ""
        self.icon, self.tone = "warning", "soon"
        if view.number is not None:
            self.icon, self.tone = "ticket", "ink"
        elif view.reason in _DOORS:
            self.icon, self.tone = "wait", "ink"
        self.title, self.reason = self._words(view)
        return {"reason": str(view.reason), "number": self.number}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.number = ""

    def _words(self, view: Refused) -> tuple[str, str]:
        if view.number is not None:
            return self.word("refusal.has_number"), self.word("refusal.has_number_note")
        if view.reason in _DOORS and view.opens_at is not None:
            offer = Offer(_DOORS[view.reason], opens_at=view.opens_at)
            return heading(offer, self.doors.texts, self.doors.now())
        known = f"refused.{view.reason}" in self.doors.texts
        return self.word("refusal.title"), self.word(f"refused.{view.reason}" if known else "refusal.other")
