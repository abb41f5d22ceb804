"""A file code is typed: large keys of just the characters that codes have, and at every key whether it can still be one."""

from typing import Final

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from contract.ids import FileCode
from kiosk.core.typed_code import Progress, example, judge
from kiosk.core.typing_journey import CodeGiven, Typing
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

_WRONG: Final = {Progress.WRONG_FORM: "typing.wrong_form", Progress.WRONG_DAY: "typing.wrong_day"}


class TypingScreen(Page):
    """What is typed stands in the view; nothing of it is kept here."""

    typed = ObjectProperty(None, allownone=True)
    text = StringProperty("")
    message = StringProperty("")
    whole = BooleanProperty(defaultvalue=False)
    example = StringProperty("")
    sample = StringProperty("")
    """The code in the example."""

    def __init__(self, doors: Doors) -> None:
        self._code: FileCode | None = None
        super().__init__(doors, __file__)
        known = example(doors.code_pattern)
        self.sample = known or ""
        self.example = self.word("typing.example", code=known) if known else ""

    def fill(self, view: Typing) -> dict[str, str]:
        """Judge what has been typed; the trace is told how far it is, not the code."""
        progress, self._code = judge(view.typed.text, self.doors.code_pattern)
        self.typed, self.text = view.typed, view.typed.text
        self.whole = self._code is not None
        wrong = "typing.foreign" if view.foreign else _WRONG.get(progress)
        self.message = self.word(wrong) if wrong else ""
        return {"progress": progress.value, "foreign": str(view.foreign).lower()}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.typed, self.text, self._code, self.whole = None, "", None, False

    def look(self) -> None:
        """Ask where the file stands."""
        if self._code is not None:
            self.doors.happen(CodeGiven(self._code, self.doors.new_request()))
