"""The beginning of a suggestion: what it is about, or the question what became of an earlier one."""

from contract.suggestion import SuggestionKind
from kiosk.core.suggestion_journey import AskTapped, KindTapped, SuggestKinds
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.suggestion_words import kind_words, topics_of


class SuggestKindsScreen(Page):
    """One row a kind."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, _view: SuggestKinds) -> dict[str, str]:
        """The same for everybody."""
        return {}

    def name(self, kind: str) -> str:
        """A kind in words."""
        return kind_words(SuggestionKind(kind), self.doors)

    def choose(self, kind: str) -> None:
        """On to its list, where there is one."""
        chosen = SuggestionKind(kind)
        self.doors.happen(KindTapped(chosen, listed=bool(topics_of(self.office, chosen))))

    def ask(self) -> None:
        """There is a number already."""
        self.doors.happen(AskTapped())
