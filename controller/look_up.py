"""Looking files up: asked on a worker, answered to whoever scanned, noted in the journal."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from math import ceil
from threading import Lock
from typing import Final

from contract.commands import LookUpFile
from contract.file_code import find_file_code
from contract.file_details import AskedDigits, Verdict
from contract.ids import RequestId
from contract.notices import FileStatus, LookUp
from contract.site import Site
from controller.core.events import FileLookedUp
from controller.core.receipt_field import fields_of_procedures, receipt_field
from controller.core.rights import Sender
from controller.core.tries import Tries
from controller.ports import FileRegistry, Outlet, RegistryAnswer
from controller.shares import Shares

_LOG: Final = logging.getLogger(__name__)


class LookUps:
    """``workers`` wait for the registry, which may take seconds; ``note`` puts what came of it into the journal.

    ``ticks`` are seconds of a clock that never goes back: wrong digits are counted by it.
    """

    def __init__(
        self,
        site: Site,
        registry: FileRegistry,
        workers: Shares,
        outlet: Outlet,
        note: Callable[[Sender, FileLookedUp], None],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        proof = site.registry.proof
        self._site = site
        self._asked = AskedDigits(proof.of, proof.digits, proof.name) if proof.path else None
        self._registry = registry
        self._workers = workers
        self._outlet = outlet
        self._note = note
        self._ticks = ticks
        self._fields = fields_of_procedures(site)
        self._tries = Tries()
        self._lock = Lock()

    def begin(self, sender: Sender, request: RequestId, command: LookUpFile) -> None:
        """Return at once; the answer leaves by the outlet. ``sender`` may look files up."""
        if find_file_code(command.code, self._site.file_code) != command.code:  # may hold a citizen's number: not kept
            self._outlet.answer(sender.device, FileStatus(request, LookUp.UNKNOWN_FILE, command.code))
        else:
            self._workers.submit(self._ask, sender, request, command)

    def answer(self, sender: Sender, request: RequestId, command: LookUpFile) -> FileStatus:
        """On this thread, within the registry's deadline; never raises. ``command.code`` is a file code, ``sender`` may ask."""
        try:
            if command.digits is None or self._asked is None:
                status = self._status(request, command, self._registry.look_up(command.code))
            else:
                status = self._compare(sender, request, command, command.digits)
        except Exception:  # noqa: BLE001 - the edge of a worker: a citizen waits for an answer whatever went wrong
            _LOG.exception("look-up failed")
            status = FileStatus(request, LookUp.UNAVAILABLE, command.code)
        try:
            self._note(sender, FileLookedUp(command.code, status.outcome, status.status, status.verdict))
        except Exception:  # noqa: BLE001 - as above: a full disk must not cost the citizen his answer
            _LOG.exception("look-up not journalled")
        return status

    def _ask(self, sender: Sender, request: RequestId, command: LookUpFile) -> None:
        self._outlet.answer(sender.device, self.answer(sender, request, command))

    def _status(self, request: RequestId, command: LookUpFile, found: RegistryAnswer) -> FileStatus:
        """How far it is, and what would open the rest."""
        return FileStatus(
            request,
            found.outcome,
            command.code,
            found.status,
            found.due_on,
            receipt_field(self._site, self._fields, found.status, found.procedure),
            found.new_due_on,
            self._site.registry.contact,
            self._asked if found.provable else None,
        )

    def _compare(self, sender: Sender, request: RequestId, command: LookUpFile, digits: str) -> FileStatus:
        """The same question and the same work for right and wrong digits; what is locked is not compared at all."""
        began = self._ticks()
        with self._lock:
            rest = self._tries.begin(command.code, sender.device, began)
        if rest > 0:
            status = self._status(request, command, self._registry.look_up(command.code))
            return replace(status, verdict=Verdict.LOCKED, tries_left=0, locked_s=ceil(rest))
        compared = False
        try:
            found = self._registry.look_up(command.code, digits)
            compared = found.outcome is LookUp.FOUND and found.details is None
        finally:
            if not compared:
                with self._lock:
                    self._tries.forgive(command.code, sender.device, began)
        status = self._status(request, command, found)
        if found.details is not None:
            return replace(status, verdict=Verdict.RIGHT, details=found.details)
        return self._wrong(sender, status) if compared else status

    def _wrong(self, sender: Sender, status: FileStatus) -> FileStatus:
        with self._lock:
            now = self._ticks()
            left = self._tries.left(status.code, sender.device, now)
            rest = self._tries.rest(status.code, sender.device, now)
        if left:
            return replace(status, verdict=Verdict.WRONG, tries_left=left)
        return replace(status, verdict=Verdict.LOCKED, tries_left=0, locked_s=ceil(rest))
