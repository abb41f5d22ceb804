"""The window of a hall board: it draws the board anew where the office has other counters, or media come or go."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout

from contract.notices import Office
from contract.profile import BoardProfile, Screen
from panel.app import PanelApp, replace
from panel.measure import Steps
from queue_display.core.frame import Frame
from queue_display.core.hall_plan import SMALL, TEXT, HallPlan, hall_plan
from queue_display.core.stage import HallView
from queue_display.core.zone import zone_of
from queue_display.screens.board_app import BoardApp
from queue_display.screens.hall import HallBoard

_WAIT_S: Final = 1.0
"""For the office; then the board is drawn as for a usual one."""
_USUAL: tuple[int, int] = (8, 1)
"""Counters, and figures of their numbers, until the office is known."""


def short_side(screen: Screen, unit: str) -> float:
    """In ``pixels`` or ``millimetres``, of the largest picture of 16:9, lying or standing, that the screen has room for."""
    short, long = sorted(getattr(screen, unit))
    return float(min(short, long * 9 / 16))


def hall_steps(screen: Screen, plan: HallPlan) -> Steps:
    """Heights of capitals in millimetres."""
    per = short_side(screen, "millimetres") / 100
    return Steps(small=SMALL * per, text=TEXT * per, title=plan.title * per, number=plan.number * per)


def plan_for(profile: BoardProfile, office: Office | None, *, media: bool) -> HallPlan:
    """For the counters of the profile's zone."""
    counters, digits = _USUAL
    if office is not None:
        here = zone_of(office, profile.zone).counters
        counters, digits = len(here), max((len(str(one)) for one in here), default=1)
    unit = short_side(profile.screen, "pixels") / 100
    width, height = (length / unit for length in profile.screen.pixels)
    return hall_plan(counters, digits, width, height, ticker=bool(profile.shows.ticker), media=media)


class HallApp(BoardApp):
    """``rest`` and ``fit`` are those of a projector, where there is one."""

    def __init__(self, profile: BoardProfile, texts: Mapping[str, str], language: str) -> None:
        steps = hall_steps(profile.screen, plan_for(profile, None, media=False))
        unit = short_side(profile.screen, "pixels") / 100
        super().__init__(profile, texts, steps, lambda: HallScreen(self, profile, texts, language), unit)
        self.picture: HallScreen
        self.rest: Callable[[bool], None] = lambda _resting: None
        self.fit: Callable[[int, int], None] = lambda _width, _height: None

    def refit(self, profile: BoardProfile) -> None:
        """Other lines, another side, other millimetres; the size in pixels and the zone stay."""
        self.soon(lambda: self._refit(profile))

    def _refit(self, profile: BoardProfile) -> None:
        self.screen = profile.screen
        self.picture.refit(profile)

    def set_media(self, shown: bool) -> None:  # noqa: FBT001 (a plain switch)
        """Whether there is anything to show beside the calls."""
        self.soon(lambda: self.picture.set_media(shown=shown))

    def show_frame(self, frame: Frame) -> None:
        """Show it where media are shown."""
        self.soon(lambda: self.picture.show_frame(frame))


class HallScreen(BoxLayout):
    """The board of the present plan.

    Its plan follows from the office, so it is drawn once that is known: to draw another one first and throw it away is
    a fifth of what a board that was switched on takes to be right.
    """

    def __init__(self, app: HallApp, profile: BoardProfile, texts: Mapping[str, str], language: str) -> None:
        super().__init__()
        self._app, self._profile, self._texts, self._language = app, profile, texts, language
        self._office: Office | None = None
        self._view = HallView()
        self._minute: datetime | None = None
        self._media = False
        self._frame: Frame | None = None
        self._plan: HallPlan | None = None
        self._drawn_media = False
        self._board: Any = None
        Clock.schedule_once(self._unknown, _WAIT_S)

    def show(self, view: HallView) -> Mapping[str, str] | None:
        """Show a view; answers its facts, or None where there is nothing to see yet."""
        self._view = view
        if self._board is None and view == HallView():
            return None
        self._draw()
        self._board.show(view)
        return self._facts()

    def _unknown(self, _seconds: float) -> None:
        """The office was not told in time."""
        if self._board is None:
            self._draw()
            self._app.trace.show(type(self._view).__name__, self._facts())

    def set_office(self, office: Office) -> None:
        """Names, and how many counters there are."""
        self._office = office
        self._draw()
        self._board.set_office(office)

    def refit(self, profile: BoardProfile) -> None:
        """Draw it all anew by this profile."""
        self._profile, self._plan = profile, None
        self._draw()
        self._app.trace.show(type(self._view).__name__, self._facts())

    def set_minute(self, moment: datetime) -> None:
        """The office's time."""
        self._minute = moment
        if self._board is not None:
            self._board.set_minute(moment)

    def set_media(self, *, shown: bool) -> None:
        """Whether there is anything to show."""
        if shown != self._media:
            self._media, self._frame = shown, None
            self._draw()
            self._app.trace.show(type(self._view).__name__, self._facts())

    def show_frame(self, frame: Frame) -> None:
        """Of the media."""
        self._frame = frame
        self._board.show_frame(frame)
        self._app.trace.show(type(self._view).__name__, self._facts())

    def _facts(self) -> Mapping[str, str]:
        facts: Mapping[str, str] = self._board.facts()
        return facts

    def _draw(self) -> None:
        """A board whose plan is another: its type has other sizes, so all of it is new."""
        plan = plan_for(self._profile, self._office, media=self._media)
        if (plan, self._media) == (self._plan, self._drawn_media):
            return
        self._plan, self._drawn_media = plan, self._media
        if self._board is not None:
            self._board.leave()
        app: PanelApp = self._app
        app.fit_to(hall_steps(self._profile.screen, plan))
        media = (self._app.rest, self._app.fit) if self._media else None
        self._board = HallBoard(plan, self._profile.shows, self._texts, self._language, media)
        if self._office is not None:
            self._board.set_office(self._office)
        if self._minute is not None:
            self._board.set_minute(self._minute)
        if self._frame is not None:
            self._board.show_frame(self._frame)  # a picture that is the only one is not sent again
        self._board.show(self._view)
        replace(self, self._board)
