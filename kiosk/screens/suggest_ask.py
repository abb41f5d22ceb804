"""The number of a suggestion is typed."""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from contract.suggestion import spoken_number
from kiosk.core.suggestion_journey import NumberTyped, SuggestAsk
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class SuggestAskScreen(Page):
    """What is typed stands in the view."""

    typed = ObjectProperty(None, allownone=True)
    text = StringProperty("")
    message = StringProperty("")
    whole = BooleanProperty(defaultvalue=False)
    cramped = BooleanProperty(defaultvalue=False)
    """No room for a band."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: SuggestAsk) -> dict[str, str]:
        """A wrong figure is told of before anybody is asked."""
        self.typed, self.text = view.typed, spoken_number(view.typed.text)
        self.whole = view.number is not None
        wrong = view.typed.full and not self.whole
        self.message = (
            self.word("suggest.wrong") if wrong else self.word(f"refused.{view.refused}") if view.refused else ""
        )
        return {"whole": str(self.whole).lower(), "wrong": str(wrong).lower()}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.typed, self.text = None, ""

    def look(self) -> None:
        """Ask what became of it."""
        self.doors.happen(NumberTyped(self.doors.new_request()))
