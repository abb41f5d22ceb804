"""The hall board: the newest call very large, those before it beside or below, and lines and media that make room for calls."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.hall_board import HallBoard as Shows
from contract.hall_board import Side
from contract.notices import Office
from panel.app import replace
from panel.rules import load_rules
from queue_display.core.beckon import changes, lit
from queue_display.core.frame import Frame
from queue_display.core.hall_plan import HallPlan
from queue_display.core.stage import HallView, Row
from queue_display.screens.call_cell import CallCell
from queue_display.screens.media_box import MediaBox
from queue_display.screens.sign import Alarm, Away, Called, Quiet, TallCalled
from queue_display.screens.ticker import Ticker
from queue_display.screens.waiting_list import WaitingList

SHORT_MESSAGE: Final = 48
SHORT_MESSAGE_TALL: Final = 22
"""A message of so few letters stands in one line of large type."""
LEAF_S: Final = 10.0
"""For which a line at the foot, and a leaf of the fields, stand still; both turn in one frame."""
_PATIENCE: Final = 3
"""Turns that are put off while calls are new, before whoever waits for a field should see it after all."""
_MEDIA_SHAPE: Final = 9 / 16
_MEDIA_TALL: Final = 52.0
_TITLE: Final = 7.6
"""Size of the words where nobody is called, or can be; the cells' numbers may be much larger or smaller."""


class HallBoard(BoxLayout):
    """The whole picture of one plan. ``rest`` hears whether media stand still, ``fit`` how much room they have."""

    tall = BooleanProperty(defaultvalue=False)
    top_height = NumericProperty(40)
    office_name = StringProperty("")
    time = StringProperty("")
    away = BooleanProperty(False)
    message = StringProperty("")
    message_step = StringProperty("text")

    def __init__(
        self,
        plan: HallPlan,
        shows: Shows,
        texts: Mapping[str, str],
        language: str,
        media: tuple[Callable[[bool], None], Callable[[int, int], None]] | None,
    ) -> None:
        load_rules(__file__)
        super().__init__(tall=plan.tall, top_height=plan.top)
        self._plan, self._shows, self._texts = plan, shows, texts
        self._office: Office | None = None
        self._view = HallView()
        self._urgent = False
        self._called = TallCalled() if plan.tall else Called()
        title = App.get_running_app().unit * _TITLE
        self._quiet, self._away = Quiet(text=texts["hall.quiet"], title_px=title), Away(title_px=title)
        self._alarm = Alarm()
        self._list = WaitingList(texts, language)
        self._rest = media[0] if media else None
        self._media = MediaBox(media[1]) if media else None
        self._ticker = Ticker(shows.ticker, 2 if plan.tall else 1)
        self._side = self._beside()
        self._cells: list[CallCell] = []
        self._level_soon = Clock.create_trigger(self._level, -1)
        self._beckoning: list[Any] = []
        self._put_off = self._frames = 0
        self.add_widget(self._ticker)
        self._turning = Clock.schedule_interval(self._turn, LEAF_S)
        self.show(self._view)

    def leave(self) -> None:
        """Another board takes its place."""
        self._turning.cancel()
        self._beckon(beckoning=False)

    def show(self, view: HallView) -> None:
        """Show a view."""
        before, self._view = self._view, view
        self.away = view.away
        self._urgent = urgent = view.urgent and not view.away  # whoever hears nobody does not know whether it has ended
        short = SHORT_MESSAGE_TALL if self.tall else SHORT_MESSAGE
        self.message_step = "text" if urgent or len(view.message) <= short else "small"
        self.message = "" if urgent else view.message
        self._ticker.lines = () if view.message else self._shows.ticker
        self.top_height = self._plan.alarm if urgent else self._plan.top
        self._show_top(view)
        gone_down = (Row(view.top, fresh=view.fresh),) if (view.away or urgent) and view.top else ()
        self._show_rows(gone_down + view.rows)
        self._list.show(view.fields, self._office)
        self._list.opacity = 0 if view.away else 1
        self._show_media()
        if (view.top, view.fresh, view.away) != (before.top, before.fresh, before.away):
            self._beckon(beckoning=view.fresh and not view.away and not self._shows.calm)

    def facts(self) -> Mapping[str, str]:
        """What is to be seen, for the trace."""
        view, media = self._view, self._media
        return {
            "number": view.top.number if view.top else "",
            "counter": str(view.top.counter) if view.top else "",
            "state": "away" if view.away else "new" if view.fresh else "quiet",
            "message": view.message,
            "fields": self._list.prefixes,
            "rows": " ".join(f"{row.call.number}>{row.call.counter}{'*' * row.fresh}" for row in view.rows),
            "cells": str(len(self._cells)),
            "line": self._ticker.text,
            "media": "" if media is None or media.parent is None else "resting" if view.fresh else "shown",
            "frames": str(self._frames),
        }

    def show_frame(self, frame: Frame) -> None:
        """Of the media."""
        if self._media is not None:
            self._media.show(frame)
            self._frames += 1

    def set_office(self, office: Office) -> None:
        """Names of office and fields."""
        self._office = office
        self.office_name = office.name
        self._list.show(self._view.fields, office)

    def set_minute(self, moment: datetime) -> None:
        """Hours and minutes."""
        self.time = f"{moment:%H:%M}"

    def _beside(self) -> BoxLayout:
        """Lines and media: below the calls on a tall screen, else beside them."""
        app, plan = App.get_running_app(), self._plan
        long = (
            {"size_hint_y": None, "height": app.unit * plan.side}
            if plan.tall
            else {"size_hint_x": None, "width": app.unit * plan.side}
        )
        side = BoxLayout(orientation="horizontal" if plan.tall else "vertical", spacing=app.unit * 2.4, **long)
        parts = [self._list]
        if self._media is not None:
            if plan.tall:
                self._media.size_hint_x, self._media.width = None, app.unit * _MEDIA_TALL
            else:
                self._media.size_hint_y, self._media.height = None, app.unit * plan.side * _MEDIA_SHAPE
            parts.append(self._media)
        if plan.tall and self._shows.side is Side.LEFT:
            parts.reverse()
        for part in parts:
            side.add_widget(part)
        return side

    def _show_top(self, view: HallView) -> None:
        if self._urgent:
            self._alarm.text = view.message
            replace(self.ids.top, self._alarm)
            return
        if view.away or view.top is None:
            replace(self.ids.top, self._away if view.away else self._quiet)
            return
        called, texts = self._called, self._texts
        called.fresh = view.fresh
        called.number, called.counter = view.top.number, str(view.top.counter)
        invite = texts["hall.invite" if view.top.times == 1 else "hall.again"]
        called.label = invite if view.fresh else texts["hall.last"]
        called.counter_label = texts["hall.counter" if view.fresh else "hall.at_counter"]
        replace(self.ids.top, called)

    def _show_rows(self, rows: tuple[Row, ...]) -> None:
        """Where more calls are new than the cells hold, lines and media make room for all of them."""
        plan = self._plan
        crowded = any(row.fresh for row in rows[plan.cells :])
        columns, high = (plan.wide_columns, plan.wide_rows) if crowded else (plan.columns, plan.rows)
        urgent = self._urgent
        self._lay_cells(plan.wide_columns if urgent else columns, 1 if urgent else high)
        self._lay_side(shown=not (crowded or urgent))
        for place, cell in enumerate(self._cells):
            row = rows[place] if place < len(rows) else None
            cell.number = row.call.number if row else ""
            cell.counter = str(row.call.counter) if row else ""
            cell.fresh = bool(row and row.fresh) and not self.away

    def _lay_cells(self, columns: int, rows: int) -> None:
        grid = self.ids.cells
        if (grid.cols, grid.rows) == (columns, rows):
            return
        grid.clear_widgets()
        grid.cols, grid.rows = columns, rows
        while len(self._cells) < columns * rows:
            cell = CallCell(brief=self._plan.brief)
            cell.bind(need=self._level_soon)
            self._cells.append(cell)
        del self._cells[columns * rows :]
        for cell in self._cells:
            grid.add_widget(cell)

    def _level(self, _seconds: float) -> None:
        least = min((cell.need for cell in self._cells), default=1.0)
        for cell in self._cells:
            cell.squeeze = least

    def _lay_side(self, *, shown: bool) -> None:
        body, calls = self.ids.body, self.ids.calls
        if shown == (self._side.parent is not None):
            return
        body.clear_widgets()
        parts = [calls, self._side] if shown else [calls]
        if shown and not self.tall and self._shows.side is Side.LEFT:
            parts.reverse()
        for part in parts:
            body.add_widget(part)

    def _show_media(self) -> None:
        """A picture is bright only while nobody has just been called and the board is right."""
        if self._media is not None and self._rest is not None:
            resting = self._view.fresh or self._side.parent is None
            self._media.shade(resting)
            self._rest(resting)

    def _beckon(self, *, beckoning: bool) -> None:
        for each in self._beckoning:
            each.cancel()
        self._called.dim = False
        self._beckoning = [Clock.schedule_once(self._dimmer(age), age) for age in changes()] if beckoning else []

    def _dimmer(self, age: float) -> Callable[[float], None]:
        def change(_seconds: float) -> None:
            self._called.dim = not lit(age)

        return change

    def _turn(self, _seconds: float) -> None:
        """Nothing else moves while a call is new, unless calls never cease."""
        if self._view.fresh and self._put_off < _PATIENCE:
            self._put_off += 1
            return
        self._put_off = 0
        turned = [part for part in (self._ticker, self._list) if part.several]
        for part in turned:
            part.turn()
        if turned:
            App.get_running_app().trace.show(type(self._view).__name__, self.facts())
