"""The PIN of the maintenance screen: dots for what was typed, large digits, and why the one before was not taken."""

from math import ceil

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.core.maintenance_journey import PIN_MOST, Pin, PinGiven
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class PinScreen(Page):
    """The digits themselves are drawn nowhere."""

    staff = True
    most = NumericProperty(PIN_MOST)
    typed = NumericProperty(0)
    told = StringProperty("")
    whole = BooleanProperty(defaultvalue=False)

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: Pin) -> dict[str, str]:
        """How many digits stand there."""
        self.typed, self.whole = len(view.typed), view.whole
        self.told = self._told(view)
        return {"typed": str(len(view.typed)), "wrong": str(view.wrong).lower(), "wait_s": str(view.wait_s)}

    def hide(self) -> None:
        """Leave nothing behind."""
        self.typed, self.told = 0, ""

    def give(self) -> None:
        """It is typed."""
        self.doors.happen(PinGiven())

    def _told(self, view: Pin) -> str:
        if view.wait_s:
            return self.word("maintenance.wait", minutes=ceil(view.wait_s / 60))
        return self.word("maintenance.wrong") if view.wrong else ""
