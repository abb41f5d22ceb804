"""The sheet that every screen of the kiosk is written on: margins, the office's name on top, buttons at the bottom."""

from collections.abc import Mapping
from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.ids import FieldId
from contract.notices import FieldInfo, Office
from kiosk.core.journey import Left
from kiosk.core.offer import UNKNOWN, Offer
from kiosk.screens.doors import Doors
from panel.rules import load_rules


class Page(BoxLayout):
    """One screen; its .kv half adds what stands below the head."""

    office_name = StringProperty("")
    corner = StringProperty("")
    """A short word at the right end of the head."""

    def __init__(self, doors: Doors, python_file: str, **settings: Any) -> None:
        self.doors = doors
        self.word = doors.word
        self.office: Office | None = None
        self.offers: Mapping[FieldId, Offer] = {}
        load_rules(__file__)
        load_rules(python_file)
        super().__init__(**settings)

    def set_office(self, office: Office) -> None:
        """The office as the controller describes it."""
        self.office = office
        self.office_name = office.name

    def field(self, field: str | None) -> FieldInfo | None:
        """A field of the office, if it has it."""
        fields = self.office.fields if self.office else ()
        return next((each for each in fields if each.id == field), None)

    def set_offers(self, offers: Mapping[FieldId, Offer]) -> None:
        """What is offered in each field now; what is not there is not known."""
        self.offers = offers

    def offer(self, field: FieldId) -> Offer:
        """What is offered in a field now, as far as it is known."""
        return self.offers.get(field, UNKNOWN)

    def fill(self, view: Any) -> dict[str, str]:
        """Show a view; returns its facts for the trace."""
        raise NotImplementedError

    def hide(self) -> None:
        """The screen is left."""

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Most screens do not care."""

    def leave(self) -> None:
        """The citizen wants to go."""
        self.doors.happen(Left())
