"""The first screen: the office's fields, how many wait in each, and the invitation to scan a receipt."""

from functools import partial

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from contract.notices import Board, FieldInfo, Office
from kiosk.core.field_list import Arrangement, Room, arrange
from kiosk.core.journey import FieldTapped, Home, ScanTapped
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from panel.measure import GAP_MM, SERVICE_MM
from panel.press import Pressable
from panel.text import height_of

_STEPS = ("title", "text")
_TALLEST_MM = 43
_AIR_MM = 8


class FieldRow(Pressable):
    """One field: its letter, its name, how many wait."""

    letter = StringProperty("")
    name = StringProperty("")
    waiting = StringProperty("")
    step = StringProperty("title")
    taken = NumericProperty(0)
    """Pixels of its width that are not the name's."""


class Turner(BoxLayout):
    """The two buttons that turn the pages of a long list."""

    earlier = StringProperty("")
    later = StringProperty("")
    page = NumericProperty(0)
    pages = NumericProperty(1)


class HomeScreen(Page):
    """Fields as rows, on pages where they are too many for one."""

    online = BooleanProperty(True)
    page = NumericProperty(0)
    time = StringProperty("")
    day = StringProperty("")
    message = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._waiting: dict[str, int] = {}
        self._rows: dict[str, FieldRow] = {}
        self._arrange_soon = Clock.create_trigger(self._arrange, -1)
        self.ids.room.bind(size=self._arrange_soon)
        self.bind(page=self._arrange_soon)
        self.tell_time()
        self._judge()

    def fill(self, view: Home) -> dict[str, str]:  # noqa: ARG002 (a Home is always the same)
        """Begin again at the first page."""
        self.page = 0
        self.tell_time()
        return {}

    def set_office(self, office: Office) -> None:
        """New fields make new rows."""
        if office != self.office:
            super().set_office(office)
            self._judge()
            self._arrange_soon()

    def set_board(self, board: Board) -> None:
        """How many wait in each field."""
        self._waiting = {each.field: each.waiting for each in board.fields}
        for field, row in self._rows.items():
            row.waiting = self._wait_of(field)

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Without the controller no number can be had, and a press that leads nowhere is worse than none."""
        self.online = up
        self._judge()

    def tell_time(self) -> None:
        """Look at the clock."""
        now = self.doors.now()
        self.time, self.day = f"{now:%H:%M}", self.doors.day(now.date())

    def scan(self) -> None:
        """The citizen has a receipt."""
        self.doors.happen(ScanTapped())

    def _judge(self) -> None:
        """What keeps the citizen from taking a number, if anything does."""
        self.message = (
            "" if self.online and self.office else self.word("home.offline" if self.office else "home.starting")
        )
        for row in self._rows.values():
            row.live = self.online

    def _arrange(self, _seconds: float) -> None:
        """Put the rows of the present page into the room there is."""
        if self.office is None:
            return
        fields, room = self.office.fields, self.ids.room
        whole = self._room()
        plan = arrange(len(fields), whole, tuple(self._need(step) for step in _STEPS))
        self.page = min(self.page, plan.pages - 1)
        self._rows = {each.id: self._row(each, plan) for each in fields[plan.of(self.page)]}
        room.clear_widgets()
        for row in self._rows.values():
            room.add_widget(row)
        room.add_widget(Widget())
        if plan.pages > 1:
            room.add_widget(self._turner(plan, whole.turn))

    def _room(self) -> Room:
        app = App.get_running_app()
        word = height_of(self.word("home.later"), app.font("text"), self.ids.room.width / 2)
        turn = max(app.mm(SERVICE_MM), word + app.mm(_AIR_MM))
        return Room(int(self.ids.room.height), max(app.mm(SERVICE_MM), app.air(_TALLEST_MM)), app.mm(GAP_MM), turn)

    def _need(self, step: str) -> int:
        """The lowest row in which every field's name stands whole."""
        app = App.get_running_app()
        width = self.ids.room.width - FieldRow(step=step).taken
        names = (each.name for each in self.office.fields) if self.office else ()
        tallest = max((height_of(name, app.font(step), width) for name in names), default=0)
        return int(max(app.mm(SERVICE_MM), tallest + app.air(_AIR_MM)))

    def _row(self, field: FieldInfo, plan: Arrangement) -> FieldRow:
        row = FieldRow(
            key=f"field:{field.id}",
            letter=field.prefix,
            name=field.name,
            waiting=self._wait_of(field.id),
            step=_STEPS[plan.step],
            height=plan.height,
            live=self.online,
        )
        row.bind(on_press=partial(self._tapped, field))
        return row

    def _turner(self, plan: Arrangement, height: int) -> Turner:
        turner = Turner(
            earlier=self.word("home.earlier"),
            later=self.word("home.later"),
            page=self.page,
            pages=plan.pages,
            height=height,
        )
        turner.ids.earlier.bind(on_press=partial(self._turn, -1))
        turner.ids.later.bind(on_press=partial(self._turn, +1))
        return turner

    def _tapped(self, field: FieldInfo, _row: FieldRow) -> None:
        self.doors.happen(FieldTapped(field.id, self.doors.new_request()))

    def _turn(self, pages: int, _button: Pressable) -> None:
        self.page += pages

    def _wait_of(self, field: str) -> str:
        count = self._waiting.get(field)
        if count is None:
            return ""
        return self.word("home.waiting", count=count) if count else self.word("home.nobody")
