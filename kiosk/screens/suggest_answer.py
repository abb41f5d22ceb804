"""What became of a suggestion: how far it is, and the office's answer."""

from kivy.properties import StringProperty

from contract.suggestion import SuggestionState, spoken_number
from kiosk.core.suggestion_journey import SuggestAnswer, SuggestAsking
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.suggestion_words import kind_words


class SuggestAnswerScreen(Page):
    """Also while it is being asked for."""

    number = StringProperty("")
    left = StringProperty("")
    band = StringProperty("")
    tone = StringProperty("ink")
    icon = StringProperty("info")
    answer = StringProperty("")
    answered = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: SuggestAnswer | SuggestAsking) -> dict[str, str]:
        """Never the words that were left."""
        self.number = spoken_number(view.number)
        self.left = self.answer = self.answered = ""
        self.tone, self.icon = "ink", "wait"
        if isinstance(view, SuggestAsking):
            self.band = self.word("suggest.asking")
            return {}
        status = view.status
        if status is None or status.state is None:
            self.band = self.word("suggest.silent" if status is None else "suggest.unknown")
            self.tone, self.icon = "soon", "warning"
            return {"state": "none" if status is None else "unknown"}
        kind = kind_words(status.kind, self.doors) if status.kind else ""
        self.left = (
            f"{kind}\n{self.word('suggest.left_on', day=self.doors.day(status.left_on))}" if status.left_on else ""
        )
        self.band = self.word(f"suggestion.state.{status.state}")
        if status.state is SuggestionState.ANSWERED:
            self.tone, self.icon = "done", "done"
        self.answer = status.answer or self.word(f"suggest.far.{status.state}")
        if status.answered_on:
            self.answered = self.word("suggest.answered_on", day=self.doors.day(status.answered_on))
        return {"state": str(status.state)}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.number = self.left = self.answer = ""
