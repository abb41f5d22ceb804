"""The print worker: the one thread that talks to the printer.

A ticket is shown, sent, then confirmed, unconfirmed or failed. While nothing was sent it may be tried again for as long as its
citizen stands there; after the first byte never, because a printer finishes what it holds when its paper returns. Other papers
fare alike; only tickets are remembered, so that none comes out twice unmarked.
"""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from contract.commands import PrintState
from contract.ids import RequestId, VisitId
from contract.notices import Printer, Receipt
from kiosk.core.document import Document
from kiosk.core.papers import PaperContent, PrinterFacts, TestSlip
from kiosk.core.printer_errors import PrinterError, Proof, SlipCutShortError
from kiosk.paper_ports import Composing, PaperNews, TicketPrinter

_LOG: Final = logging.getLogger(__name__)
_REMEMBERED: Final = 500
_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class _Job:
    """``draw`` runs on the worker's thread; ``report`` hears state and trouble; ``name`` is for the log."""

    name: str
    draw: Callable[[], Document]
    report: Callable[[PrintState, str | None], None]
    give_up_at: float


class PrintWorker:
    """Prints each visit's ticket once, and what else is asked for, in the order of asking.

    All callbacks come from its own thread: ``news`` hears how papers fare, and the printer's condition when it changes, first of
    all soon after ``start``. Waits are in seconds: ``paper_wait_s`` how long an unsent paper waits for the printer, ``poll_s``
    between two looks at an idle printer, ``retry_s`` between two tries.
    """

    def __init__(
        self,
        printer: TicketPrinter,
        compose: Composing,
        news: PaperNews,
        *,
        paper_wait_s: float = 20.0,
        poll_s: float = 5.0,
        retry_s: float = 0.5,
    ) -> None:
        self._printer, self._compose, self._news = printer, compose, news
        self._paper_wait_s, self._poll_s, self._retry_s = paper_wait_s, poll_s, retry_s
        self._printed: OrderedDict[VisitId, None] = OrderedDict()
        self._unconfirmed: OrderedDict[str, _Job] = OrderedDict()
        self._seen: Printer | None = None
        self._jobs: deque[_Job] = deque()
        self._stopping = self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="print worker", daemon=True)

    def start(self) -> None:
        """Begin to work and to watch the printer."""
        self._thread.start()

    def print_ticket(self, receipt: Receipt) -> bool:
        """Have a ticket printed; False, and nothing happens, for a visit that was printed or is being printed."""
        with self._changed:
            if receipt.visit in self._printed:
                return False
            _keep(self._printed, receipt.visit, None)
            self._take(receipt, again=False)
            return True

    def reprint(self, receipt: Receipt) -> None:
        """Have a ticket printed again, marked as such, because a person asked."""
        with self._changed:
            _keep(self._printed, receipt.visit, None)
            self._take(receipt, again=True)

    def print_paper(self, job: RequestId, content: PaperContent) -> None:
        """Have something else printed, once; a test slip tells what the printer answers just before."""

        def report(state: PrintState, trouble: str | None) -> None:
            self._news.paper_moved(job, state, trouble)

        def draw() -> Document:
            told = replace(content, facts=self._facts()) if isinstance(content, TestSlip) else content
            return self._compose.document(told)

        with self._changed:
            self._queue(type(content).__name__, draw, report)

    def stop(self, deadline_s: float = 3.0) -> bool:
        """Report what has not begun as failed, end the rest; False if the thread did not end in time."""
        with self._changed:
            self._stopping = True
            left, self._ended = [] if self._thread.ident else list(self._jobs), self._ended or not self._thread.ident
            self._changed.notify_all()
        for job in left:
            job.report(PrintState.FAILED, None)
        self._printer.stop()
        if self._thread.is_alive():
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _take(self, receipt: Receipt, *, again: bool) -> None:
        composed = self._compose.ticket(receipt, again=again)  # now, in the language that its citizen chose

        def report(state: PrintState, trouble: str | None) -> None:
            self._news.ticket_moved(receipt.visit, state, trouble, again=again)

        self._queue(receipt.visit, lambda: composed, report)

    def _queue(self, name: str, draw: Callable[[], Document], report: Callable[[PrintState, str | None], None]) -> None:
        if self._ended:  # whoever asked had this printer in hand while another one took its place
            report(PrintState.FAILED, None)
            return
        self._jobs.append(_Job(name, draw, report, time.monotonic() + self._paper_wait_s))
        self._changed.notify_all()

    def _facts(self) -> PrinterFacts:
        facts = self._printer.facts()
        self._noticed(facts.condition)
        return facts

    def _run(self) -> None:
        self._look()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._stopping, self._poll_s)
                job = self._jobs.popleft() if self._jobs else None
                if job is None and self._stopping:
                    self._ended = True
                    break
            if job is None:
                self._look()
            else:
                self._serve(job)
        self._printer.close()

    def _look(self) -> None:
        """An idle printer's condition, and proofs that came late."""
        try:
            self._noticed(self._printer.condition())
            for mark in self._printer.late_proofs():
                job = self._unconfirmed.pop(mark, None)
                if job is not None:
                    job.report(PrintState.CONFIRMED, None)
        except Exception:  # noqa: BLE001 - the thread's edge: without it no ticket is printed any more
            _LOG.exception("looking at the printer failed")

    def _serve(self, job: _Job) -> None:
        try:
            self._print(job)
        except Exception:  # noqa: BLE001 - the thread's edge: one bad slip must not end all printing
            _LOG.exception("printing %s failed", job.name)
            job.report(PrintState.FAILED, Printer.ERROR.value)

    def _print(self, job: _Job) -> None:
        """Try until it is sent, the citizen has waited long enough, or the program stops."""
        told: Printer | None = None
        while not self._stopping:
            try:
                proof = self._printer.print_slip(job.draw(), lambda state, trouble: self._told(job, state, trouble))
            except SlipCutShortError as broken:
                self._noticed(broken.condition)
                job.report(PrintState.FAILED, broken.condition.value)
                return
            except PrinterError as trouble:
                told, before = trouble.condition, told
                self._noticed(told)
                if time.monotonic() >= job.give_up_at:
                    break
                if told is not before:
                    job.report(PrintState.SHOWN, told.value)
                self._wait_for_retry()
            else:
                self._proven(job, proof)
                return
        job.report(PrintState.FAILED, told.value if told else None)

    def _proven(self, job: _Job, proof: Proof) -> None:
        self._noticed(proof.condition)
        confirmed = proof.state is PrintState.CONFIRMED
        if not confirmed:
            _keep(self._unconfirmed, proof.mark, job)
        job.report(proof.state, None if confirmed else _trouble(proof.condition))

    def _told(self, job: _Job, state: PrintState, trouble: Printer | None) -> None:
        if trouble is not None:
            self._noticed(trouble)
        job.report(state, trouble.value if trouble else None)

    def _noticed(self, condition: Printer) -> None:
        if condition is not self._seen:
            self._seen = condition
            self._news.condition(condition)

    def _wait_for_retry(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping, self._retry_s)


def _trouble(condition: Printer) -> str | None:
    return None if condition in (Printer.READY, Printer.PAPER_LOW) else condition.value


def _keep(kept: OrderedDict[_K, _V], key: _K, value: _V) -> None:
    """Remember the newest only."""
    kept[key] = value
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)
