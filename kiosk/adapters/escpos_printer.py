"""A receipt printer that speaks ESC/POS: asked before, watched while, and believed only when it answers.

Proofs of printing, best first: the process id of GS ( H comes back (printed and cut); GS r is answered and DLE EOT finds no
trouble (it left the queue); nothing: unconfirmed. Sources of the codes: ``escpos_job`` and ``contract.printer_answers``.
"""

import itertools
import random
import time
from threading import Event
from typing import Final

from contract.commands import PrintState
from contract.notices import Printer
from contract.printer_answers import PrinterAnswers
from contract.printer_models import PrinterModel
from kiosk.adapters.escpos_job import STATUS_QUESTIONS, PrintJob
from kiosk.adapters.proof_watch import STUCK_S, Patience, ProofWatch
from kiosk.core.document import Document
from kiosk.core.papers import PrinterFacts
from kiosk.core.printer_errors import (
    PrinterError,
    PrinterOfflineError,
    Proof,
    SlipCutShortError,
    check_printable,
    stops_printing,
)
from kiosk.paper_ports import Line, SlipDrawing, Tell

_MARK: Final = 4
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SLICE_S: Final = 0.1
"""How soon a stop is noticed."""
_HURRY: Final = 5
"""How many times less a printer that has been silent is waited for."""


class EscposPrinter:
    """A ``kiosk.ports.TicketPrinter``. A connection a job; it is kept only while an unconfirmed slip may yet be proven."""

    def __init__(self, line: Line, drawing: SlipDrawing, model: PrinterModel, patience: Patience | None = None) -> None:
        """``drawing`` draws as many dots as ``model`` has."""
        self._line, self._drawing = line, drawing
        self._model, self._job = model, PrintJob(model)
        self._patience = patience or Patience()
        self._answers = PrinterAnswers()
        self._unproven: set[str] = set()
        self._late: set[str] = set()
        self._silent = False
        self._proofless = False
        self._left_over = False
        self._broken = False
        self._stopped = Event()
        self._marks = itertools.count(random.randrange(len(_LETTERS) ** _MARK))  # noqa: S311 - not a secret

    def condition(self) -> Printer:
        """READY to OFFLINE; UNKNOWN where the printer takes a connection and says nothing."""
        try:
            self._connect()
            self._ask()
            condition = self._hear_out()
        except PrinterOfflineError:
            self._hang_up()
            return Printer.OFFLINE
        self._let_go(condition)
        return condition

    def facts(self) -> PrinterFacts:
        """Everything that it answers now, without a dot on paper."""
        mark = self._new_mark()
        try:
            self._connect()
            self._ask()
            condition = self._hear_out()
            self._answers.queue_passed = False
            if not stops_printing(condition):  # else the questions would wait in its buffer
                self._line.write(self._job.questions(mark), time.monotonic() + _SLICE_S)
                self._hear_both(mark)
            said = self._answers
        except PrinterOfflineError:
            self._hang_up()
            return PrinterFacts(Printer.OFFLINE, status=False, queue=False, marks=False)
        facts = PrinterFacts(condition, not self._silent, said.queue_passed, mark in said.marks)
        self._let_go(condition)
        return facts

    def print_slip(self, paper: Document, tell: Tell) -> Proof:
        """Print once, see ``kiosk.ports.TicketPrinter``. The slip is drawn while the printer's first answers travel."""
        mark = self._new_mark()
        try:
            self._connect()
            self._ask()
            job = self._job.write(self._drawing.paint(paper), mark, self._broken)
            condition = self._hear_out()
            check_printable(condition)
        except PrinterOfflineError:
            self._hang_up()
            raise
        except PrinterError as trouble:
            self._let_go(trouble.condition)
            raise
        self._answers.queue_passed = False
        tell(PrintState.SENT, None)
        self._send(job, tell)
        try:
            proof = self._watch(mark, condition, tell)
        except PrinterOfflineError:
            self._break_off()
            return Proof(PrintState.UNCONFIRMED, Printer.OFFLINE, mark)
        self._broken = proof.condition is Printer.UNKNOWN and not self._silent
        self._proofless = proof.state is PrintState.UNCONFIRMED and not stops_printing(proof.condition)
        if proof.state is PrintState.UNCONFIRMED and stops_printing(proof.condition):
            self._unproven.add(mark)
        self._let_go(proof.condition)
        return proof

    def late_proofs(self) -> frozenset[str]:
        """Marks that came back after ``print_slip`` had given up on them."""
        proven, self._late = frozenset(self._late), set()
        return proven

    def stop(self) -> None:
        """From any thread: all waiting ends within a tenth of a second."""
        self._stopped.set()

    def close(self) -> None:
        """Disconnect."""
        self._hang_up()

    # Conversation -----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """A device file may still hold answers to questions of the last connection; they must not answer new ones."""
        if self._stopped.is_set():
            raise PrinterOfflineError("stopped")
        self._line.open(time.monotonic() + self._patience.connect_s)
        if self._left_over:
            until = time.monotonic() + self._patience.answer_s / _HURRY
            while self._line.read(until):
                pass
            self._left_over = False

    def _ask(self) -> None:
        """A line that does not take a few bytes at once is as good as silent; a silent model is not asked."""
        if not self._model.status:
            return
        self._answers.ask()
        self._line.write(STATUS_QUESTIONS, time.monotonic() + _SLICE_S)

    def _hear_out(self) -> Printer:
        """The condition after all answers; a printer known to be silent is waited for less long."""
        until = time.monotonic() + self._patience.answer_s / (_HURRY if self._silent else 1)
        while not self._answers.complete and time.monotonic() < until and not self._stopped.is_set():
            self._hear(until)
        self._silent = not self._answers.complete or not self._model.status
        return self._answers.condition()

    def _hear_both(self, mark: str) -> None:
        """The answers to the two questions for proof, as far as they come in time."""
        until = time.monotonic() + self._patience.answer_s
        while time.monotonic() < until and not self._stopped.is_set():
            if self._answers.queue_passed and mark in self._answers.marks:
                return
            self._hear(until)

    def _hear(self, until: float) -> None:
        self._answers.feed(self._line.read(min(until, time.monotonic() + _SLICE_S)))
        self._late |= self._unproven & self._answers.marks
        self._unproven -= self._answers.marks

    def _let_go(self, condition: Printer) -> None:
        """Disconnect, unless paper may come back and prove a slip over this connection."""
        if not self._unproven or condition is Printer.UNKNOWN:
            self._hang_up()

    def _hang_up(self) -> None:
        self._line.close()
        self._left_over = not self._answers.complete
        self._answers = PrinterAnswers()
        self._unproven.clear()

    # One job ----------------------------------------------------------------------------------------------------------

    def _new_mark(self) -> str:
        rest, mark = next(self._marks), ""
        for _ in range(_MARK):
            rest, place = divmod(rest, len(_LETTERS))
            mark = _LETTERS[place] + mark
        return mark

    def _send(self, job: bytes, tell: Tell) -> None:
        """Raise SlipCutShortError unless all of it is taken; a stuck printer is waited for and told about."""
        until = time.monotonic() + self._patience.stuck_s
        taken, stuck = 0, False
        while taken < len(job):
            try:
                step = self._line.write(job[taken:], time.monotonic() + STUCK_S)
            except PrinterOfflineError as fault:
                self._break_off()
                raise SlipCutShortError(Printer.OFFLINE) from fault
            taken += step
            if step:
                until = time.monotonic() + self._patience.stuck_s
            elif self._stopped.is_set() or time.monotonic() > until:
                self._break_off()
                raise SlipCutShortError(Printer.UNKNOWN)
            if stuck is not (step == 0):
                stuck = step == 0
                tell(PrintState.SENT, Printer.UNKNOWN if stuck else None)

    def _break_off(self) -> None:
        self._line.drop()
        self._hang_up()
        self._broken = True

    def _watch(self, mark: str, condition: Printer, tell: Tell) -> Proof:
        """Wait for the mark; meanwhile ask how the printer is, and tell when that changes.

        Raise SlipCutShortError where part of the slip never reached a printer that says nothing.
        """
        watch = ProofWatch(self._patience, condition, hurried=self._silent or self._proofless)
        while True:
            self._hear(time.monotonic() + _SLICE_S)
            now = time.monotonic()
            if mark in self._answers.marks:
                return Proof(PrintState.CONFIRMED, watch.condition, mark)
            if self._answers.complete:
                if watch.changed(self._answers.condition(), now):
                    tell(PrintState.SENT, watch.condition if stops_printing(watch.condition) else None)
                if watch.passed(queue_passed=self._answers.queue_passed, now=now):
                    return Proof(PrintState.CONFIRMED, watch.condition, mark)
                if watch.due(now):
                    self._ask()
            watch.draining(self._untaken(), now)
            if self._stopped.is_set() or now > watch.until:
                fresh = self._answers.complete or watch.just_asked(now)
                if not fresh and self._untaken():
                    self._break_off()  # else it would come out when nobody stands there any more
                    raise SlipCutShortError(Printer.UNKNOWN)
                return Proof(PrintState.UNCONFIRMED, watch.condition if fresh else Printer.UNKNOWN, mark)

    def _untaken(self) -> int:
        """Bytes of the slip that the printer has not got; the questions asked since may be under way as well."""
        return max(0, self._line.untaken() - len(STATUS_QUESTIONS))
