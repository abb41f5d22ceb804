"""The number of a mobile phone is typed, by whoever wants a message when the turn is near; skipping it is one touch."""

from kivy.properties import BooleanProperty, StringProperty

from contract.phone_number import spaced
from kiosk.core.phone_journey import PhoneAsk, PhoneGiven
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class PhoneAskScreen(Page):
    """The digits are shown, since a wrong one tells a stranger; they stand in the view and nowhere else."""

    private = True
    typed = StringProperty("")
    message = StringProperty("")
    whole = BooleanProperty(defaultvalue=False)
    cramped = BooleanProperty(defaultvalue=False)
    """No room for more than the question, the digits and the keys."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: PhoneAsk) -> dict[str, str]:
        """The trace hears how many digits stand there, never which."""
        self.typed = spaced(view.typed.text)
        self.whole = view.phone is not None
        self.message = self.word("phone.wrong") if view.wrong else ""
        return {"typed": str(len(view.typed.text)), "wrong": str(view.wrong).lower()}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.typed = self.message = ""

    def agree(self) -> None:
        """The number may be used for this visit."""
        self.doors.happen(PhoneGiven(self.doors.new_request()))
