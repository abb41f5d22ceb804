"""The procedures of a number kiosk: the catalogue as it is fetched and kept, with the names of the fields, ready to be searched."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from contract.notices import Office
from contract.procedure import Catalogue
from contract.profile import KioskProfile
from kiosk.adapters.http_catalogue import HttpCatalogue
from kiosk.core.procedure_search import ProcedureIndex


class ProcedureShelf:
    """``show`` gets the procedures whenever they, or the names of the fields, are new; from any thread, one at a time."""

    def __init__(self, profile: KioskProfile, show: Callable[[ProcedureIndex], None]) -> None:
        self._show = show
        self._turn = Lock()
        self._catalogue = Catalogue()
        self._names: dict[str, str] = {}
        self._source = HttpCatalogue(profile.web, Path(profile.state), self._stock)

    def start(self) -> None:
        """The kiosk's own copy at once."""
        self._source.start()

    def stop(self) -> None:
        """Fetch nothing more."""
        self._source.stop()

    def heard(self, office: Office) -> None:
        """The office names the catalogue that it has, and its fields."""
        self._source.want(office.catalogue)
        with self._turn:
            names = {str(one.id): one.name for one in office.fields}
            if names != self._names:
                self._names = names
                self._set_out()

    def _stock(self, catalogue: Catalogue) -> None:
        with self._turn:
            self._catalogue = catalogue
            self._set_out()

    def _set_out(self) -> None:
        self._show(ProcedureIndex(self._catalogue.procedures, self._names))
