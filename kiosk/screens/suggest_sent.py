"""The number to ask by, as large as can be; on paper too, if that is wanted."""

from kivy.properties import BooleanProperty, StringProperty

from contract.suggestion import spoken_number
from kiosk.core.papers import SuggestionSlip
from kiosk.core.suggestion_journey import SuggestionPrintTapped, SuggestSent
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.paper_band import copy_band
from kiosk.screens.suggestion_words import kind_words


class SuggestSentScreen(Page):
    """Only the number is left of it."""

    number = StringProperty("")
    told = StringProperty("")
    there = BooleanProperty(defaultvalue=False)
    paper = StringProperty("")
    tone = StringProperty("ink")
    icon = StringProperty("print")
    can_print = BooleanProperty(defaultvalue=False)

    def __init__(self, doors: Doors) -> None:
        self._slip: SuggestionSlip | None = None
        super().__init__(doors, __file__)

    def fill(self, view: SuggestSent) -> dict[str, str]:
        """Whether the controller has it, and what became of the paper."""
        self.number = spoken_number(view.number)
        self.there = view.draft is None
        self.told = self.word("suggest.delivered" if self.there else "suggest.on_its_way")
        ask = self.word("suggest.keep")
        self._slip = SuggestionSlip(self.number, kind_words(view.kind, self.doors), view.left_at, ask)
        self.can_print = self.doors.printer and (view.copy is None or view.copy.ended)
        self.paper = ""
        if view.copy:
            telling = copy_band(view.copy, self.doors)
            self.paper, self.tone, self.icon = telling.text, telling.tone, telling.icon
        return {"number": view.number, "there": str(self.there).lower()}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.number, self._slip = "", None

    def print_number(self) -> None:
        """The number on paper."""
        if self._slip:
            self.doors.happen(SuggestionPrintTapped(self.doors.new_request(), self._slip))
