"""The procedures of one field, in the order of the office's file."""

from kivy.properties import ObjectProperty, StringProperty

from contract.procedure import Procedure
from kiosk.core.procedure_journey import PageTurned, ProcedureList, ProcedureTapped
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.row_list import Item


class ProcedureListScreen(Page):
    """One row a procedure, with its whole name."""

    view = ObjectProperty(None, allownone=True)
    title = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: ProcedureList) -> dict[str, str]:
        """The page that was open."""
        self.view = view
        self._tell()
        return {"field": view.field, "page": str(view.page)}

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

    def _tell(self) -> None:
        if self.view is None:
            return
        field = self.field(self.view.field)
        self.title = field.name if field else ""
        items = [Item(f"procedure:{one.code}", one.name, "", one) for one in self.procedures.of_field(self.view.field)]
        self.ids.rows.show(items, self.view.page)
