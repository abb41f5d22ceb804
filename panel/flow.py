"""Tiles in equal columns: as many beside each other as their longest words allow, all of one height."""

from typing import Any, Final

from kivy.clock import Clock
from kivy.properties import NumericProperty
from kivy.uix.gridlayout import GridLayout

from panel.rules import load_rules
from panel.tile import Tile

_COLUMNS: Final = (6, 5, 4, 3, 2, 1)


class Flow(GridLayout):
    """``most``: columns at most. It is as high as its rows, and keeps the places of its tiles while their words stay."""

    most = NumericProperty(6)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(cols=1, **settings)
        self._set_soon = Clock.create_trigger(self._set, -1)
        self.bind(width=self._set_soon, children=self._set_soon, most=self._set_soon)

    def add_widget(self, widget: Any, *args: Any, **settings: Any) -> None:
        """Tiles only; their words decide."""
        super().add_widget(widget, *args, **settings)
        widget.bind(need=self._set_soon, wide=self._set_soon, own_px=self._set_soon)

    def _set(self, _seconds: float) -> None:
        tiles = [each for each in self.children if isinstance(each, Tile)]
        if not tiles:
            return
        gap, wide = self.spacing[0], max(each.wide for each in tiles)
        even = [n for n in _COLUMNS if n <= min(self.most, len(tiles)) and (self.width + gap) / n - gap >= wide]
        self.cols = max(even, default=1)
        size = min(each.own_px for each in tiles)
        for each in tiles:
            each.most_px = size
        tallest = max(each.need for each in tiles)
        for each in tiles:
            each.height = tallest
