"""Whether the panel feels every finger where it is: a dot for each touch, and marks in the corners, where panels fail first."""

from typing import Any, Final

from kivy.app import App
from kivy.graphics import Color, Ellipse, Line
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from kiosk.core.maintenance_journey import TouchTest
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from panel.measure import TOUCH_MM

_DOT_MM: Final = 4.0
_MOST: Final = 300
"""Dots; older ones go."""


class TouchField(Widget):
    """``hit``: how many of the four corners and the middle have been touched."""

    hit = NumericProperty(0)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._dots: list[Any] = []
        self._met: set[int] = set()
        self.bind(pos=self._mark, size=self._mark)

    def clear(self) -> None:
        """For another test."""
        self._dots, self._met, self.hit = [], set(), 0
        self._mark()

    def on_touch_down(self, touch: Any) -> bool:
        """One dot, and a corner perhaps."""
        if not self.collide_point(*touch.pos):
            return False
        self._dot(*touch.pos)
        self._met |= {place for place, box in enumerate(self._boxes()) if _inside(touch.pos, box)}
        if len(self._met) != self.hit:
            self.hit = len(self._met)
            self._mark()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """A line of dots."""
        if not self.collide_point(*touch.pos):
            return False
        self._dot(*touch.pos)
        return True

    def _dot(self, x: float, y: float) -> None:
        app = App.get_running_app()
        size = app.mm(_DOT_MM)
        with self.canvas:
            Color(*app.paint.press)
            self._dots.append(Ellipse(pos=(x - size / 2, y - size / 2), size=(size, size)))
        if len(self._dots) > _MOST:
            self.canvas.remove(self._dots.pop(0))

    def _boxes(self) -> list[tuple[float, float, float, float]]:
        side = App.get_running_app().mm(TOUCH_MM)
        left, right = self.x, self.right - side
        places = [(left, self.y), (right, self.y), (left, self.top - side), (right, self.top - side)]
        places.append((self.center_x - side / 2, self.center_y - side / 2))
        return [(x, y, side, side) for x, y in places]

    def _mark(self, *_: object) -> None:
        """The marks: outlines, filled once touched."""
        app = App.get_running_app()
        self.canvas.before.clear()
        with self.canvas.before:
            for place, (x, y, width, height) in enumerate(self._boxes()):
                Color(*(app.paint.done if place in self._met else app.paint.edge))
                if place in self._met:
                    Ellipse(pos=(x, y), size=(width, height))
                Line(ellipse=(x, y, width, height), width=app.mm(0.4))
        if not self._met and not self._dots:
            self.canvas.clear()


class TouchTestScreen(Page):
    """The field between head and foot."""

    staff = True

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: TouchTest) -> dict[str, str]:  # noqa: ARG002 (it is always the same)
        """Nothing touched yet."""
        self.ids.field.clear()
        return {}


def _inside(place: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    x, y, width, height = box
    return x <= place[0] <= x + width and y <= place[1] <= y + height
