"""The registry is being asked about a file."""

from kivy.properties import StringProperty

from kiosk.core.file_journey import Checking
from kiosk.core.views import LookingUp
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class LookingUpScreen(Page):
    """Says what the kiosk is doing, and for which code."""

    code = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: LookingUp | Checking) -> dict[str, str]:
        """The code as it was read."""
        self.code = view.code if isinstance(view, LookingUp) else view.file.code
        return {}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.code = ""
