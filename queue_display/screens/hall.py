"""The hall board: the last call very large, those before it below, and how many wait in each field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from kivy.app import App
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.notices import Office, Wait
from contract.profile import Screen
from contract.wait import told
from panel.app import replace
from panel.measure import Steps
from panel.rules import load_rules
from panel.text import height_of
from queue_display.core.stage import HallView, Row
from queue_display.core.waiting import Crowd, worth_a_row
from queue_display.screens.board_app import board_height
from queue_display.screens.sign import Away, Called, Quiet

CELLS: Final = 8
"""Earlier calls in view: with the one on top, all of an office of nine counters."""
_LEAST: Final = 9.0
_AIR: Final = 0.5
_BESIDE: Final = 7.2
"""Of a row of the waiting list, in hundredths of the board's height: its least height, the air above and below its words, and
what stands beside a name but the number of people."""
_DIGIT: Final = 0.6
"""Width of a bold digit in parts of its font size."""
LEADING: Final = 0.9
"""Lines of the waiting list stand closer than Noto Sans sets them, which has room for two storeys of diacritics."""
SHORT_MESSAGE: Final = 48
"""A message of so few letters stands in one line of large type."""


def hall_steps(screen: Screen) -> Steps:
    """Capitals by the board's height: calls read from ten metres on a screen of 43 inches and more."""
    height = board_height(screen, "millimetres")
    return Steps(small=height * 0.024, text=height * 0.036, title=height * 0.064, number=height * 0.215)


class CallCell(BoxLayout):
    """An earlier call, or nothing. ``fresh``: it has not been on top yet."""

    number = StringProperty("")
    counter = StringProperty("")
    fresh = BooleanProperty(False)
    figure = ColorProperty()


class FieldRow(BoxLayout):
    """A field, how many wait, and how long a newcomer would."""

    prefix = StringProperty("")
    name = StringProperty("")
    waiting = NumericProperty(0)
    wait = StringProperty("")


class HallBoard(BoxLayout):
    """The whole picture."""

    office_name = StringProperty("")
    time = StringProperty("")
    away = BooleanProperty(False)
    message = StringProperty("")
    message_step = StringProperty("text")

    def __init__(self, texts: Mapping[str, str], **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self._texts = texts
        self._office: Office | None = None
        self._view = HallView()
        self._called, self._quiet, self._away = Called(), Quiet(text=texts["hall.quiet"]), Away()
        self._cells = [CallCell() for _ in range(CELLS)]
        for cell in self._cells:
            self.ids.cells.add_widget(cell)
        self._rows: list[FieldRow] = []
        self.ids.side.bind(size=self._show_fields)
        self.show(self._view)

    def show(self, view: HallView) -> Mapping[str, str]:
        """Show a view; answers its facts."""
        self._view = view
        self.away = view.away
        self.message_step = "text" if len(view.message) <= SHORT_MESSAGE else "small"
        self.message = view.message
        self._show_top(view)
        gone_down = (Row(view.top, fresh=False),) if view.away and view.top else ()
        self._show_rows(gone_down + view.rows)
        self._show_fields()
        return {
            "number": view.top.number if view.top else "",
            "counter": str(view.top.counter) if view.top else "",
            "state": "away" if view.away else "new" if view.fresh else "quiet",
            "message": view.message,
            "fields": "".join(row.prefix for row in self._rows),
            "rows": " ".join(f"{row.call.number}>{row.call.counter}{'*' * row.fresh}" for row in view.rows),
        }

    def set_office(self, office: Office) -> None:
        """Names of office and fields."""
        self._office = office
        self.office_name = office.name
        self._show_fields()

    def set_minute(self, moment: datetime) -> None:
        """Hours and minutes."""
        self.time = f"{moment:%H:%M}"

    def _show_top(self, view: HallView) -> None:
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
        for place, cell in enumerate(self._cells):
            row = rows[place] if place < len(rows) else None
            cell.number = row.call.number if row else ""
            cell.counter = str(row.call.counter) if row else ""
            cell.fresh = bool(row and row.fresh) and not self.away

    def _show_fields(self, *_: object) -> None:
        known = {field.id: field for field in self._office.fields} if self._office else {}
        crowd = [field for field in self._view.fields if field.field in known]
        offered = {one.id for one in known.values() if one.offered}
        heights = {one.field: self._height(known[one.field].name, one) for one in crowd}
        fields = worth_a_row(crowd, offered, heights, self.ids.side.height - self.ids.heading.height)
        while len(self._rows) < len(fields):
            self._rows.append(FieldRow())
            self.ids.fields.add_widget(self._rows[-1])
        while len(self._rows) > len(fields):
            self.ids.fields.remove_widget(self._rows.pop())
        for row, field in zip(self._rows, fields, strict=True):
            row.prefix, row.name = known[field.field].prefix, known[field.field].name
            row.waiting, row.wait, row.height = field.waiting, self._wait(field.wait), heights[field.field]

    def _height(self, name: str, crowd: Crowd) -> float:
        """Pixels of a row in which name and wait stand whole."""
        app = App.get_running_app()
        small, digits = app.font("small"), len(str(crowd.waiting)) * app.font("text") * _DIGIT
        lines = [name, *filter(None, [self._wait(crowd.wait)])]
        width = self.ids.side.width - app.unit * _BESIDE - digits
        tall = sum(height_of(line, small, width, bold=False, line_height=LEADING) for line in lines)
        return float(max(app.unit * _LEAST, tall + app.unit * _AIR))

    def _wait(self, wait: Wait | None) -> str:
        """A range, shorter than elsewhere: it stands in a list and is read from far."""
        if wait is None:
            return ""
        kind, numbers = told(wait)
        return self._texts[f"hall.{kind}"].format(**numbers)
