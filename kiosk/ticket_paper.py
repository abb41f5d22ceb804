"""The paper of each ticket: begun once, ended as its printer proves, and reported; other papers are printed and forgotten."""

from collections.abc import Callable
from typing import Final

from contract.commands import PrintState, ReportPrint, Request
from contract.ids import RequestId, VisitId
from contract.notices import Receipt
from kiosk.core.happenings import PaperMoved
from kiosk.core.papers import PaperTold, PrintPaper
from kiosk.paper_ports import Printing
from kiosk.ports import OwedPaper, Sending, TapBook

FRESH_S: Final = 120.0
"""After a restart a number this fresh is still shown and printed: its citizen is standing there."""
_ENDS: Final = (PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED)


class TicketPaper:
    """Called by the service, on its thread; ``tell`` may be called from any. ``printing`` None: the kiosk has no printer."""

    def __init__(
        self,
        book: TapBook,
        printing: Printing | None,
        sending: Sending,
        new_request: Callable[[], RequestId],
        tell: Callable[[PaperTold], None],
    ) -> None:
        self._book = book
        self._printing = printing
        self._sending = sending
        self._new_request = new_request
        self._tell = tell
        self._begun: dict[VisitId, RequestId] = {}
        self._others: set[RequestId] = set()

    @property
    def busy(self) -> bool:
        """Whether a paper is under way."""
        return bool(self._begun or self._others)

    def use(self, printing: Printing | None) -> None:
        """From now on this printer; while none is busy."""
        self._printing = printing

    def print_ticket(self, receipt: Receipt) -> None:
        """Once, after its number is on the screen and settled."""
        if self._printing is None:
            self._book.end_paper(receipt.request, held=False)
            return
        self._book.begin_paper(receipt.request)  # a full disk raises, and the kiosk is not busy then
        self._begun[receipt.visit] = receipt.request
        self._printing.print_ticket(receipt)

    def print_again(self, receipt: Receipt) -> None:
        """Once more, marked as a copy."""
        if self._printing:
            self._begun[receipt.visit] = receipt.request
            self._printing.reprint(receipt)

    def print_other(self, paper: PrintPaper) -> None:
        """What stands on it is not kept, nor journalled."""
        if self._printing:
            self._others.add(paper.job)
            self._printing.print_paper(paper.job, paper.content)
        else:
            self._tell(PaperTold(paper.job, PrintState.FAILED, None))

    def take_up(self, owed: OwedPaper) -> None:
        """What a power cut interrupted: a paper that may be out is not printed again, and an old one is nobody's any more."""
        receipt = owed.receipt
        if owed.begun or owed.age_s > FRESH_S:
            state = PrintState.UNCONFIRMED if owed.begun else PrintState.FAILED
            self._report(PaperMoved(receipt.visit, state, None), receipt.request)
        else:
            self.print_ticket(receipt)

    def heard(self, happening: object) -> None:
        """The printer may have said something about a ticket, which is reported, or about another paper."""
        match happening:
            case PaperMoved(visit=visit):
                self._report(happening, self._begun.get(visit))
            case PaperTold(job, state) if state in _ENDS:
                self._others.discard(job)
            case PaperTold(job, PrintState.SHOWN):  # asked for from elsewhere than the screen
                self._others.add(job)
            case _:
                pass

    def _report(self, moved: PaperMoved, request: RequestId | None) -> None:
        """``request`` None: the printer confirmed late what had been given up."""
        report = ReportPrint(moved.visit, moved.state, moved.trouble, moved.again)
        self._sending.send(Request(self._new_request(), report))
        if request and moved.state in _ENDS:
            self._book.end_paper(request, held=moved.state is PrintState.CONFIRMED)
            self._begun.pop(moved.visit, None)
