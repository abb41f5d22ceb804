"""A citizen's way through the kiosk: which view follows which happening, and what the kiosk must do meanwhile.

Two rules: a number that was tapped for is on its way whatever else happens, so no happening leaves ``Taking`` but its answer;
and what does not belong to the present view changes nothing.
"""

from dataclasses import dataclass, replace

from contract.commands import PrintState
from contract.notices import LookUp, Printer, Reason
from kiosk.core import (
    effects,
    file_journey,
    happenings,
    maintenance_journey,
    phone_journey,
    procedure_journey,
    suggestion_journey,
    views,
)
from kiosk.core.effects import AskFile, CloseCamera, OpenCamera, PrintAgain, PrintSlip, StoreTap
from kiosk.core.file_journey import (
    AskDigits,
    Checking,
    Details,
    Digits,
    DigitsGiven,
    FileSlipTapped,
    MoreTapped,
    asking,
    progress,
)
from kiosk.core.happenings import (
    AgainTapped,
    Back,
    CameraTrouble,
    CodeRead,
    DutyChanged,
    FieldTapped,
    FileAnswered,
    ForeignRead,
    Left,
    NumberGiven,
    NumberRefused,
    PaperMoved,
    ScanTapped,
    StayTapped,
    TimePassed,
)
from kiosk.core.maintenance_journey import (
    CameraTest,
    CareTapped,
    ConditionTold,
    ConditionWanted,
    Maintenance,
    MaintenanceEffect,
    MaintenanceHappening,
    MaintenanceViews,
    MaintenanceWanted,
    OutOfService,
    Pin,
    PinChecked,
    PinGiven,
    TouchTest,
    masked,
)
from kiosk.core.papers import PaperTold, PrinterSeen, PrintPaper
from kiosk.core.phone_journey import GivePhone, PhoneAsk, PhoneGiven, PhoneSending, PhoneTaken, PhoneWanted
from kiosk.core.procedure_journey import (
    ChecklistTapped,
    PageTurned,
    PartTapped,
    ProcedureFields,
    ProcedureFieldTapped,
    ProcedureList,
    ProcedureSearch,
    ProceduresTapped,
    ProcedureTapped,
    ProcedureView,
    SearchTapped,
)
from kiosk.core.suggestion_journey import SuggestionRefused, SuggestionTaken, SuggestTapped
from kiosk.core.typing_journey import CodeGiven, ForeignGiven, TypeTapped, Typing, begin, type_key
from kiosk.core.typing_keys import KeyTapped
from kiosk.core.views import Home, LookingUp, Refused, Scanning, Status, Taking, Ticket


@dataclass(frozen=True, slots=True)
class StillThere:
    """Nobody touched the screen for long: is anybody there? ``behind`` is hidden meanwhile."""

    behind: "View"


View = (
    views.Views
    | StillThere
    | Typing
    | Digits
    | Checking
    | Details
    | procedure_journey.Views
    | suggestion_journey.Views
    | phone_journey.Views
    | MaintenanceViews
    | OutOfService
)
Happening = (
    happenings.Happenings
    | TypeTapped
    | CodeGiven
    | ForeignGiven
    | MoreTapped
    | DigitsGiven
    | FileSlipTapped
    | procedure_journey.Happenings
    | suggestion_journey.Happenings
    | phone_journey.Happenings
    | MaintenanceWanted
    | MaintenanceHappening
    | KeyTapped
    | PrinterSeen
    | PaperTold
)
Effect = effects.Effects | AskDigits | PrintPaper | suggestion_journey.Effects | GivePhone | MaintenanceEffect


def step(view: View, happening: Happening, latest: Ticket | None = None) -> tuple[View, tuple[Effect, ...]]:
    """The next view and the effects to carry out, in order, before it is shown.

    ``latest`` is the ticket that was last shown: a finger that slipped has got its number, and sees that one.
    """
    match view, happening:
        case Taking(request), NumberGiven(receipt) if receipt.request == request:
            return Ticket(receipt), (PrintSlip(receipt),)
        case Taking(request, of), NumberRefused(refused, Reason.TAPPED_TWICE) if refused == request:
            return latest if latest and of in (None, latest.receipt.field) else Home(), ()
        case Taking(request), NumberRefused(refused, reason, number, opens_at) if refused == request:
            return Refused(reason, number, opens_at), ()
        case Taking(), _:
            return view, ()
        case (Home() | OutOfService(), MaintenanceWanted()):
            return Pin(), ()
        case OutOfService(), _:
            return (Home() if isinstance(happening, TimePassed | DutyChanged) else view), ()
        case (Pin() | Maintenance() | TouchTest() | CameraTest(), _):
            return _maintain(view, happening)
        case (Home() | ProcedureView(), FieldTapped(of, request)):
            return Taking(request, of), (StoreTap(request, of, None),)
        case Status(file) | Details(file), FieldTapped(of, request):
            code = file.code if file.outcome is LookUp.FOUND else None
            return Taking(request, of), (StoreTap(request, of, code),)
        case (Home() | Status() | Refused() | Ticket(), ScanTapped()):
            return Scanning(), (OpenCamera(),)
        case Scanning(), CodeRead(code, request):
            return LookingUp(code), (CloseCamera(), AskFile(code, request))
        case Scanning(), ForeignRead():
            return replace(view, foreign=True), ()
        case Scanning(), CameraTrouble(camera):
            return replace(view, camera=camera), ()
        case Scanning(), Left() | Back():
            return Home(), (CloseCamera(),)
        case Scanning(), TimePassed():
            return StillThere(view), (CloseCamera(),)
        case _, TypeTapped() | CodeGiven() | ForeignGiven():
            return _hand(view, happening) if _gives_way(view) else (view, ())
        case Typing(), KeyTapped(key):
            return type_key(view, key), ()
        case Typing(scanned=True), Back():
            return Scanning(), (OpenCamera(),)
        case StillThere(Scanning() as behind), StayTapped():
            return behind, (OpenCamera(),)
        case StillThere(behind), StayTapped():
            return behind, ()
        case (StillThere(behind), PaperMoved() | PaperTold() | PrinterSeen() | SuggestionTaken() | SuggestionRefused()):
            return StillThere(step(behind, happening)[0]), ()
        case LookingUp(code), FileAnswered(file) if file.code == code:
            return Status(progress(file)), ()
        case (
            Status() | Digits() | Checking() | Details(),
            MoreTapped() | FileSlipTapped() | PaperTold() | KeyTapped() | DigitsGiven() | FileAnswered(),
        ):
            return file_journey.step(view, happening)
        case (Digits() | Checking() | Details(), Back()):
            return file_journey.step(view, happening)
        case Details(file), TimePassed():
            return StillThere(Status(progress(file))), ()
        case Digits(file, _, refused), TimePassed():
            return StillThere(asking(file, refused)), ()
        case Ticket(receipt), PaperMoved(visit, state, trouble) if receipt.visit == visit:
            return replace(view, paper=state, trouble=trouble, again=False), ()
        case Ticket(_, PrintState.UNCONFIRMED | PrintState.FAILED), PrinterSeen(condition):
            return replace(view, again=condition in (Printer.READY, Printer.PAPER_LOW)), ()
        case Ticket(receipt, again=True), AgainTapped(visit) if receipt.visit == visit:
            return replace(view, paper=PrintState.SHOWN, trouble=None, again=False), (PrintAgain(receipt),)
        case Ticket(), PhoneWanted():
            return phone_journey.wanted(view), ()
        case (PhoneAsk() | PhoneSending(), _):
            return _phone(view, happening)
        case Home(), SuggestTapped():
            return suggestion_journey.SuggestKinds(), ()
        case _, Back() if isinstance(view, suggestion_journey.Views):
            return suggestion_journey.back(view) or Home(), ()
        case _ if isinstance(view, suggestion_journey.Views) and isinstance(
            happening, suggestion_journey.Happenings | KeyTapped | PaperTold
        ):
            return suggestion_journey.step(view, happening)
        case Home(), ProceduresTapped():
            return ProcedureFields(), ()
        case (ProcedureFields() | ProcedureList() | ProcedureSearch() | ProcedureView(), Back()):
            return procedure_journey.back(view) or Home(), ()
        case (
            ProcedureFields() | ProcedureList() | ProcedureSearch() | ProcedureView(),
            SearchTapped()
            | ProcedureFieldTapped()
            | ProcedureTapped()
            | PartTapped()
            | PageTurned()
            | ChecklistTapped()
            | KeyTapped()
            | PaperTold(),
        ):
            return procedure_journey.step(view, happening)
        case (Home() | StillThere() | LookingUp(), TimePassed()):
            return Home(), ()
        case _, TimePassed():
            return StillThere(view), ()
        case _, Left() | Back():
            return Home(), ()
        case _:
            return view, ()


def _maintain(view: MaintenanceViews, happening: Happening) -> tuple[View, tuple[Effect, ...]]:
    """Staff, who has left as soon as nobody has touched the screen for long."""
    match view, happening:
        case _, Left() | TimePassed():
            return Home(), maintenance_journey.closing(view)
        case _, Back():
            return maintenance_journey.back(view) or Home(), maintenance_journey.leaving(view)
        case CameraTest(), CodeRead(code):
            return replace(view, read=masked(code), foreign=False), ()
        case CameraTest(), ForeignRead():
            return replace(view, read="", foreign=True), ()
        case CameraTest(), CameraTrouble(camera):
            return replace(view, camera=camera), ()
        case Maintenance(condition), AgainTapped(visit) if condition and condition.latest:
            latest = condition.latest
            return view, ((PrintAgain(latest),) if latest.visit == visit else ())
        case (
            _,
            PinGiven() | PinChecked() | ConditionWanted() | ConditionTold() | CareTapped() | KeyTapped() | PaperTold(),
        ):
            return maintenance_journey.step(view, happening)
        case _:
            return view, ()


def _phone(view: PhoneAsk | PhoneSending, happening: Happening) -> tuple[View, tuple[Effect, ...]]:
    """The ticket waits behind; a number that is typed is left behind by whoever goes, or has gone."""
    match view, happening:
        case _, PaperMoved() | PrinterSeen():
            moved = step(view.ticket, happening)[0]
            return (replace(view, ticket=moved) if isinstance(moved, Ticket) else view), ()
        case _, Left():
            return Home(), ()
        case PhoneAsk(ticket), TimePassed():
            return StillThere(ticket), ()
        case _, KeyTapped() | PhoneGiven() | PhoneTaken() | Back() | TimePassed():
            return phone_journey.step(view, happening)
        case _:
            return view, ()


def _gives_way(view: View) -> bool:
    """Whether nothing is lost when another receipt is held before the reader: no number on its way, nothing half written."""
    if isinstance(view, StillThere):
        return _gives_way(view.behind)
    return isinstance(
        view, Home | Scanning | LookingUp | Status | Ticket | Refused | Typing | Details | procedure_journey.Views
    )


def _hand(view: View, happening: TypeTapped | CodeGiven | ForeignGiven) -> tuple[View, tuple[Effect, ...]]:
    """A code is to be typed, or came from a reader at the keyboard's plug, which is right about it or silent."""
    scanning = isinstance(view, Scanning)
    closing: tuple[Effect, ...] = (CloseCamera(),) if scanning else ()
    match view, happening:
        case LookingUp(code), CodeGiven(given) if code == given:
            return view, ()
        case _, CodeGiven(code, request):
            return LookingUp(code), (*closing, AskFile(code, request))
        case Scanning() | Typing(), ForeignGiven():
            return replace(view, foreign=True), ()
        case Home() | Status() | Ticket() | Refused() | Details(), ForeignGiven(letters):
            return begin(letters, foreign=True), ()
        case _, TypeTapped(letters):
            return begin(letters, scanned=scanning), closing
        case _:
            return view, ()
