"""How many wait in each field and how long a newcomer would, on leaves where there are more fields than room."""

from collections.abc import Mapping
from typing import Any, Final

from kivy.app import App
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.notices import FieldInfo, Office, Wait
from contract.wait import told
from panel.rules import load_rules
from panel.text import height_of
from queue_display.core.waiting import Crowd, leaves, worth_a_row

_LEAST: Final = 8.7
_AIR: Final = 0.5
_BESIDE: Final = 7.2
"""Of a row, in hundredths of the board's short side: its least height, the air above and below its words, and what stands beside
a name but the number of people."""
_DIGIT: Final = 0.6
"""Width of a bold digit in parts of its font size."""
LEADING: Final = 0.9
"""Lines stand closer than Noto Sans sets them, which has room for two storeys of diacritics."""


class FieldRow(BoxLayout):
    """A field, how many wait, and how long a newcomer would."""

    prefix = StringProperty("")
    name = StringProperty("")
    waiting = NumericProperty(0)
    wait = StringProperty("")


class WaitingList(BoxLayout):
    """One leaf of the list; ``turn`` goes on to the next."""

    leaf = StringProperty("")

    def __init__(self, texts: Mapping[str, str], language: str, **settings: Any) -> None:
        load_rules(__file__)
        self._rows: list[FieldRow] = []
        self._crowd: tuple[Crowd, ...] = ()
        self._known: dict[str, FieldInfo] = {}
        self._place = 0
        self._leaves = 1
        self._texts, self._language = texts, language
        super().__init__(**settings)
        self.bind(size=self._lay)

    @property
    def several(self) -> bool:
        """Whether there is another leaf."""
        return self._leaves > 1

    @property
    def prefixes(self) -> str:
        """Of the fields in view."""
        return "".join(row.prefix for row in self._rows)

    def show(self, crowd: tuple[Crowd, ...], office: Office | None) -> None:
        """Other people, other names; the leaf stays."""
        self._known = {field.id: field for field in office.fields} if office else {}
        known = tuple(one for one in crowd if one.field in self._known)
        self._crowd = worth_a_row(known, {one.id for one in self._known.values() if one.offered})
        self._lay()

    def turn(self) -> None:
        """The next leaf, and after the last one the first."""
        self._place = (self._place + 1) % self._leaves
        self._lay()

    def _lay(self, *_: object) -> None:
        heights = [self._height(one) for one in self._crowd]
        found = leaves(heights, self.height - self.ids.heading.height)
        self._leaves = max(1, len(found))
        self._place %= self._leaves
        self.leaf = f"{self._place + 1}/{self._leaves}" if self.several else ""
        shown = [self._crowd[place] for place in found[self._place]] if found else []
        while len(self._rows) < len(shown):
            self._rows.append(FieldRow())
            self.ids.fields.add_widget(self._rows[-1])
        while len(self._rows) > len(shown):
            self.ids.fields.remove_widget(self._rows.pop())
        for row, one in zip(self._rows, shown, strict=True):
            info = self._known[one.field]
            row.prefix, row.name = info.prefix, info.called(self._language)
            row.waiting, row.wait, row.height = one.waiting, self._wait(one.wait), self._height(one)

    def _height(self, crowd: Crowd) -> float:
        """Pixels of a row in which name and wait stand whole."""
        app = App.get_running_app()
        small, digits = app.font("small"), len(str(crowd.waiting)) * app.font("text") * _DIGIT
        name = self._known[crowd.field].called(self._language)
        lines = [name, *filter(None, [self._wait(crowd.wait)])]
        width = max(1.0, self.width - app.unit * _BESIDE - digits)
        tall = sum(height_of(line, small, width, bold=False, line_height=LEADING) for line in lines)
        return float(max(app.unit * _LEAST, tall + app.unit * _AIR))

    def _wait(self, wait: Wait | None) -> str:
        """A range, shorter than elsewhere: it stands in a list and is read from far."""
        if wait is None:
            return ""
        kind, numbers = told(wait)
        return self._texts[f"hall.{kind}"].format(**numbers)
