"""The shell of the kiosk: happenings in, one after the other; the next view and its effects out."""

import logging
import sqlite3
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from contract.codec import decode_request
from contract.commands import LookUpFile, PrintState, ReportPrint, Request, TakeTicket
from contract.errors import MalformedMessageError
from contract.ids import RequestId, VisitId
from contract.notices import (
    Acceptance,
    Answer,
    FileStatus,
    HeldNumbers,
    LookUp,
    Reason,
    Receipt,
    Refusal,
    SuggestionStatus,
)
from contract.request_ids import is_report
from kiosk.core import file_journey, journey
from kiosk.core.comfort import Comfort
from kiosk.core.effects import AskFile, CloseCamera, OpenCamera, PrintAgain, PrintSlip, StoreTap
from kiosk.core.happenings import (
    ComfortChosen,
    FieldTapped,
    FileAnswered,
    Left,
    NumberGiven,
    NumberRefused,
    PaperMoved,
    TimePassed,
    Touched,
)
from kiosk.core.journey import Happening, View, step
from kiosk.core.maintenance_journey import (
    CheckPin,
    MaintenanceEffect,
    OutOfService,
    Pin,
    Restart,
    Serve,
    TellCondition,
    TryCamera,
)
from kiosk.core.papers import PaperContent, PaperTold, PrinterSeen, PrintPaper
from kiosk.core.patience import patience_s
from kiosk.core.suggestion_journey import (
    AskAbout,
    SendTapped,
    StoreSuggestion,
    SuggestAsking,
    SuggestionRefused,
    SuggestionTaken,
    SuggestionTold,
)
from kiosk.core.views import Home, LookingUp, Refused, Taking, Ticket
from kiosk.ports import Camera, Holding, Maintaining, Printing, Screens, Sending, TapBook
from kiosk.suggestion_sending import SuggestionSending

_LOG: Final = logging.getLogger(__name__)

_AGAIN_S: Final = 2.0
"""Between two looks whether a number of the kiosk's own can be given."""
FRESH_S: Final = 120.0
"""After a restart a number this fresh is still shown and printed: its citizen is standing there."""


class Patience(Protocol):
    """See ``kiosk.core.patience.patience_s``."""

    def __call__(self, view: View, *, plain: bool) -> float | None:
        """Seconds, or None for ever."""


class KioskService:
    """One kiosk. ``happen`` may be called from any thread; everything else runs on the thread of ``run``."""

    def __init__(
        self,
        screens: Screens,
        sending: Sending,
        book: TapBook,
        paper: Printing | None,
        camera: Camera | None,
        new_request: Callable[[], RequestId],
        comfort: Comfort = Comfort(),  # noqa: B008 (frozen)
        patience: Patience = patience_s,
        own: Holding | None = None,
        care: Maintaining | None = None,
    ) -> None:
        self.view: View = Home()
        self.comfort = self._plain = comfort
        self._patience = patience
        self._screens = screens
        self._sending = sending
        self._book = book
        self._paper = paper
        self._camera = camera
        self._new_request = new_request
        self._suggestions = SuggestionSending(sending, new_request)
        self._own = own
        self._care = care
        self._alone_at: float | None = None
        self._inbox: SimpleQueue[Happening | None] = SimpleQueue()
        self._printing: dict[VisitId, RequestId] = {}
        self._leaves_at: float | None = None
        self._latest: Ticket | None = None

    def happen(self, happening: Happening) -> None:
        """Something happened; returns at once."""
        self._inbox.put(happening)

    def answered(self, answer: Answer) -> None:
        """The controller answered; from the link's thread."""
        match answer:
            case Receipt():
                self.happen(NumberGiven(answer))
            case Refusal(request, reason, number, opens_at):
                self.happen(NumberRefused(request, reason, number, opens_at))
                self.happen(SuggestionRefused(request, reason))
            case FileStatus():
                self.happen(FileAnswered(answer))
            case HeldNumbers():
                if self._own:
                    self._own.heard(answer)
            case Acceptance(request):
                self._sending.settle(answer)
                self.happen(SuggestionTaken(request))
                if self._own and is_report(request):
                    self._own.reported()
            case SuggestionStatus():
                self.happen(SuggestionTold(answer.request, answer))

    @property
    def latest_ticket(self) -> Receipt | None:
        """What was shown last, for staff who print it again."""
        latest = self._latest
        return latest.receipt if latest else None

    def stop(self) -> None:
        """End ``run``."""
        self._inbox.put(None)

    def run(self) -> None:
        """Until stopped; first what an earlier run left undone."""
        self._take_up()
        while True:
            try:
                happening = self._inbox.get(timeout=self._left_s())
            except Empty:
                happening = self._gave_up()
            if happening is None:
                self._look(on=False)
                return
            try:
                self._advance(happening)
            except Exception:  # noqa: BLE001 - the kiosk must outlive whatever one happening does
                _LOG.exception("%s was not handled", type(happening).__name__)
                self._mend(happening)

    def _mend(self, happening: Happening) -> None:
        """A tap that could not be stored is nobody's: say so, else ``Taking`` would wait for ever for its answer."""
        stored = dict(self._sending.unanswered())
        if (
            isinstance(happening, FieldTapped)
            and self.view == Taking(happening.request)
            and happening.request not in stored
        ):
            self.view = Refused(Reason.NOT_STORED)
            self._show()
        elif isinstance(happening, SendTapped) and happening.request not in stored:
            self.view, _ = step(self.view, SuggestionRefused(happening.request, Reason.NOT_STORED))
            self._show()

    def _take_up(self) -> None:
        """The tap, the paper or the reading of a number that a power cut interrupted."""
        unheld = self._book.unheld(FRESH_S)
        if unheld:
            self.view = Ticket(unheld, PrintState.UNCONFIRMED)
        for owed in self._book.owed():
            request = owed.receipt.request
            if owed.begun or owed.age_s > FRESH_S:
                state = PrintState.UNCONFIRMED if owed.begun else PrintState.FAILED
                self._report(owed.receipt.visit, request, state, None)
            if owed.age_s <= FRESH_S:
                self.view = Ticket(owed.receipt, PrintState.UNCONFIRMED if owed.begun else PrintState.SHOWN)
                if not owed.begun:
                    self._print(owed.receipt)
        for request, payload in self._sending.unanswered():
            if _is_tap(payload):
                self._keep(self.view)
                self.view = Taking(request)
        self._rest()
        self._show()

    def _advance(self, happening: Happening) -> None:
        before = self.view
        if isinstance(happening, ComfortChosen):
            self._make_comfortable(happening.comfort)
        elif isinstance(happening, Touched) and not isinstance(
            before, LookingUp | file_journey.Checking | SuggestAsking
        ):
            self._stay()
        self.view, effects = step(before, happening, self._latest)
        if self._latest and isinstance(happening, PaperMoved | PrinterSeen):
            self._keep(step(self._latest, happening)[0])
        for effect in effects:
            self._do(effect)
        if self.view == Home() and _ends_visit(before, happening):
            self._make_comfortable(self._plain)
        self._rest()
        if self.view != before:
            self._show()
        self._settle(happening)
        for effect in effects:
            if isinstance(effect, PrintSlip):
                self._print(effect.receipt)
        if isinstance(happening, PaperMoved):
            self._moved(happening)

    def _rest(self) -> None:
        """Out of service instead of home; and no way to a maintenance that nobody does."""
        if self._care is None and self.view == Pin():
            self.view = Home()
        elif self._care and self.view == Home() and not self._care.serves:
            self.view = OutOfService()

    def _keep(self, view: View) -> None:
        """The latest ticket, however far its paper came while something else was shown."""
        if isinstance(view, Ticket):
            self._latest = view

    def _show(self) -> None:
        self._keep(self.view)
        self._screens.show(self.view)
        self._stay()
        awaited = self._own and isinstance(self.view, Taking)
        self._alone_at = time.monotonic() + self._own.patience_s if self._own and awaited else None

    def _make_comfortable(self, comfort: Comfort) -> None:
        """What one citizen wanted is not for the next."""
        if comfort != self.comfort:
            self.comfort = comfort
            self._screens.set_comfort(comfort)
        self._stay()

    def _stay(self) -> None:
        """From now the view stays for its whole time."""
        stays = self._patience(self.view, plain=self.comfort == self._plain)
        self._leaves_at = None if stays is None else time.monotonic() + stays

    def _left_s(self) -> float | None:
        moments = [one for one in (self._leaves_at, self._alone_at) if one is not None]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _answer_alone(self, tap: RequestId) -> Happening:
        """The controller does not answer: a number of the kiosk's own, or, where there is none, some more patience."""
        self._alone_at = time.monotonic() + _AGAIN_S
        try:
            receipt = self._own.give(tap) if self._own else None
        except (OSError, sqlite3.Error):
            _LOG.exception("%s got no number of the kiosk's own", tap)
            receipt = None
        return NumberGiven(receipt) if receipt else TimePassed()

    def _gave_up(self) -> Happening:
        if isinstance(self.view, Taking):
            return self._answer_alone(self.view.request)
        if isinstance(self.view, LookingUp):
            unavailable = FileStatus(RequestId(""), LookUp.UNAVAILABLE, self.view.code)
            return FileAnswered(unavailable)
        if isinstance(self.view, file_journey.Checking):
            return FileAnswered(FileStatus(RequestId(""), LookUp.UNAVAILABLE, self.view.file.code))
        if isinstance(self.view, SuggestAsking):
            return SuggestionTold(self.view.request, None)
        return TimePassed()

    def _do(self, effect: journey.Effect) -> None:
        """All but the ticket's paper, which begins only once the number is on the screen and settled."""
        match effect:
            case StoreTap(request, field, file_code):
                self._sending.send(Request(request, TakeTicket(field, file_code, language=self.comfort.language)))
            case AskFile(code, request):
                self._sending.ask(Request(request, LookUpFile(code)))
            case file_journey.AskDigits(code, request, digits):
                self._sending.ask(Request(request, LookUpFile(code, digits)))
            case StoreSuggestion() | AskAbout():
                self._suggestions.do(effect)
            case OpenCamera() | CloseCamera():
                self._look(on=isinstance(effect, OpenCamera))
            case TryCamera() | CheckPin() | TellCondition() | Serve() | Restart():
                self._maintain(effect)
            case PrintAgain(receipt):
                self._print_again(receipt)
            case PrintPaper(job, content):
                self._print_paper(job, content)

    def _maintain(self, effect: MaintenanceEffect) -> None:
        """Staff is here."""
        if isinstance(effect, TryCamera):
            self._look(on=effect.on)
        elif self._care:
            self._care.do(effect, self.latest_ticket)

    def _settle(self, happening: Happening) -> None:
        """After the number is on the screen, before its paper is begun."""
        if isinstance(happening, NumberGiven):
            self._sending.settle(happening.receipt)
        elif isinstance(happening, NumberRefused):
            refused = happening
            self._suggestions.save(refused, self.view)
            self._sending.settle(Refusal(refused.request, refused.reason, refused.number, refused.opens_at))

    def _print(self, receipt: Receipt) -> None:
        if self._paper is None:
            self._book.end_paper(receipt.request, held=False)
            return
        self._printing[receipt.visit] = receipt.request
        self._book.begin_paper(receipt.request)
        self._paper.print_ticket(receipt)

    def _print_again(self, receipt: Receipt) -> None:
        if self._paper:
            self._printing[receipt.visit] = receipt.request
            self._paper.reprint(receipt)

    def _print_paper(self, job: RequestId, content: PaperContent) -> None:
        """What stands on it is not kept, nor journalled."""
        if self._paper:
            self._paper.print_paper(job, content)
        else:
            self.happen(PaperTold(job, PrintState.FAILED, None))

    def _moved(self, moved: PaperMoved) -> None:
        self._report(moved.visit, self._printing.get(moved.visit), moved.state, moved.trouble, again=moved.again)

    def _report(
        self, visit: VisitId, request: RequestId | None, state: PrintState, trouble: str | None, *, again: bool = False
    ) -> None:
        """``request`` None: the printer confirmed late what had been given up."""
        self._sending.send(Request(self._new_request(), ReportPrint(visit, state, trouble, again)))
        if request and state in (PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED):
            self._book.end_paper(request, held=state is PrintState.CONFIRMED)
            self._printing.pop(visit, None)

    def _look(self, *, on: bool) -> None:
        """Through the camera, or no more."""
        if self._camera:
            (self._camera.start if on else self._camera.stop)()


def _ends_visit(before: View, happening: Happening) -> bool:
    """Whether the next touch is another citizen's: who only begins again keeps the language and the size of words."""
    done = isinstance(before, Ticket) and isinstance(happening, Left)
    return done or isinstance(happening, TimePassed)


def _is_tap(payload: bytes) -> bool:
    """False also for what another version of this program has left: it is sent, and keeps no terminal from starting."""
    try:
        return isinstance(decode_request(payload).command, TakeTicket)
    except MalformedMessageError:
        return False
