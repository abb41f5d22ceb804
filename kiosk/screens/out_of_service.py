"""The kiosk does not serve: where to go instead."""

from kiosk.core.maintenance_journey import OutOfService
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class OutOfServiceScreen(Page):
    """One sentence, and nothing to press but how it is written."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: OutOfService) -> dict[str, str]:  # noqa: ARG002 (it is always the same)
        """Always the same words."""
        return {}
