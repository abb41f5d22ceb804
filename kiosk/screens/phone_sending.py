"""The number of a phone is on its way to the controller."""

from kiosk.core.phone_journey import PhoneSending
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class PhoneSendingScreen(Page):
    """Says what the kiosk is doing; the number is forgotten here already."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: PhoneSending) -> dict[str, str]:
        """Nothing of the view is to be seen."""
        return {"number": view.ticket.receipt.number}
