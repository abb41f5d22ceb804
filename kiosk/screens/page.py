"""The sheet that every screen of the kiosk is written on: the office's name on top, and a foot that never moves."""

from collections.abc import Mapping
from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.ids import FieldId
from contract.notices import FieldInfo, Office
from kiosk.core.happenings import Back, Left
from kiosk.core.offer import UNKNOWN, Offer
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.screens.doors import Doors
from kiosk.screens.foot import Foot
from panel.leaves import Leaves
from panel.rules import load_rules


class Page(BoxLayout):
    """One screen; its .kv half adds what stands between head and foot: mostly ``Leaves`` and the buttons of the next step.

    A comfort chosen on any screen makes all screens anew, so a page keeps nothing that its view does not say.
    """

    office_name = StringProperty("")
    can_go_back = BooleanProperty(defaultvalue=True)
    can_start_over = BooleanProperty(defaultvalue=True)
    staff = False
    """Whether it is for staff alone: such a screen has one size."""
    private = False
    """Whether what stands here is for one pair of ears only: it is read through headphones, not aloud into the hall."""
    corner = StringProperty("")
    """A short word at the right end of the head."""

    def __init__(self, doors: Doors, python_file: str, **settings: Any) -> None:
        self.doors = doors
        self.word = doors.word
        self.office: Office | None = None
        self.offers: Mapping[FieldId, Offer] = {}
        self.procedures = ProcedureIndex((), {})
        load_rules(__file__)
        load_rules(python_file)
        super().__init__(**settings)
        self._stand = BoxLayout(size_hint_y=None, height=0)
        self.add_widget(self._stand)

    def leave_room_for(self, foot: Foot) -> None:
        """Be as high as if the foot stood here already: it is on the screen that is shown, and all screens have one."""
        self._stand.height = foot.height
        self._grow = self._stand.setter("height")
        foot.bind(height=self._grow)

    def part_from(self, foot: Foot) -> None:
        """The foot stays and this screen goes: nothing of the one may hold the other."""
        foot.unbind(height=self._grow)
        if foot.parent is self._stand:
            self._stand.remove_widget(foot)
            foot.page = None

    def stand_on(self, foot: Foot) -> None:
        """Have the foot: the screen is shown now, and it says what can be done here."""
        if foot.parent is not self._stand:
            if foot.parent is not None:
                foot.parent.remove_widget(foot)
            self._stand.add_widget(foot)
        foot.page = self

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

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """What can be read about procedures."""
        self.procedures = procedures

    def open_first(self) -> None:
        """The screen is entered: leaves are turned to the first."""
        for each in self.walk(restrict=True):
            if isinstance(each, Leaves):
                each.open_first()

    def fill(self, view: Any) -> dict[str, str]:
        """Show a view; returns its facts for the trace."""
        raise NotImplementedError

    def hide(self) -> None:
        """The screen is left."""

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Most screens do not care."""

    def leave(self) -> None:
        """The citizen is done, or wants to begin again."""
        self.doors.happen(Left())

    def go_back(self) -> None:
        """One step back."""
        self.doors.happen(Back())
