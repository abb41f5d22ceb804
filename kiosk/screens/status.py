"""What is known of a file, what its holder should do next, and the one button that does it."""

from collections.abc import Mapping
from typing import Final

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

from contract.ids import FieldId
from contract.notices import FileStatus, LookUp
from kiosk.core.advice import STAGES, Advice, NextStep, Urgency, next_step
from kiosk.core.journey import FieldTapped, ScanTapped, Status
from kiosk.core.offer import Offer
from kiosk.core.offer_words import beside, sentence
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

_TONE: Final = {Urgency.PLAIN: "ink", Urgency.DONE: "done", Urgency.SOON: "soon", Urgency.OVERDUE: "overdue"}
_ICON: Final = {Urgency.PLAIN: "info", Urgency.DONE: "done", Urgency.SOON: "wait", Urgency.OVERDUE: "warning"}
_ADVICE_ICON: Final = {Advice.SUPPLEMENT: "papers", Advice.PAY: "fee"}
"""A clock says "wait"; here something is to be done."""


class StatusScreen(Page):
    """One band says how it stands, one sentence what to do, one button does it."""

    code = StringProperty("")
    procedure = StringProperty("")
    due = StringProperty("")
    received = StringProperty("")
    reason = StringProperty("")
    """The site file's words why it is late; the day of receipt makes room for them."""
    band = StringProperty("")
    tone = StringProperty("ink")
    icon = StringProperty("info")
    advice = StringProperty("")
    stages = ListProperty()
    stage = NumericProperty(0)
    action = StringProperty("")
    """Key of the blue button: take, choose, again or home."""
    action_text = StringProperty("")
    action_note = StringProperty("")
    """Who waits there, and how long."""
    shut = StringProperty("")
    """Why no number can be taken of the field now."""
    way_out = BooleanProperty(True)
    """Whether there is a second way to the first screen."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._field: FieldId | None = None
        self._next: tuple[FileStatus, NextStep] | None = None

    def set_offers(self, offers: Mapping[FieldId, Offer]) -> None:
        """The field of the file may open or close while its holder reads."""
        super().set_offers(offers)
        if self._next is not None:
            self._offer(*self._next)

    def fill(self, view: Status) -> dict[str, str]:
        """Whatever the registry answered."""
        file = view.file
        self.code = file.code
        if file.outcome is LookUp.FOUND:
            step = next_step(file, self.doors.now().date())
            self._tell(file, step)
            self._next = file, step
            self._offer(file, step)
            facts = {"outcome": str(file.outcome), "advice": str(step.advice), "urgency": str(step.urgency)}
            return facts | {"shut": self.shut}
        self._cannot_tell(file.outcome)
        return {"outcome": str(file.outcome)}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.code = self.procedure = self.received = self.due = self.reason = self.band = self.advice = ""
        self.stages = []
        self._field = self._next = None

    def act(self) -> None:
        """The blue button."""
        if self.action == "take" and self._field is not None:
            self.doors.happen(FieldTapped(self._field, self.doors.new_request()))
        elif self.action == "again":
            self.doors.happen(ScanTapped())
        else:
            self.leave()

    def _tell(self, file: FileStatus, step: NextStep) -> None:
        self.due = (
            self.word("file.due", day=self.doors.day(file.due_on))
            if file.due_on and step.stage is not None and step.new_day is None
            else ""
        )
        self.tone, self.icon = _TONE[step.urgency], _ADVICE_ICON.get(step.advice, _ICON[step.urgency])
        self.band = self._heading(file, step)
        self.advice = self._sentence(file, step)
        self.stages = [] if step.stage is None else [self.word(f"stage.{each}") for each in STAGES]
        self.stage = step.stage or 0

    def _heading(self, file: FileStatus, step: NextStep) -> str:
        """The urgency where it says more than the status does."""
        if step.advice is Advice.APOLOGY:
            return self.word("urgency.overdue")
        if step.advice is Advice.DUE_TODAY:
            return self.word("urgency.today")
        if step.advice is Advice.WAIT and step.urgency is Urgency.SOON:
            return self.word("urgency.soon")
        known = f"status.{file.status}" in self.doors.texts
        return self.word(f"status.{file.status if known else 0}")

    def _sentence(self, file: FileStatus, step: NextStep) -> str:
        key = "wait_no_day" if step.advice is Advice.WAIT and file.due_on is None else str(step.advice)
        if step.new_day is not None:
            return self.word("advice.apology_new_day", day=self.doors.day(step.new_day))
        return self.word(f"advice.{key}")

    def _offer(self, file: FileStatus, step: NextStep) -> None:
        field = self.field(file.field)
        self._field = field.id if field else None
        offer = self.offer(self._field) if self._field else None
        if not step.take:
            self._act_as("home", self.word("go.home"), way_out=False)
        elif field and offer and offer.shut:
            self._act_as("home", self.word("go.home"), way_out=False)
            self.shut = sentence(offer, self.doors.texts, self.doors.now())
        elif field and offer:
            self._act_as("take", self.word("file.take", field=field.name), way_out=True)
            self.action_note = ", ".join(filter(None, beside(offer, self.doors.texts, self.doors.now())))
        else:
            self._act_as("choose", self.word("go.choose"), way_out=False)

    def _cannot_tell(self, outcome: LookUp) -> None:
        self._field = self._next = None
        self.procedure = self.received = self.due = self.reason = ""
        self.stages = []
        self.tone, self.icon = "soon", "warning"
        self.band, self.advice = self.word(f"file.{outcome}"), self.word(f"file.{outcome}_note")
        self._act_as("again", self.word("go.again"), way_out=True)

    def _act_as(self, action: str, text: str, *, way_out: bool) -> None:
        self.action, self.action_text, self.way_out = action, text, way_out
        self.action_note = self.shut = ""
