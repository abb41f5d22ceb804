"""Nobody touched the screen for long: is anybody there? What was shown is hidden meanwhile."""

from kiosk.core.happenings import StayTapped
from kiosk.core.journey import StillThere
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class StillThereScreen(Page):
    """One question and one button."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: StillThere) -> dict[str, str]:
        """The same words over whatever view."""
        return {"behind": type(view.behind).__name__}

    def stay(self) -> None:
        """Somebody is."""
        self.doors.happen(StayTapped())
