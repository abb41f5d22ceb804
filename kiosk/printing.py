"""The print worker: the one thread that talks to the printer.

A ticket is shown, sent, then confirmed, unconfirmed or failed. While nothing was sent it may be tried again for as long as its
citizen stands there; after the first byte never, because a printer finishes what it holds when its paper returns.
"""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from contract.commands import PrintState
from contract.ids import VisitId
from contract.notices import Printer, Receipt
from kiosk.core.printer_errors import PrinterError, Proof, SlipCutShortError
from kiosk.core.slip import Slip
from kiosk.ports import TicketPrinter

_LOG: Final = logging.getLogger(__name__)
_REMEMBERED: Final = 500

Report = Callable[[VisitId, PrintState, str | None], None]
"""Visit, state and trouble (a printer condition such as ``paper_out``, None where there is none)."""


@dataclass(frozen=True, slots=True)
class _Job:
    visit: VisitId
    slip: Slip
    give_up_at: float


class PrintWorker:
    """Prints each visit's ticket once, in the order of asking; all callbacks come from its own thread.

    ``compose`` turns a receipt into a slip; ``report`` hears how a ticket fares; ``watch`` hears the printer's condition when
    it changes, first of all soon after ``start``. Waits are in seconds: ``paper_wait_s`` how long an unsent ticket waits for
    the printer, ``poll_s`` between two looks at an idle printer, ``retry_s`` between two tries.
    """

    def __init__(
        self,
        printer: TicketPrinter,
        compose: Callable[[Receipt], Slip],
        report: Report,
        watch: Callable[[Printer], None],
        *,
        paper_wait_s: float = 20.0,
        poll_s: float = 5.0,
        retry_s: float = 0.5,
    ) -> None:
        self._printer, self._compose, self._report, self._watch = printer, compose, report, watch
        self._paper_wait_s, self._poll_s, self._retry_s = paper_wait_s, poll_s, retry_s
        self._known: OrderedDict[VisitId, Slip] = OrderedDict()
        self._unconfirmed: dict[str, VisitId] = {}
        self._seen: Printer | None = None
        self._jobs: deque[_Job] = deque()
        self._stopping = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="print worker", daemon=True)

    def start(self) -> None:
        """Begin to work and to watch the printer."""
        self._thread.start()

    def print_ticket(self, receipt: Receipt) -> bool:
        """Have a ticket printed; False, and nothing happens, for a visit that was printed or is being printed."""
        with self._changed:
            if receipt.visit in self._known:
                return False
            slip = self._compose(receipt)
            self._known[receipt.visit] = slip
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            self._take(receipt.visit, slip)
            return True

    def reprint(self, visit: VisitId) -> bool:
        """Have a ticket printed again, marked as such, because a person asked; False for a visit not remembered."""
        with self._changed:
            slip = self._known.get(visit)
            if slip is None:
                return False
            self._take(visit, replace(slip, reprint=True))
            return True

    def stop(self, deadline_s: float = 3.0) -> bool:
        """Report what has not begun as failed, end the rest; False if the thread did not end in time."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._printer.stop()
        if self._thread.is_alive():
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _take(self, visit: VisitId, slip: Slip) -> None:
        self._jobs.append(_Job(visit, slip, time.monotonic() + self._paper_wait_s))
        self._changed.notify_all()

    def _run(self) -> None:
        self._look()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._stopping, self._poll_s)
                job = self._jobs.popleft() if self._jobs else None
                if job is None and self._stopping:
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
                visit = self._unconfirmed.pop(mark, None)
                if visit is not None:
                    self._report(visit, PrintState.CONFIRMED, None)
        except Exception:  # noqa: BLE001 - the thread's edge: without it no ticket is printed any more
            _LOG.exception("looking at the printer failed")

    def _serve(self, job: _Job) -> None:
        try:
            self._print(job)
        except Exception:  # noqa: BLE001 - the thread's edge: one bad slip must not end all printing
            _LOG.exception("printing %s failed", job.visit)
            self._report(job.visit, PrintState.FAILED, Printer.ERROR.value)

    def _print(self, job: _Job) -> None:
        """Try until it is sent, the citizen has waited long enough, or the program stops."""
        told: Printer | None = None
        while not self._stopping:
            try:
                proof = self._printer.print_slip(job.slip, lambda state, trouble: self._told(job, state, trouble))
            except SlipCutShortError as broken:
                self._noticed(broken.condition)
                self._report(job.visit, PrintState.FAILED, broken.condition.value)
                return
            except PrinterError as trouble:
                told, before = trouble.condition, told
                self._noticed(told)
                if time.monotonic() >= job.give_up_at:
                    break
                if told is not before:
                    self._report(job.visit, PrintState.SHOWN, told.value)
                self._wait_for_retry()
            else:
                self._proven(job, proof)
                return
        self._report(job.visit, PrintState.FAILED, told.value if told else None)

    def _proven(self, job: _Job, proof: Proof) -> None:
        self._noticed(proof.condition)
        confirmed = proof.state is PrintState.CONFIRMED
        if not confirmed:
            self._unconfirmed[proof.mark] = job.visit
            while len(self._unconfirmed) > _REMEMBERED:
                self._unconfirmed.pop(next(iter(self._unconfirmed)))
        self._report(job.visit, proof.state, None if confirmed else _trouble(proof.condition))

    def _told(self, job: _Job, state: PrintState, trouble: Printer | None) -> None:
        if trouble is not None:
            self._noticed(trouble)
        self._report(job.visit, state, trouble.value if trouble else None)

    def _noticed(self, condition: Printer) -> None:
        if condition is not self._seen:
            self._seen = condition
            self._watch(condition)

    def _wait_for_retry(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping, self._retry_s)


def _trouble(condition: Printer) -> str | None:
    return None if condition in (Printer.READY, Printer.PAPER_LOW) else condition.value
