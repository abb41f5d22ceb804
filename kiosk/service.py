"""The shell of the kiosk: happenings in, one after the other; the next view and its effects out."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final

from contract.codec import decode_request
from contract.commands import LookUpFile, PrintState, Request, TakeTicket
from contract.errors import MalformedMessageError
from contract.ids import RequestId
from contract.notices import (
    Acceptance,
    Answer,
    HeldNumbers,
    Reason,
    Receipt,
    Refusal,
)
from contract.request_ids import is_report
from kiosk.core import file_journey, journey
from kiosk.core.answered import happenings_of
from kiosk.core.comfort import Comfort
from kiosk.core.effects import AskFile, CloseCamera, OpenCamera, PrintAgain, PrintSlip, StoreTap
from kiosk.core.happenings import (
    ComfortChosen,
    FieldTapped,
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
from kiosk.core.papers import PrinterSeen, PrintPaper
from kiosk.core.patience import patience_s
from kiosk.core.phone_journey import GivePhone, PhoneAsk, PhoneSending
from kiosk.core.suggestion_journey import (
    AskAbout,
    SendTapped,
    StoreSuggestion,
    SuggestAsking,
    SuggestionRefused,
)
from kiosk.core.views import Home, LookingUp, Refused, Taking, Ticket
from kiosk.idle_work import QUIET_S, IdleWork, Soon, Work
from kiosk.paper_ports import Printing
from kiosk.phone_ports import Phones
from kiosk.ports import Camera, Duties, Holding, Maintaining, Screens, Sending, TapBook
from kiosk.suggestion_sending import SuggestionSending
from kiosk.ticket_paper import FRESH_S, TicketPaper
from kiosk.waiting import Patience, Waiting

_LOG: Final = logging.getLogger(__name__)


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
        phones: Phones | None = None,
        duties: Duties | None = None,
        quiet_s: float = QUIET_S,
    ) -> None:
        self.view: View = Home()
        self.comfort = self._plain = comfort
        self._screens = screens
        self._sending = sending
        self._book = book
        self._paper = TicketPaper(book, paper, sending, new_request, self.happen)
        self._camera = camera
        self._suggestions = SuggestionSending(sending, new_request)
        self._own = own
        self._care = care
        self._phones = phones
        self._duties = duties
        self._waiting = Waiting(patience, own)
        self._idle = IdleWork(quiet_s)
        self._inbox: SimpleQueue[Happening | Soon | None] = SimpleQueue()
        self._latest: Ticket | None = None

    def happen(self, happening: Happening) -> None:
        """Something happened; returns at once."""
        self._inbox.put(happening)

    def when_idle(self, work: Work) -> None:
        """Do this on the service's thread as soon as no citizen is there; returns at once."""
        self._inbox.put(Soon(work))

    def use(self, paper: Printing | None, camera: Camera | None, phones: Phones | None) -> None:
        """From now on these; on the service's thread, while it is idle."""
        self._paper.use(paper)
        self._camera, self._phones = camera, phones

    def answered(self, answer: Answer) -> None:
        """The controller answered; from the link's thread."""
        if isinstance(answer, Acceptance):
            self._sending.settle(answer)
        for happening in happenings_of(answer):
            self.happen(happening)
        if self._own and isinstance(answer, HeldNumbers):
            self._own.heard(answer)
        elif self._own and isinstance(answer, Acceptance) and is_report(answer.request):
            self._own.reported()

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
            happening = self._idle.next(self._inbox, self._waiting, self.view, self._at_rest)
            if happening is None:
                self._look(on=False)
                return
            try:
                self._advance(happening)
            except Exception:  # noqa: BLE001 - the kiosk must outlive whatever one happening does
                _LOG.exception("%s was not handled", type(happening).__name__)
                self._mend(happening)

    def _at_rest(self) -> bool:
        """Whether nothing is begun that a citizen could want to end, on the screen or on paper."""
        return self.view in (Home(), OutOfService()) and self.comfort == self._plain and not self._paper.busy

    def _mend(self, happening: Happening) -> None:
        """A tap that could not be stored is nobody's, and a number that could not is not printed: say so, for nothing else will."""
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
        elif isinstance(happening, NumberGiven) and self.view == Ticket(happening.receipt):
            # On a full disk its paper cannot be noted, so none is begun: the number is on the screen, with the words for that.
            self.view, _ = step(self.view, PaperMoved(happening.receipt.visit, PrintState.FAILED, None))
            self._show()

    def _take_up(self) -> None:
        """The tap, the paper or the reading of a number that a power cut interrupted."""
        unheld = self._book.unheld(FRESH_S)
        if unheld:
            self.view = Ticket(unheld, PrintState.UNCONFIRMED)
        for owed in self._book.owed():
            if owed.age_s <= FRESH_S:
                self.view = Ticket(owed.receipt, PrintState.UNCONFIRMED if owed.begun else PrintState.SHOWN)
            self._paper.take_up(owed)
        for request, payload in self._sending.unanswered():
            if _is_tap(payload):
                self._keep(self.view)
                self.view = Taking(request)
        self._rest()
        self._show()

    def _advance(self, happening: Happening) -> None:
        before = self.view
        self._idle.heard(happening)
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
        staff_comes = self._care and isinstance(self.view, Pin) and not isinstance(before, Pin)
        if staff_comes or (self.view == Home() and _ends_visit(before, happening)):
            self._make_comfortable(self._plain)
        self._rest()
        if self.view != before:
            self._show()
        self._settle(happening)
        for effect in effects:
            if isinstance(effect, PrintSlip):
                self._paper.print_ticket(effect.receipt)
        self._paper.heard(happening)

    def _rest(self) -> None:
        """Out of service instead of home; and no way to a maintenance that nobody does."""
        if self._care is None and self.view == Pin():
            self.view = Home()
        elif self._duties and self.view == Home() and not self._duties.serves:
            self.view = OutOfService()

    def _keep(self, view: View) -> None:
        """The latest ticket, however far its paper came while something else was shown."""
        if isinstance(view, Ticket):
            self._latest = view

    def _show(self) -> None:
        self._keep(self.view)
        self._screens.show(self.view)
        self._waiting.begin(self.view, plain=self.comfort == self._plain)

    def _make_comfortable(self, comfort: Comfort) -> None:
        """What one citizen wanted is not for the next."""
        if comfort != self.comfort:
            self.comfort = comfort
            self._screens.set_comfort(comfort)
        self._stay()

    def _stay(self) -> None:
        """From now the view stays for its whole time."""
        self._waiting.stay(self.view, plain=self.comfort == self._plain)

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
                self._paper.print_again(receipt)
            case PrintPaper():
                self._paper.print_other(effect)
            case GivePhone() if self._phones:
                self._phones.give(effect, self.happen)

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

    def _look(self, *, on: bool) -> None:
        """Through the camera, or no more."""
        if self._camera:
            (self._camera.start if on else self._camera.stop)()


def _ends_visit(before: View, happening: Happening) -> bool:
    """Whether the next touch is another citizen's: who only begins again keeps the language and the size of words."""
    done = isinstance(before, Ticket | PhoneAsk | PhoneSending) and isinstance(happening, Left)
    return done or isinstance(happening, TimePassed)


def _is_tap(payload: bytes) -> bool:
    """False also for what another version of this program has left: it is sent, and keeps no terminal from starting."""
    try:
        return isinstance(decode_request(payload).command, TakeTicket)
    except MalformedMessageError:
        return False
