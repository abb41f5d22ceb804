"""A number was tapped for and is awaited."""

from kivy.properties import BooleanProperty

from kiosk.core.views import Taking
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class TakingScreen(Page):
    """Nothing to press: the number is on its way whatever happens."""

    online = BooleanProperty(True)

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: Taking) -> dict[str, str]:  # noqa: ARG002 (a Taking is always the same)
        """Only words."""
        return {}

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Without the controller it takes longer, and the citizen should know why."""
        self.online = up
