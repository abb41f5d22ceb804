"""The first screen: the office's fields, what one would wait in each or why it is shut, and the invitation to scan a receipt."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from contract.ids import FieldId
from contract.notices import Door, FieldInfo, Office, Wait
from kiosk.core.field_list import Arrangement, Room, arrange
from kiosk.core.happenings import FieldTapped, ScanTapped
from kiosk.core.offer import FEW, Offer, whole_office
from kiosk.core.offer_words import beside, heading, reason, sentence
from kiosk.core.procedure_journey import ProceduresTapped
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.core.suggestion_journey import SuggestTapped
from kiosk.core.typed_code import letters
from kiosk.core.typing_journey import TypeTapped
from kiosk.core.views import Home
from kiosk.screens.doors import Doors
from kiosk.screens.field_row import FieldRow
from kiosk.screens.field_row import beside as width_beside
from kiosk.screens.page import Page
from panel.leaves import Turner, turner_height
from panel.measure import GAP_MM, SERVICE_MM
from panel.press import Pressable
from panel.text import height_of

_STEPS = ("title", "text")
_TALLEST_MM = 43
_AIR_MM = 8
_SPACE_MM: Final = 6
"""Between a name and what stands beside it."""
_CROWDED: Final = (Offer(waiting=188, wait=Wait(7000, 7000, 11000)), Offer(left=FEW, wait=Wait(7000, 7000, 11000)))
_SHUT: Final = tuple(door for door in Door if door is not Door.OPEN)
"""Rows are as high as the longest words need, so that none moves under a finger when the words change."""


class HomeScreen(Page):
    """Fields as rows, on pages where they are too many for one."""

    online = BooleanProperty(True)
    page = NumericProperty(0)
    time = StringProperty("")
    day = StringProperty("")
    title = StringProperty("")
    note = StringProperty("")
    closed = BooleanProperty(defaultvalue=False)
    """Whether the whole office gives no numbers: then the title and the note say all there is to know."""
    message = StringProperty("")
    tight = BooleanProperty(defaultvalue=False)
    """Whether large words stand in the lower part of a small screen."""
    brief = BooleanProperty(defaultvalue=False)
    """Whether it says the least: words are large, or only the lower part of the screen is used."""
    readable = BooleanProperty(defaultvalue=False)
    """Whether there are procedures to read about."""
    suggests = BooleanProperty(defaultvalue=False)
    """Whether the office takes suggestions."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._rows: dict[FieldId, FieldRow] = {}
        self._laid: object = None
        self._rowed: object = None
        self._sample = {step: FieldRow(step=step) for step in _STEPS}
        self._arrange_soon = Clock.create_trigger(self._arrange, -1)
        self.ids.room.bind(size=self._arrange_soon)
        self.bind(page=self._arrange_soon)
        self.tell_time()

    def fill(self, view: Home) -> dict[str, str]:  # noqa: ARG002 (a Home is always the same)
        """Begin again at the first page."""
        self.page = 0
        self.tell_time()
        return self._facts()

    def hide(self) -> None:
        """What was told to one citizen is not for the next."""
        for row in self._rows.values():
            row.told = ""

    def set_office(self, office: Office) -> None:
        """New fields make new rows."""
        if office != self.office:
            super().set_office(office)
            self.suggests = office.suggestions is not None
            self._judge()
            self._arrange_soon()

    def set_offers(self, offers: Mapping[FieldId, Offer]) -> None:
        """Who waits, how long, and what is shut."""
        super().set_offers(offers)
        self._judge()

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Without the controller no number can be had, and a press that leads nowhere is worse than none."""
        self.online = up
        self._judge()

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """There may be none, or none yet."""
        super().set_procedures(procedures)
        self.readable = bool(procedures.find(""))

    def read(self) -> None:
        """Reading about procedures is wanted."""
        self.doors.happen(ProceduresTapped())

    def tell_time(self) -> None:
        """Look at the clock."""
        now = self.doors.now()
        self.time, self.day = f"{now:%H:%M}", self.doors.day(now.date())
        self._judge()

    def scan(self) -> None:
        """The citizen has a receipt."""
        self.doors.happen(ScanTapped())

    def suggest(self) -> None:
        """Leave a suggestion, or ask about one."""
        self.doors.happen(SuggestTapped())

    def type_code(self) -> None:
        """The citizen would rather type the code of a file."""
        self.doors.happen(TypeTapped(letters(self.doors.code_pattern)))

    def _judge(self) -> None:
        """What keeps the citizen from taking a number, if anything does."""
        alone = any(one.alone for one in self.offers.values())
        able = (self.online or alone) and self.office is not None
        self.message = self._message(able=able)
        shut = self._whole()
        self.closed = shut is not None
        if shut:
            self.title, self.note = heading(shut, self.doors.texts, self.doors.now())
        else:
            self.title = self.word("home.choose" if able else "home.wait")
            self.note = self.word("home.choose_note") if able else ""
        for field, row in self._rows.items():
            self._tell(field, row)

    def _message(self, *, able: bool) -> str:
        """What is wrong, if anything is."""
        if able:
            return "" if self.online else self.word("home.alone")
        return self.word("home.offline" if self.office else "home.starting")

    def _whole(self) -> Offer | None:
        """What shuts every field alike."""
        return whole_office({one.id: self.offer(one.id) for one in self._fields()})

    def _fields(self) -> list[FieldInfo]:
        """Those that a kiosk offers."""
        return [one for one in self.office.fields if one.offered] if self.office else []

    def _tell(self, field: FieldId, row: FieldRow) -> None:
        """The words beside a name; what holds for all is said above them."""
        offer = self.offer(field)
        row.live, row.shut, row.few = self.online or offer.alone, offer.shut, offer.left is not None and not offer.shut
        row.crowd, row.wait = beside(offer, self.doors.texts, self.doors.now()) if not self._whole() else ("", "")
        if row.told and not (row.shut and row.live):
            row.told = ""

    def _facts(self) -> dict[str, str]:
        """For the trace: what is shut, and what was just told of it."""
        shut = [field for field, row in self._rows.items() if row.shut]
        told = [row.told for row in self._rows.values() if row.told]
        return {"shut": " ".join(shut), "told": " ".join(told)}

    def _arrange(self, _seconds: float) -> None:
        """Put the rows of the present page into the room there is."""
        if self.office is None:
            return
        fields, room = self._fields(), self.ids.room
        whole = self._room()
        plan = arrange(len(fields), whole, tuple(self._need(step) for step in _STEPS))
        self.page = min(self.page, plan.pages - 1)
        laid = (fields, plan, self.page, tuple(room.size))
        if laid == self._laid:
            return
        self._laid = laid
        shown, look = fields[plan.of(self.page)], (plan.step, plan.pages, self.page)
        if (shown, look) == self._rowed:
            for row in self._rows.values():
                row.height = plan.height
        else:
            self._rowed = shown, look
            self._put_up(shown, plan)
        Pressable.moved(self)

    def _put_up(self, fields: Sequence[FieldInfo], plan: Arrangement) -> None:
        """New rows; while a screen is laid out its room changes some times, and making rows takes longer than moving them."""
        room = self.ids.room
        self._rows = {each.id: self._row(each, plan) for each in fields}
        room.clear_widgets()
        for row in self._rows.values():
            room.add_widget(row)
        room.add_widget(Widget())
        if plan.pages > 1:
            room.add_widget(self._turner(plan))

    def _room(self) -> Room:
        app = App.get_running_app()
        turn = turner_height(self._turns(), self.ids.room.width)
        height = int(self.ids.room.height) - app.mm(GAP_MM)  # the empty room below the rows is a gap more
        return Room(height, max(app.mm(SERVICE_MM), app.air(_TALLEST_MM)), app.mm(GAP_MM), turn)

    def _need(self, step: str) -> int:
        """The lowest row in which every field's name stands whole, and whatever is ever said beside or instead of it."""
        app = App.get_running_app()
        width = self.ids.room.width - self._sample[step].taken
        spare = width if app.large else width - width_beside() - app.air(_SPACE_MM)
        tallest = max(height_of(each.name, app.font(step), spare) for each in self._fields())
        below = self._words_below(spare) if app.large else 0
        return int(max(app.mm(SERVICE_MM), max(tallest + below, self._words_need(width)) + app.air(_AIR_MM)))

    def _words_need(self, width: float) -> int:
        """Height of the longest words that an offer has beside or instead of the name."""
        app, texts, now = App.get_running_app(), self.doors.texts, self.doors.now()
        font = app.font("small")
        shut = [Offer(door, opens_at=now + timedelta(days=8)) for door in _SHUT]
        side = []
        if not app.large:
            side = [sum(height_of(line, font, width_beside()) for line in beside(one, texts, now)) for one in _CROWDED]
            side += [height_of(reason(one, texts, now), font, width_beside()) for one in shut]
        return max([*side, *(height_of(sentence(one, texts, now), font, width) for one in shut)])

    def _words_below(self, width: float) -> int:
        """Height of the one thing that stands below a name in large words."""
        font, texts, now = App.get_running_app().font("small"), self.doors.texts, self.doors.now()
        shut = [reason(Offer(door, opens_at=now + timedelta(days=8)), texts, now) for door in _SHUT]
        return max(
            height_of(words, font, width) for words in [*shut, *(beside(one, texts, now)[1] for one in _CROWDED)]
        )

    def _row(self, field: FieldInfo, plan: Arrangement) -> FieldRow:
        row = FieldRow(
            key=f"field:{field.id}", letter=field.prefix, name=field.name, step=_STEPS[plan.step], height=plan.height
        )
        self._tell(field.id, row)
        row.bind(on_press=partial(self._tapped, field))
        return row

    def _turns(self) -> tuple[str, str]:
        """The words of the buttons that turn pages: short where one line has little room."""
        app = App.get_running_app()
        if app.large or not (app.tall or app.wide):
            return self.word("go.earlier"), self.word("go.later")
        return self.word("home.earlier"), self.word("home.later")

    def _turner(self, plan: Arrangement) -> Turner:
        earlier, later = self._turns()
        turner = Turner(
            earlier=earlier,
            later=later,
            count=f"{self.page + 1}/{plan.pages}",
            page=self.page,
            pages=plan.pages,
        )
        turner.ids.earlier.bind(on_press=partial(self._turn, -1))
        turner.ids.later.bind(on_press=partial(self._turn, +1))
        return turner

    def _tapped(self, field: FieldInfo, row: FieldRow) -> None:
        """A number; or, where none would be given, why: at the finger, and nothing is sent."""
        offer = self.offer(field.id)
        if not offer.shut:
            self.doors.happen(FieldTapped(field.id, self.doors.new_request()))
            return
        for other in self._rows.values():
            other.told = ""
        row.tell(sentence(offer, self.doors.texts, self.doors.now()))
        App.get_running_app().trace.show(Home.__name__, self._facts())

    def _turn(self, pages: int, _button: Pressable) -> None:
        self.page += pages
