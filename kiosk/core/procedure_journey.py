"""Reading about procedures: by field or by search to one of them, its five parts, and its checklist on paper.

Every view knows the way back and the page that was open, so that nobody begins again at the top of a long list.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from contract.ids import FieldId, RequestId
from contract.procedure import Part, Procedure
from kiosk.core.papers import Checklist, Copy, PaperTold, PrintPaper
from kiosk.core.typing_keys import SEARCH, KeyTapped, Typed, press


@dataclass(frozen=True, slots=True)
class ProcedureFields:
    """The fields that have procedures, and the way to search in all."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """The procedures of one field; ``fields_page``: where the field stood."""

    field: FieldId
    page: int = 0
    fields_page: int = 0


@dataclass(frozen=True, slots=True)
class ProcedureSearch:
    """What was typed so far; the procedures that it finds stand above the keys."""

    typed: Typed = field(default_factory=lambda: Typed(SEARCH))
    page: int = 0


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """One procedure: its parts to choose from, or one ``part`` of it.

    ``search``: it was found there; None: in the list of its field, on ``list_page``. ``copy``: the checklist on paper, if it was wanted.
    """

    procedure: Procedure
    part: Part | None = None
    search: ProcedureSearch | None = None
    list_page: int = 0
    fields_page: int = 0
    copy: Copy | None = None


Views = ProcedureFields | ProcedureList | ProcedureSearch | ProcedureView


@dataclass(frozen=True, slots=True)
class ProceduresTapped:
    """The citizen wants to read about procedures."""


@dataclass(frozen=True, slots=True)
class SearchTapped:
    """The citizen wants to search among them."""


@dataclass(frozen=True, slots=True)
class ProcedureFieldTapped:
    """One field's procedures are wanted."""

    field: FieldId


@dataclass(frozen=True, slots=True)
class ProcedureTapped:
    """One procedure is wanted."""

    procedure: Procedure


@dataclass(frozen=True, slots=True)
class PartTapped:
    """One part of the procedure is wanted."""

    part: Part


@dataclass(frozen=True, slots=True)
class PageTurned:
    """Another page of a list is wanted."""

    page: int


@dataclass(frozen=True, slots=True)
class ChecklistTapped:
    """The procedure is wanted on paper; ``job`` is new for every tap."""

    job: RequestId
    checklist: Checklist


Happenings = (
    ProceduresTapped
    | SearchTapped
    | ProcedureFieldTapped
    | ProcedureTapped
    | PartTapped
    | PageTurned
    | ChecklistTapped
    | KeyTapped
    | PaperTold
)


def step(view: Views, happening: Happenings) -> tuple[Views, tuple[PrintPaper, ...]]:
    """The next view, and what is to be printed; what does not belong to the view changes nothing."""
    match view, happening:
        case ProcedureFields(), SearchTapped():
            return ProcedureSearch(), ()
        case ProcedureFields(page), ProcedureFieldTapped(wanted):
            return ProcedureList(wanted, fields_page=page), ()
        case (ProcedureFields() | ProcedureList() | ProcedureSearch(), PageTurned(page)):
            return replace(view, page=page), ()
        case ProcedureList(_, page, fields_page), ProcedureTapped(procedure):
            return ProcedureView(procedure, list_page=page, fields_page=fields_page), ()
        case ProcedureSearch(typed), KeyTapped(key):
            return ProcedureSearch(press(typed, key)), ()
        case ProcedureSearch(), ProcedureTapped(procedure):
            return ProcedureView(procedure, search=view), ()
        case ProcedureView(part=None), PartTapped(part):
            return replace(view, part=part), ()
        case ProcedureView(copy=None | Copy(ended=True)), ChecklistTapped(job, checklist):
            return replace(view, copy=Copy(job)), (PrintPaper(job, checklist),)
        case ProcedureView(copy=Copy() as copy), PaperTold():
            return replace(view, copy=copy.told(happening)), ()
    return view, ()


def back(view: Views) -> Views | None:
    """One step back; None: to the first screen."""
    match view:
        case ProcedureView(part=Part()):
            return replace(view, part=None)
        case ProcedureView(search=ProcedureSearch() as search):
            return search
        case ProcedureView(procedure, list_page=page, fields_page=fields_page):
            return ProcedureList(procedure.field, page, fields_page)
        case ProcedureList(fields_page=page):
            return ProcedureFields(page)
        case ProcedureSearch():
            return ProcedureFields()
        case _:
            return None


def checklist(procedure: Procedure, place: str) -> Checklist:
    """The procedure as a paper to take home; ``place``: where it is handed in."""
    return Checklist(
        title=procedure.name,
        papers=procedure.papers,
        information=procedure.information,
        requirements=procedure.requirements,
        legal=procedure.legal_basis,
        details=procedure.details,
        place=place,
        checked_on=date.fromisoformat(procedure.as_of),
        sample=bool(procedure.sample),
    )
