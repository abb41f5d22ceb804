"""The screens of one comfort, built when they are first needed, all with the same foot; and which of them are kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.core.comfort import Comfort
from kiosk.core.journey import View
from kiosk.core.views import Home
from kiosk.screens.doors import Doors
from kiosk.screens.foot import Foot
from kiosk.screens.page import Page
from kiosk.screens.screen_table import AHEAD, built


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

    def lay_out(self, kind: type[View], tell: Callable[[Page], None], size: tuple[float, float]) -> None:
        """Build a screen and give it its room before it is shown; that is most of the work of showing it."""
        page = self.page(kind, tell)
        self.foot.width = size[0] - page.padding[0] - page.padding[2]
        page.size = size

    def missing(self) -> type[View] | None:
        """A screen that most citizens come to and that is not built yet."""
        return next((kind for kind in AHEAD if kind not in self.pages), None)

    def shed(self) -> None:
        """Keep the first screen alone, to which whoever wants this comfort comes first."""
        for kind in [one for one in self.pages if one is not Home]:
            self.pages.pop(kind).part_from(self.foot)


class Shelves:
    """The office's own stays, and of each other language the first screen; all else goes with the citizen who wanted it."""

    def __init__(self, doors: Doors) -> None:
        self._own = _seen(doors.comfort)
        self.present = Shelf(doors)
        self._kept = {self._own: self.present}

    @property
    def is_kept(self) -> bool:
        """Whether the present shelf stays."""
        return self.present in self._kept.values()

    def all_pages(self) -> list[Page]:
        """Every screen that is built."""
        return [page for shelf in {*self._kept.values(), self.present} for page in shelf.pages.values()]

    def take(self, doors: Doors) -> bool:
        """The shelf of a comfort is the present one from now on; whether screens were thrown away for it, or will be."""
        before, wanted = self.present, _seen(doors.comfort)
        self.present = self._kept.get(wanted) or Shelf(doors)
        if replace(wanted, language=self._own.language) == self._own:
            self._kept[wanted] = self.present
        if before is not self._kept.get(self._own):
            before.shed()
            return True
        return not self.is_kept

    def forget(self, doors: Doors) -> None:
        """Nothing of what was built is right any more."""
        self._kept.clear()
        self.take(doors)

    def other(self, doors: Doors, texts: Mapping[str, Mapping[str, str]]) -> Shelf | None:
        """The shelf of another language whose first screen is not built."""
        for language, words in texts.items():
            comfort = replace(self._own, language=language)
            shelf = self._kept.setdefault(comfort, Shelf(replace(doors, texts=words, comfort=comfort)))
            if not shelf.pages:
                return shelf
        return None


def _seen(comfort: Comfort) -> Comfort:
    """The part of a comfort that can be seen."""
    return Comfort(comfort.language, comfort.size, comfort.reach)
