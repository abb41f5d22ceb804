"""Where reading about procedures begins: the fields that have some, and the way to search."""

from kivy.properties import ObjectProperty

from contract.notices import Office
from kiosk.core.procedure_journey import PageTurned, ProcedureFields, ProcedureFieldTapped, SearchTapped
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.row_list import Item


class ProcedureFieldsScreen(Page):
    """One row a field, in the order of the first screen."""

    view = ObjectProperty(ProcedureFields())

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)

    def fill(self, view: ProcedureFields) -> dict[str, str]:
        """The page that was open."""
        self.view = view
        self._tell()
        return {"page": str(view.page)}

    def set_office(self, office: Office) -> None:
        """Other fields."""
        super().set_office(office)
        self._tell()

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """Other procedures."""
        super().set_procedures(procedures)
        self._tell()

    def search(self) -> None:
        """Typing is wanted."""
        self.doors.happen(SearchTapped())

    def choose(self, field: str) -> None:
        """A field was chosen."""
        self.doors.happen(ProcedureFieldTapped(field))  # type: ignore[arg-type]

    def turn(self, page: int) -> None:
        """Another page is wanted."""
        self.doors.happen(PageTurned(page))

    def _tell(self) -> None:
        counted = [(one, len(self.procedures.of_field(one.id))) for one in (self.office.fields if self.office else ())]
        items = [
            Item(f"procedures:{one.id}", one.name, self.word("procedure.count", count=count), one.id)
            for one, count in counted
            if count
        ]
        self.ids.rows.show(items, self.view.page)
