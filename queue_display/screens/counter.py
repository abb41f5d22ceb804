"""The counter board: the number that is at this counter now, readable from five metres."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from kivy.app import App
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.ids import CounterId
from contract.notices import CounterStatus, Office
from contract.profile import Screen
from panel.app import replace
from panel.measure import Steps
from panel.rules import load_rules
from queue_display.core.frame import Frame
from queue_display.core.plate import PlateView
from queue_display.screens.board_app import board_height
from queue_display.screens.media_box import texture_of
from queue_display.screens.sign import Away, Called, Quiet

FACE: Final = 0.72
"""Longest side of a photo, in parts of the board's height: it fills its place, whichever way it is cut."""
_STATES: Final = {CounterStatus.OPEN: "free", CounterStatus.PAUSED: "paused", CounterStatus.CLOSED: "closed"}
_SIGNS: Final = {CounterStatus.PAUSED: "wait", CounterStatus.CLOSED: "info"}


def counter_steps(screen: Screen) -> Steps:
    """Capitals by the board's height: the number fills a third of it."""
    height = board_height(screen, "millimetres")
    return Steps(small=height * 0.036, text=height * 0.048, title=height * 0.08, number=height * 0.31)


class CounterBoard(BoxLayout):
    """The whole picture."""

    name = StringProperty("")
    field = StringProperty("")
    officer = StringProperty("")
    next = StringProperty("")
    photo = ObjectProperty(None, allownone=True)

    def __init__(
        self, counter: CounterId, texts: Mapping[str, str], want_photo: Callable[[str], None], **settings: Any
    ) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self._want_photo = want_photo
        self._face = ""
        self.name = texts["counter.name"].format(number=counter)
        self._counter = counter
        self._texts = texts
        self._office: Office | None = None
        self._view = PlateView()
        self._called, self._quiet, self._away = Called(), Quiet(), Away()
        self.show(self._view)

    def show(self, view: PlateView) -> Mapping[str, str]:
        """Show a view; answers its facts."""
        self._view = view
        call, called, texts = view.call, self._called, self._texts
        if view.away or call is None:
            self._show_quiet(view.status)
            replace(self.ids.place, self._away if view.away else self._quiet)
        else:
            called.fresh, called.number = view.fresh, call.number
            invite = texts["counter.invite" if call.times == 1 else "counter.again"]
            called.label = invite if view.fresh else texts["counter.serving"]
            replace(self.ids.place, called)
        self._show_names()
        self._show_face(view.photo)
        self.next = "" if view.away else view.next
        return self.facts()

    def facts(self) -> Mapping[str, str]:
        """What is to be seen, for the trace."""
        view, call = self._view, self._view.call
        return {
            "number": call.number if call else "",
            "counter": str(self._counter),
            "times": str(call.times) if call else "",
            "next": self.next,
            "officer": self.officer,
            "photo": self._face if self.photo else "",
            "state": "away" if view.away else "new" if view.fresh else "quiet" if call else _STATES[view.status],
        }

    def set_office(self, office: Office) -> None:
        """Names of fields and officers."""
        self._office = office
        self._show_names()

    def set_photo(self, name: str, photo: Frame | None) -> None:
        """A photo has come, perhaps too late, or it is no picture."""
        if name and name == self._face:
            self.photo = texture_of(photo) if photo else None
            App.get_running_app().trace.show(type(self._view).__name__, self.facts())

    def set_minute(self, moment: datetime) -> None:
        """No clock here: the number is all there is to read."""

    def _show_quiet(self, status: CounterStatus) -> None:
        """Free, or why nobody is called: people who wait in front of it should know."""
        state = _STATES[status]
        self._quiet.icon = _SIGNS.get(status, "")
        self._quiet.text = self._texts[f"counter.{state}"]
        self._quiet.note = self._texts[f"counter.{state}_note"] if self._quiet.icon else ""

    def _show_names(self) -> None:
        names = {field.id: field.name for field in self._office.fields} if self._office else {}
        here = [counter for counter in (self._office.counters if self._office else ()) if counter.id == self._counter]
        served = [names[field] for counter in here for field in counter.fields if field in names]
        call = None if self._view.away else self._view.call
        self.field = names.get(call.field, "") if call else ", ".join(served)
        officer = self._view.officer
        self.officer = self._texts["counter.officer"].format(name=officer) if officer else ""

    def _show_face(self, name: str) -> None:
        """Nobody's face stands beside another's name: the old one goes at once, the new one comes when it is there."""
        if name != self._face:
            self._face, self.photo = name, None
            self._want_photo(name)
