"""No number was given: why, and what to do now."""

from kivy.properties import StringProperty

from kiosk.core.journey import Refused
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class RefusedScreen(Page):
    """The reason's sentence is of the texts that all programs share."""

    reason = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: Refused) -> dict[str, str]:
        """The sentence of the reason."""
        self.reason = self.word(f"refused.{view.reason}")
        return {"reason": str(view.reason)}
