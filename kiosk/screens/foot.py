"""The foot of every screen, always at the same place: back, start over, and how the citizen wants the screen."""

from dataclasses import replace
from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.core.comfort import Comfort, next_language, next_size
from kiosk.core.happenings import ComfortChosen
from kiosk.screens.doors import Doors
from panel.rules import load_rules
from panel.tile import Tile


class Foot(BoxLayout):
    """Its tiles keep their places on every screen: one that leads nowhere there is not shown, one that leads nowhere at all is not there.

    There is one for all screens of a comfort, and it goes with the one that is shown.
    """

    page = ObjectProperty(None, rebind=True, allownone=True)
    """The screen that it stands on."""
    listener = ObjectProperty(None)
    """Who knows whether the kiosk can be heard; see ``kiosk.screens.listener``."""
    audible = BooleanProperty(defaultvalue=False)

    def __init__(self, doors: Doors) -> None:
        self.doors, self.word = doors, doors.word
        self.comfort: Comfort = doors.comfort
        load_rules(__file__)
        self._own: dict[str, Tile] = {}  # what is taken out lives on here
        super().__init__(listener=App.get_running_app().listener)
        self._own = {name: self.ids[name].__self__ for name in ("reach", "listen")}
        self._have("reach", doors.reach)
        self.on_audible(self, self.audible)

    def other_language(self) -> str:
        """The name of the language that the button leads to, in that language."""
        return self.doors.languages[next_language(self.comfort, tuple(self.doors.languages))]

    def other_size(self) -> str:
        """The size of words that the button leads to."""
        return self.word(f"foot.size.{int(self.comfort.size)}")

    def change_language(self) -> None:
        """The next language."""
        self._choose(language=next_language(self.comfort, tuple(self.doors.languages)))

    def change_size(self) -> None:
        """Larger words; after the largest the normal ones."""
        self._choose(size=next_size(self.comfort))

    def change_reach(self) -> None:
        """Everything to touch lower, or as before."""
        self._choose(reach=not self.comfort.reach)

    def on_audible(self, _foot: object, audible: bool) -> None:  # noqa: FBT001 (Kivy's signature)
        """The kiosk has a voice now, or has lost it."""
        if self._own:
            self._have("listen", audible)

    def _have(self, name: str, wanted: bool) -> None:  # noqa: FBT001
        """A tile that this kiosk never has takes no room."""
        tiles, tile = self.ids.tiles, self._own[name]
        if wanted and tile.parent is None:
            tiles.add_widget(tile)
        elif not wanted and tile.parent is not None:
            tiles.remove_widget(tile)

    def _choose(self, **wish: Any) -> None:
        self.doors.happen(ComfortChosen(replace(App.get_running_app().doors.comfort, **wish)))
