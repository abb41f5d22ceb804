"""The rating terminal's window: one screen for each view, changed from any thread."""

from collections.abc import Callable, Mapping
from typing import Final

from kivy.uix.boxlayout import BoxLayout

from contract.commands import Score
from contract.ids import CounterId, RequestId
from contract.notices import Office
from contract.profile import Screen
from kiosk.core import rating
from kiosk.core.rating import FacePressed, Press, ReasonsDone, View
from kiosk.screens.rating_asleep import AsleepScreen
from kiosk.screens.rating_faces import FacesScreen
from kiosk.screens.rating_page import RatingPage
from kiosk.screens.rating_reasons import ReasonsScreen
from kiosk.screens.rating_thanks import ThanksScreen
from panel.app import PanelApp, replace
from panel.measure import Steps
from panel.paint import DAY
from panel.press import Pressable

_SMALLEST_MM: Final = (217, 136)
"""A screen of ten inches; on larger ones words and faces grow."""


_REACH_MM: Final = 1100
"""Nothing to touch stands higher above the floor (reach from a wheelchair; ADA/ABA 308 allows 1,220 mm)."""


class RatingApp(PanelApp):
    """``show``, ``set_office``, ``set_officer`` and ``end`` may be called from any thread.

    Call ``panel.window.prepare`` before importing this module. ``texts`` are all words by language, the office's language first: every
    visitor begins with that one. ``happen`` is called on the window's thread and must return at once; ``new_request`` gives a new
    request id for every press.
    """

    def __init__(
        self,
        *,
        screen: Screen,
        counter: CounterId,
        texts: Mapping[str, Mapping[str, str]],
        happen: Callable[[Press], None],
        new_request: Callable[[], RequestId],
        trace: str = "",
    ) -> None:
        super().__init__(screen, DAY, steps(screen), trace)
        self.language = next(iter(texts))
        self.unreached_mm = unreached_mm(screen)
        self._languages = texts
        self.wide = screen.millimetres[0] > screen.millimetres[1]
        self._counter = counter
        self._happen = happen
        self._new_request = new_request
        self._office: Office | None = None
        self._officer: str | None = None
        self._serves = True
        self._view: View = rating.Asleep()

    @property
    def texts(self) -> Mapping[str, str]:
        """Words of the language of this visitor."""
        return self._languages[self.language]

    def build(self) -> BoxLayout:
        """It sleeps first."""
        self._build_screens()
        room = BoxLayout()
        room.add_widget(self._screens[rating.Asleep])
        return room

    def show(self, view: View) -> None:
        """Show the view from the next frame on."""
        self.soon(lambda: self._show(view))

    def set_office(self, office: Office) -> None:
        """Faces and reasons."""
        self.soon(lambda: self._set_office(office))

    def set_officer(self, officer: str | None) -> None:
        """The name while it sleeps."""
        self.soon(lambda: self._set_officer(officer))

    def set_duty(self, serves: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Whether it asks anybody."""
        self.soon(lambda: self._set_duty(serves=serves))

    def refit(self, screen: Screen) -> None:
        """It is of other millimetres, or hangs elsewhere; the pixels stay."""
        self.soon(lambda: self._refit(screen))

    def _refit(self, screen: Screen) -> None:
        self.screen = screen
        self.unreached_mm = unreached_mm(screen)
        self.wide = screen.millimetres[0] > screen.millimetres[1]
        self.fit_to(steps(screen))
        self._build_screens()
        self._show(self._view)

    def _set_duty(self, *, serves: bool) -> None:
        if serves is self._serves:
            return
        self._serves = serves
        self._tell_duty()
        self.trace.show(type(self._view).__name__, {"serves": str(serves).lower()})

    def _tell_duty(self) -> None:
        asleep = self._screens[rating.Asleep]
        assert isinstance(asleep, AsleepScreen)
        asleep.set_duty(serves=self._serves)

    def _build_screens(self) -> None:
        """All of them in the language of this visitor; they are small."""
        self._screens: dict[type[View], RatingPage] = {
            rating.Asleep: AsleepScreen(self._counter),
            rating.Faces: FacesScreen(self._press_face, self._speak_another, self._other_language()),
            rating.Reasons: ReasonsScreen(self._happen, lambda: ReasonsDone(self._new_request())),
            rating.Thanks: ThanksScreen(),
        }
        if self._office:
            self._set_office(self._office)
        self._set_officer(self._officer)
        self._tell_duty()

    def _press_face(self, score: Score) -> None:
        self._happen(FacePressed(score, self._new_request()))

    def _other_language(self) -> str:
        """The name of the next language in itself; empty where there is one only."""
        code = _after(self.language, list(self._languages))
        return "" if code == self.language else self._languages[code]["language.name"]

    def _speak_another(self) -> None:
        self._speak(_after(self.language, list(self._languages)))
        self._show(self._view)

    def _speak(self, language: str) -> None:
        if language != self.language:
            self.language = language
            self._build_screens()

    def _show(self, view: View) -> None:
        if isinstance(view, rating.Asleep):
            self._speak(next(iter(self._languages)))
        if type(view) is not type(self._view) or getattr(view, "visit", None) != getattr(self._view, "visit", None):
            Pressable.rest()  # a finger that is coming down meant what stood here before
        self._view = view
        screen = self._screens[type(view)]
        screen.set_view(view)
        Pressable.let_go()
        replace(self.root, screen)
        chosen = {"chosen": str(len(view.chosen))} if isinstance(view, rating.Reasons) else {}
        self.trace.show(type(view).__name__, chosen)

    def _set_office(self, office: Office) -> None:
        self._office = office
        for screen in self._screens.values():
            screen.set_office(office)

    def _set_officer(self, officer: str | None) -> None:
        self._officer = officer
        for screen in self._screens.values():
            screen.set_officer(officer)


def _after(one: str, all_of_them: list[str]) -> str:
    """The next one, and after the last the first."""
    return all_of_them[(all_of_them.index(one) + 1) % len(all_of_them)]


def unreached_mm(screen: Screen) -> float:
    """Height of the screen's upper part that nobody reaches from a wheelchair; 0 where nobody said how high it hangs."""
    return max(0, screen.bottom_mm + screen.millimetres[1] - _REACH_MM) if screen.bottom_mm else 0


def steps(screen: Screen) -> Steps:
    """Sizes of type for a screen at arm's length."""
    short, long = sorted((screen.millimetres[0], screen.millimetres[1] - unreached_mm(screen)))
    larger = max(1.0, min(long / _SMALLEST_MM[0], short / _SMALLEST_MM[1], 1.8))
    return Steps(small=5.0 * larger, text=5.6 * larger, title=7.3 * larger, number=38.0 * larger)
