"""Search among the procedures: what is found stands there while somebody types, best first."""

from typing import Final

from kivy.app import App
from kivy.properties import ObjectProperty, StringProperty

from contract.procedure import Procedure
from kiosk.core.procedure_journey import PageTurned, ProcedureSearch, ProcedureTapped
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.row_list import Item

_MOST: Final = 24
"""Nobody turns further pages; another letter brings the right one up."""


class ProcedureSearchScreen(Page):
    """What is typed stands in the view; nothing of it is kept here."""

    view = ObjectProperty(None, allownone=True)
    typed = ObjectProperty(None, allownone=True)
    text = StringProperty("")
    told = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: ProcedureSearch) -> dict[str, str]:
        """Look for it; the trace is told how many were found, not what was looked for."""
        self.view, self.typed, self.text = view, view.typed, view.typed.text
        return {"found": str(self._tell())}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.view = self.typed = None
        self.text = self.told = ""
        self.ids.rows.show((), 0)

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """Other procedures."""
        super().set_procedures(procedures)
        self._tell()

    def choose(self, procedure: Procedure) -> None:
        """A procedure was chosen."""
        self.doors.happen(ProcedureTapped(procedure))

    def turn(self, page: int) -> None:
        """Another page is wanted."""
        self.doors.happen(PageTurned(page))

    def _word(self, words: str, count: int) -> str:
        if not words:
            return self.word("procedure.example")
        if not count:
            return self.word("procedure.nothing")
        app = App.get_running_app()
        return "" if app.large or (app.lowered > 0 and not app.tall) else self.word("procedure.found", count=count)

    def _tell(self) -> int:
        if self.view is None:
            return 0
        words = self.view.typed.words
        found = self.procedures.find(words) if words else ()
        self.told = self._word(words, len(found))
        items = [Item(f"procedure:{one.code}", one.name, "", one) for one in found[:_MOST]]
        self.ids.rows.show(items, self.view.page)
        return len(found)
