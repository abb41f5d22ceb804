"""The rating terminal's window: one screen for each view, changed from any thread."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from kivy.uix.boxlayout import BoxLayout

from contract.ids import CounterId, RequestId
from contract.notices import CounterInfo, Office
from contract.profile import Screen
from kiosk.core import rating
from kiosk.core.rating import FacePressed, ReasonPressed, View
from kiosk.screens.rating_asleep import AsleepScreen
from kiosk.screens.rating_faces import FacesScreen
from kiosk.screens.rating_reasons import ReasonsScreen
from kiosk.screens.rating_thanks import ThanksScreen
from panel.app import PanelApp, replace
from panel.measure import Steps
from panel.paint import DAY

_SMALLEST_MM: Final = (217, 136)
"""A screen of ten inches; on larger ones words and faces grow."""


class RatingScreen(Protocol):
    """What every screen of the terminal can do."""

    def set_office(self, office: Office, counter: CounterInfo | None) -> None:
        """Reasons of the office; the counter where the terminal stands, if the office has it."""


class RatingApp(PanelApp):
    """``show``, ``set_office`` and ``end`` may be called from any thread.

    Call ``panel.window.prepare`` before importing this module. ``happen`` is called on the window's thread and must return
    at once; ``new_request`` gives a new request id for every press.
    """

    def __init__(
        self,
        *,
        screen: Screen,
        counter: CounterId,
        texts: Mapping[str, str],
        happen: Callable[[FacePressed | ReasonPressed], None],
        new_request: Callable[[], RequestId],
        trace: str = "",
    ) -> None:
        super().__init__(screen, DAY, steps(screen), trace)
        self.texts = texts
        self.wide = screen.millimetres[0] > screen.millimetres[1]
        self._counter = counter
        self._happen = happen
        self._new_request = new_request

    def build(self) -> BoxLayout:
        """All screens are small and built at once; it sleeps first."""
        self._screens = {
            rating.Asleep: AsleepScreen(self._counter),
            rating.Faces: FacesScreen(lambda score: self._happen(FacePressed(score, self._new_request()))),
            rating.Reasons: ReasonsScreen(lambda reason: self._happen(ReasonPressed(reason, self._new_request()))),
            rating.Thanks: ThanksScreen(),
        }
        room = BoxLayout()
        room.add_widget(self._screens[rating.Asleep])
        return room

    def show(self, view: View) -> None:
        """Show the view from the next frame on."""
        self.soon(lambda: self._show(view))

    def set_office(self, office: Office) -> None:
        """Reasons, counters and officers."""
        self.soon(lambda: self._set_office(office))

    def _show(self, view: View) -> None:
        replace(self.root, self._screens[type(view)])
        self.trace.show(type(view).__name__)

    def _set_office(self, office: Office) -> None:
        here = next((counter for counter in office.counters if counter.id == self._counter), None)
        screens: list[RatingScreen] = list(self._screens.values())
        for screen in screens:
            screen.set_office(office, here)


def steps(screen: Screen) -> Steps:
    """Sizes of type for a screen at arm's length."""
    short, long = sorted(screen.millimetres)
    larger = max(1.0, min(long / _SMALLEST_MM[0], short / _SMALLEST_MM[1], 1.8))
    return Steps(small=5.0 * larger, text=5.6 * larger, title=7.3 * larger, number=38.0 * larger)
