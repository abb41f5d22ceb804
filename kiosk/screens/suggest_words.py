"""The citizen writes, or goes on without a word."""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.core.suggestion_journey import SuggestWords, WordsDone
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page


class SuggestWordsScreen(Page):
    """The words stand in the view; nothing of them is kept here."""

    typed = ObjectProperty(None, allownone=True)
    text = StringProperty("")
    note = StringProperty("")
    title = StringProperty("")
    done = StringProperty("")
    enough = BooleanProperty(defaultvalue=False)
    full = BooleanProperty(defaultvalue=False)
    cramped = BooleanProperty(defaultvalue=False)
    """No room for more than a line and short words beside the keys."""
    tight = BooleanProperty(defaultvalue=False)
    """No room for a title either."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: SuggestWords) -> dict[str, str]:
        """The trace is told how long the words are, not what they say."""
        draft = view.draft
        self.typed, self.text = draft.typed, draft.typed.text
        self.title = self.word("suggest.words" if draft.topic else "suggest.words_needed")
        self.enough, self.full = draft.enough, draft.typed.full
        self.note = self.word("suggest.full" if self.full else "suggest.words_note")
        self.done = self.word("suggest.next" if draft.typed.words or not draft.topic else "suggest.skip")
        return {"letters": str(len(self.text))}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.typed, self.text = None, ""

    def go_on(self) -> None:
        """Nothing more to write."""
        self.doors.happen(WordsDone())
