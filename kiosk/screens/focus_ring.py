"""What lies over every screen: the ring around the choice that a keypad would press, and the dark."""

from typing import Any, Final

from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Line, Rectangle
from kivy.uix.widget import Widget

from panel.app import PanelApp

_RING_MM: Final = 2.0
_GAP_MM: Final = 1.0
"""Light between button and ring, so that the dark ring stands out from a blue button as from the white ground."""


class FocusRing:
    """``dark`` covers the whole window, and takes the touch that asks for light."""

    def __init__(self, app: PanelApp) -> None:
        self._app = app
        self._around: tuple[float, ...] | None = None
        self._drawing = InstructionGroup()
        self._cover = InstructionGroup()
        Window.canvas.after.add(self._drawing)
        Window.canvas.after.add(self._cover)

    def put_around(self, widget: Widget | None) -> None:
        """Move the ring there; None takes it away."""
        around = (*widget.to_window(*widget.pos), *widget.size) if widget is not None else None
        if around == self._around:
            return
        self._around = around
        self._drawing.clear()
        if around is not None:
            self._draw(*around)

    def cover(self, *, dark: bool) -> None:
        """Black or not."""
        self._cover.clear()
        if dark:
            self._cover.add(Color(0, 0, 0, 1))
            self._cover.add(Rectangle(pos=(0, 0), size=Window.size))

    def _draw(self, x: float, y: float, width: float, height: float) -> None:
        mm = self._app.mm
        for colour, out, thick in (
            (self._app.paint.ground, _GAP_MM / 2, _GAP_MM),
            (self._app.paint.ink, _GAP_MM + _RING_MM / 2, _RING_MM),
        ):
            away = mm(out)
            place: tuple[Any, ...] = (x - away, y - away, width + 2 * away, height + 2 * away, mm(1.5) + away)
            self._drawing.add(Color(*colour))
            self._drawing.add(Line(rounded_rectangle=place, width=mm(thick) / 2))
