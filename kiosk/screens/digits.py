"""The last digits of a number that only the owner of a file knows, typed out of sight, before more is shown."""

from math import ceil
from typing import Final

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from contract.file_details import AskedDigits, Verdict
from contract.notices import FileStatus
from kiosk.core.file_journey import Digits, DigitsGiven
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

_HOUR_S: Final = 3600


class DigitsScreen(Page):
    """One question, dots for what was typed, large keys; the digits themselves are drawn nowhere."""

    private = True
    question = StringProperty("")
    count = NumericProperty(0)
    typed = NumericProperty(0)
    typed_words = StringProperty("")
    """How many stand there, for ears and eyes."""
    refused = StringProperty("")
    """Why the digits before opened nothing."""
    locked = BooleanProperty(defaultvalue=False)
    whole = BooleanProperty(defaultvalue=False)

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: Digits) -> dict[str, str]:
        """The question, and how many digits stand there."""
        asked = view.file.asks
        self.question = self._question(asked) if asked else ""
        self.count = asked.count if asked and not view.locked else 0
        self.typed = len(view.typed.text)
        self.typed_words = self.word("digits.typed", count=self.typed, all=self.count) if self.count else ""
        self.locked, self.whole = view.locked, view.whole
        self.refused = self._why(view.refused) if view.refused else ""
        return {"typed": str(len(view.typed.text)), "refused": str(view.refused.verdict) if view.refused else ""}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.typed = self.count = 0
        self.question = self.refused = self.typed_words = ""

    def show_file(self) -> None:
        """The digits are typed."""
        if self.locked:
            self.go_back()
        else:
            self.doors.happen(DigitsGiven(self.doors.new_request()))

    def _question(self, asked: AskedDigits) -> str:
        """Shorter where words are large: it must stand beside the keys."""
        if self.doors.comfort.scale > 1:
            number = asked.name or self.word(f"digits.{asked.of}_large")
            return self.word("digits.ask_large", count=asked.count, number=number)
        return self.word("digits.ask", count=asked.count, number=asked.name or self.word(f"digits.{asked.of}"))

    def _why(self, answer: FileStatus) -> str:
        if answer.verdict is Verdict.WRONG:
            left = answer.tries_left or 0
            return self.word("digits.wrong_once") if left == 1 else self.word("digits.wrong", count=left)
        if answer.verdict is Verdict.LOCKED:
            rest = answer.locked_s or 0
            return self.word("digits.locked_hours" if rest > _HOUR_S else "digits.locked", minutes=ceil(rest / 60))
        return self.word("digits.unavailable_large" if self.doors.comfort.scale > 1 else "digits.unavailable")
