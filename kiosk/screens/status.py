"""How far a file is, what its holder should do next, and the one button that does it."""

from typing import Final

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

from contract.notices import FileStatus, LookUp
from kiosk.core.advice import STAGES, Advice, NextStep, Urgency, next_step
from kiosk.core.file_journey import FileSlipTapped, MoreTapped
from kiosk.core.papers import Copy, FileSlip
from kiosk.core.views import Status
from kiosk.screens.doors import Doors
from kiosk.screens.file_page import FilePage
from kiosk.screens.paper_band import copy_band

_TONE: Final = {Urgency.PLAIN: "ink", Urgency.DONE: "done", Urgency.SOON: "soon", Urgency.OVERDUE: "overdue"}
_ICON: Final = {Urgency.PLAIN: "info", Urgency.DONE: "done", Urgency.SOON: "wait", Urgency.OVERDUE: "warning"}
_ADVICE_ICON: Final = {Advice.SUPPLEMENT: "papers", Advice.PAY: "fee"}
"""A clock says "wait"; here something is to be done."""
_WHOM_TO_ASK: Final = frozenset({Advice.APOLOGY, Advice.ASK, Advice.DUE_TODAY})


class StatusScreen(FilePage):
    """One band says how it stands, one sentence what to do, one button does it; nothing here is about the owner."""

    code = StringProperty("")
    due = StringProperty("")
    contact = StringProperty("")
    """Whom to ask, where there is something to ask about."""
    band = StringProperty("")
    tone = StringProperty("ink")
    icon = StringProperty("info")
    advice = StringProperty("")
    stages = ListProperty()
    stage = NumericProperty(0)
    stage_words = StringProperty("")
    """The same in a sentence, for words that are too large for a line with stops."""
    can_show_more = BooleanProperty(defaultvalue=False)
    can_print = BooleanProperty(defaultvalue=False)
    copy_text = StringProperty("")
    copy_icon = StringProperty("print")
    copy_tone = StringProperty("ink")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._slip: FileSlip | None = None

    def fill(self, view: Status) -> dict[str, str]:
        """Whatever the registry answered."""
        file = view.file
        self.code = file.code
        told = self._tell_copy(view.copy)
        if file.outcome is LookUp.FOUND:
            step = next_step(file, self.doors.now().date())
            self._tell(file, step)
            self.offer_next(file, step)
            self.can_show_more = file.asks is not None
            self.can_print = self.doors.printer and (view.copy is None or view.copy.ended)
            facts = {"outcome": str(file.outcome), "advice": str(step.advice), "urgency": str(step.urgency)}
            return facts | {"shut": self.shut, "copy": told}
        self._cannot_tell(file.outcome)
        return {"outcome": str(file.outcome)}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.code = self.due = self.contact = self.band = self.advice = self.copy_text = self.stage_words = ""
        self.stages = []
        self.can_show_more = self.can_print = False
        self._slip = None
        self.forget()

    def see_more(self) -> None:
        """The last digits come first."""
        self.doors.happen(MoreTapped())

    def print_slip(self) -> None:
        """What stands here, on paper."""
        if self._slip is not None:
            self.doors.happen(FileSlipTapped(self.doors.new_request(), self._slip))

    def _tell(self, file: FileStatus, step: NextStep) -> None:
        self.due = (
            self.word("file.due", day=self.doors.day(file.due_on))
            if file.due_on and step.stage is not None and step.urgency is not Urgency.DONE and step.new_day is None
            else ""
        )
        self.contact = self.whom_to_ask(file) if step.advice in _WHOM_TO_ASK else ""
        self.tone, self.icon = _TONE[step.urgency], _ADVICE_ICON.get(step.advice, _ICON[step.urgency])
        self.band = self._heading(file, step)
        self.advice = self._sentence(file, step)
        self.stages = [] if step.stage is None else [self.word(f"stage.{each}") for each in STAGES]
        self.stage = step.stage or 0
        self.stage_words = (
            self.word("stage.of", now=self.stage + 1, all=len(STAGES), name=self.stages[self.stage])
            if self.stages
            else ""
        )
        late = step.urgency is Urgency.OVERDUE
        told_day = file.due_on if self.due or late else None
        self._slip = FileSlip(file.code, self.band, self.advice, due_on=told_day, new_due_on=step.new_day, late=late)

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

    def _tell_copy(self, copy: Copy | None) -> str:
        """What became of the paper; its key."""
        if copy is None:
            self.copy_text = ""
            return ""
        told = copy_band(copy, self.doors)
        self.copy_text, self.copy_icon, self.copy_tone = told.text, told.icon, told.tone
        return told.key

    def _cannot_tell(self, outcome: LookUp) -> None:
        self.forget()
        self._slip = None
        self.due = self.contact = self.stage_words = ""
        self.stages = []
        self.can_show_more = self.can_print = False
        self.tone, self.icon = "soon", "warning"
        self.band, self.advice = self.word(f"file.{outcome}"), self.word(f"file.{outcome}_note")
        camera = self.doors.camera
        self.act_as("again" if camera else "type", self.word("go.again" if camera else "go.type_again"))
