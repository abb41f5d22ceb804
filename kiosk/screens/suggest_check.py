"""All of a suggestion once more, before it leaves."""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.core.suggestion_journey import SendTapped, SuggestCheck
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.suggestion_words import about, kind_words


class SuggestCheckScreen(Page):
    """What was chosen and written, and one button."""

    kind = StringProperty("")
    about = StringProperty("")
    text = StringProperty("")
    refused = StringProperty("")
    can_send = BooleanProperty(defaultvalue=True)

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: SuggestCheck) -> dict[str, str]:
        """The trace is told whether it came back, not what it says."""
        draft = view.draft
        self.kind = kind_words(draft.kind, self.doors)
        self.about = about(draft, self.office, self.doors) if draft.topic else ""
        self.text = draft.typed.words
        self.refused = self.word(f"refused.{view.refused}") if view.refused else ""
        return {"refused": str(view.refused or "")}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.kind = self.about = self.text = ""

    def send(self) -> None:
        """The number follows from the request."""
        self.doors.happen(SendTapped(self.doors.new_request(), self.doors.now()))
