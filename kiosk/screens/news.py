"""What the office has told so far: screens are told at once, and those that are built later with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from contract.ids import FieldId
from contract.notices import Board, Office, Outlook
from kiosk.core.offer import ALONE, Offer, offers
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.screens.page import Page


class News:
    """``pages``: the screens of now; ``language``: the one they are in."""

    def __init__(self, pages: Callable[[], Iterable[Page]], language: Callable[[], str]) -> None:
        self._pages, self._language = pages, language
        self._office: Office | None = None
        self._board: Board | None = None
        self._outlook: Outlook | None = None
        self._procedures = ProcedureIndex((), {})
        self._online = True
        self._alone: frozenset[FieldId] = frozenset()

    def tell(self, page: Page) -> None:
        """A screen that knows nothing yet, or only what was true when it was last shown."""
        page.set_online(self._online)
        page.set_procedures(self._procedures)
        if self._office is not None:
            page.set_office(self._worded(self._office))
        page.set_offers(self._offers())

    def set_office(self, office: Office) -> None:
        """Fields, counters and names."""
        self._office = office
        for page in self._pages():
            page.set_office(self._worded(office))

    def set_board(self, board: Board) -> None:
        """How many wait in each field."""
        self._board = board
        self._tell_offers()

    def set_outlook(self, outlook: Outlook) -> None:
        """Whether numbers are given, and what a newcomer would wait."""
        self._outlook = outlook
        self._tell_offers()

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """What can be read about procedures."""
        self._procedures = procedures
        for page in self._pages():
            page.set_procedures(procedures)

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Whether the controller can be reached."""
        self._online = up
        for page in self._pages():
            page.set_online(up)
        self._tell_offers()

    def set_alone(self, fields: frozenset[FieldId]) -> None:
        """Fields of which the kiosk has numbers of its own while the controller cannot be reached."""
        self._alone = fields
        self._tell_offers()

    def _tell_offers(self) -> None:
        for page in self._pages():
            page.set_offers(self._offers())

    def _offers(self) -> Mapping[FieldId, Offer]:
        """While the controller is away nothing is known but what the kiosk has itself: what was said last may be long over."""
        return offers(self._outlook, self._board) if self._online else dict.fromkeys(self._alone, ALONE)

    def _worded(self, office: Office) -> Office:
        """The office with the names of its fields in the language of now."""
        language = self._language()
        return replace(office, fields=tuple(replace(one, name=one.called(language)) for one in office.fields))
