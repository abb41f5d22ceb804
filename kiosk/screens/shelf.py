"""The screens of one comfort, built when they are first needed, all with the same foot."""

from collections.abc import Callable

from kiosk.core.comfort import Comfort
from kiosk.core.journey import View
from kiosk.screens.doors import Doors
from kiosk.screens.foot import Foot
from kiosk.screens.page import Page
from kiosk.screens.screen_table import SCREENS, STAFF, built


class Shelf:
    """``doors`` are of its comfort. Build and fill it while the window's sizes and words are those of that comfort."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.pages: dict[type[View], Page] = {}
        self._foot: Foot | None = None

    @property
    def foot(self) -> Foot:
        """The foot that every screen here stands on; only the one that is shown has it."""
        if self._foot is None:
            self._foot = Foot(self.doors)
        return self._foot

    def page(self, kind: type[View], tell: Callable[[Page], None]) -> Page:
        """The one screen of a view; a new one is told by ``tell`` what all screens know."""
        if kind not in self.pages:
            self.pages[kind] = built(kind, self.doors)
            self.pages[kind].leave_room_for(self.foot)
            tell(self.pages[kind])
        return self.pages[kind]

    def missing(self) -> type[View] | None:
        """A screen that a citizen may want and that is not built yet."""
        return next((kind for kind in SCREENS if kind not in self.pages and kind not in STAFF), None)


def seen(comfort: Comfort) -> Comfort:
    """The part of a comfort that can be seen."""
    return Comfort(comfort.language, comfort.size, comfort.reach)
