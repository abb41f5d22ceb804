"""One procedure: its five parts to choose from, or one of them; its checklist on paper, and a number of its field."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from contract.ids import FieldId
from contract.notices import Office
from contract.procedure import Part
from kiosk.core.happenings import FieldTapped
from kiosk.core.offer import Offer
from kiosk.core.offer_words import beside, sentence
from kiosk.core.procedure_journey import ChecklistTapped, PartTapped, ProcedureView, checklist
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.paper_band import copy_band
from kiosk.screens.row import Row
from panel.band import Band
from panel.text import Text

_OWN: Final = "vi"
"""The language of the catalogue, which nobody translates."""


class ProcedureViewScreen(Page):
    """A part that is sample text says so, in the list and above its words."""

    view = ObjectProperty(None, allownone=True)
    title = StringProperty("")
    able = BooleanProperty(defaultvalue=False)
    """Whether a number of its field can be had here."""
    take_text = StringProperty("")
    take_note = StringProperty("")
    shut = StringProperty("")
    printable = BooleanProperty(defaultvalue=False)
    paper = StringProperty("")
    paper_icon = StringProperty("")
    paper_tone = StringProperty("ink")

    def __init__(self, doors: Doors) -> None:
        self._shown: object = None
        self._online = True
        super().__init__(doors, __file__)

    def fill(self, view: ProcedureView) -> dict[str, str]:
        """Only what is new is drawn anew: news of the paper come while somebody reads."""
        self.view = view
        shown = (view.procedure, view.part)
        if shown != self._shown:
            self._shown = shown
            leaves = self.ids.leaves
            leaves.clear_widgets()
            leaves.open_first()
            for block in self._part(view, view.part) if view.part else self._whole(view):
                leaves.add_widget(block)
        self._tell()
        return {"code": view.procedure.code, "part": str(view.part or ""), "paper": self.paper}

    def hide(self) -> None:
        """The next citizen begins at the first leaf."""
        self._shown = None

    def set_office(self, office: Office) -> None:
        """The field's name."""
        super().set_office(office)
        self._tell()

    def set_offers(self, offers: Mapping[FieldId, Offer]) -> None:
        """Whether numbers of its field are given."""
        super().set_offers(offers)
        self._tell()

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Without the controller only numbers that the kiosk has itself can be had."""
        self._online = up
        self._tell()

    def take(self) -> None:
        """A number of its field."""
        if self.view is not None and self.able:
            self.doors.happen(FieldTapped(self.view.procedure.field, self.doors.new_request()))

    def print_it(self) -> None:
        """The checklist on paper."""
        if self.view is not None and self.printable:
            field = self.field(self.view.procedure.field)
            paper = checklist(self.view.procedure, ". ".join(filter(None, (field.name, field.seat))) if field else "")
            self.doors.happen(ChecklistTapped(self.doors.new_request(), paper))

    def _whole(self, view: ProcedureView) -> Iterator[Widget]:
        one, app = view.procedure, App.get_running_app()
        tight = app.large and app.lowered  # a row must fit on a leaf; the part itself says it too
        yield Text(text=one.name, step="text" if app.large else "title", bold=True)
        if self.doors.comfort.language != _OWN:
            yield Text(text=self.word("procedure.language"), step="small")
        for part in Part:
            note = self.word("procedure.sample") if part in one.sample and not tight else ""
            row = Row(key=f"part:{part}", text=self.word(f"procedure.{part}"), note=note, tone="soon")
            row.bind(need=row.setter("height"), on_press=lambda _row, part=part: self.doors.happen(PartTapped(part)))
            yield row
        yield Text(text=self.word("procedure.as_of", day=f"{date.fromisoformat(one.as_of):%d/%m/%Y}"), step="small")

    def _part(self, view: ProcedureView, part: Part) -> Iterator[Widget]:
        yield Text(text=self.word(f"procedure.{part}"), step="title", bold=True)
        if not App.get_running_app().large:
            yield Text(text=view.procedure.name, step="small")
        if part in view.procedure.sample:
            yield Band(text=self.word("procedure.sample_note"), tone="soon", icon="warning", step="small")
        for line in view.procedure.part(part):
            yield Text(text=f"•\u00a0{line}")

    def _tell(self) -> None:
        """What can be done now."""
        if self.view is None:
            return
        field = self.field(self.view.procedure.field)
        offer = self.offer(self.view.procedure.field)
        offered = field is not None and field.offered
        large = App.get_running_app().large
        acting = not (large and self.view.part)  # large words of a part need the room
        known = self._online or offer.alone  # the kiosk may have numbers of its own
        self.able = offered and not offer.shut and known and acting
        self.take_text = self.word("procedure.take", field=field.name) if field and self.able else ""
        now, texts = self.doors.now(), self.doors.texts
        self.take_note = ", ".join(filter(None, beside(offer, texts, now))) if self.able and not large else ""
        self.shut = sentence(offer, texts, now) if offered and offer.shut and acting else ""
        copy = self.view.copy
        self.printable = self.doors.printer and (copy is None or copy.ended) and acting
        said = copy_band(copy, self.doors) if copy else None
        self.paper, self.paper_icon, self.paper_tone = (said.text, said.icon, said.tone) if said else ("", "", "ink")
