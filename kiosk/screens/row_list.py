"""Rows to choose from, on as many pages as they take; which page is open is said by the view."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.core.row_pages import page_rows
from kiosk.screens.row import Row
from panel.leaves import Turner, turner_height
from panel.measure import GAP_MM
from panel.press import Pressable
from panel.text import height_of, split

_MEASURED: Final = 2000
"""Heights that are remembered; measuring is what takes time."""


_WORTH_TURNING: Final = 3
_ENDING: Final = 0.9
"""Of the width, so that there is room for the dots that stand for the rest."""


class Item(NamedTuple):
    """One row: ``key`` names it in the trace, ``value`` is what it stands for."""

    key: str
    text: str
    note: str
    value: Any


class RowList(BoxLayout):
    """Fires ``on_choose`` with an item's value and ``on_turn`` with a page.

    ``lively``: its rows change while somebody types, best first: moving them does not make the keys deaf, and where pages would be
    of one row or two, only as many are shown as fit. A name too long for a whole page is cut; it stands whole behind its row.
    """

    lively = BooleanProperty(defaultvalue=False)

    __events__ = ("on_choose", "on_turn")

    def __init__(self, **settings: Any) -> None:
        super().__init__(orientation="vertical", **settings)
        self.items: tuple[Item, ...] = ()
        self.page = 0
        self._laid: object = None
        self._heights: dict[tuple[str, str, float, float], int] = {}
        self._lay_soon = Clock.create_trigger(self._lay, -1)
        self.bind(size=self._lay_soon)

    def show(self, items: Sequence[Item], page: int) -> None:
        """These rows, on this page or the last that there is."""
        self.items, self.page = tuple(items), page
        self._lay_soon()

    def on_choose(self, value: Any) -> None:
        """Nothing by itself."""

    def on_turn(self, page: int) -> None:
        """Nothing by itself."""

    def _lay(self, _seconds: float) -> None:
        if self.width < 2 or self.height < 2:  # not in a window yet
            return
        app = App.get_running_app()
        self.spacing = app.mm(GAP_MM)
        words = (app.word("go.earlier"), app.word("go.later"))
        turn, gap = turner_height(words, self.width), app.mm(GAP_MM)
        room = int(self.height) - gap  # the empty room below the rows is a gap more
        items = [self._short(one, room if self.lively else room - turn - gap) for one in self.items]
        heights = [self._height(one) for one in items]
        pages = page_rows(heights, room, gap, turn)
        if self.lively and len(pages) > 1 and pages[0].stop < _WORTH_TURNING:
            pages = page_rows(heights, room, gap, -gap)[:1]
        page = min(self.page, len(pages) - 1)
        shown = tuple(items[pages[page]])
        laid = (shown, page, len(pages), tuple(self.size))
        if laid == self._laid:
            return
        self._laid = laid
        self.clear_widgets()
        for one, height in zip(shown, heights[pages[page]], strict=True):
            row = Row(key=one.key, text=one.text, note=one.note, height=height)
            row.bind(on_press=partial(self._choose, one.value))
            self.add_widget(row)
        self.add_widget(Widget())
        if len(pages) > 1:
            self.add_widget(self._turner(words, page, len(pages)))
        if not self.lively:
            Pressable.moved(self)

    def _choose(self, value: Any, _row: Row) -> None:
        self.dispatch("on_choose", value)

    def _turner(self, words: tuple[str, str], page: int, pages: int) -> Turner:
        turner = Turner(earlier=words[0], later=words[1], count=f"{page + 1}/{pages}", page=page, pages=pages)
        turner.ids.earlier.bind(on_press=lambda _button: self.dispatch("on_turn", page - 1))
        turner.ids.later.bind(on_press=lambda _button: self.dispatch("on_turn", page + 1))
        return turner

    def _short(self, one: Item, room: int) -> Item:
        """With as much of its name as a page holds."""
        over = self._height(one) - room
        if over <= 0 or room <= 0:
            return one
        font = App.get_running_app().font("text")
        width = Row.width_of_words(self.width)
        high = max(height_of(" ", font, width), height_of(one.text, font, width) - over)
        return one._replace(text=f"{split(one.text, font, width * _ENDING, high, bold=True)[0]} …")

    def _height(self, one: Item) -> int:
        key = (one.text, one.note, self.width, App.get_running_app().font("text"))
        if key not in self._heights:
            if len(self._heights) >= _MEASURED:
                self._heights.clear()
            self._heights[key] = Row.high(one.text, one.note, self.width)
        return self._heights[key]
