"""Looking files up: asked on a worker, answered to whoever scanned, noted in the journal."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final

from contract.commands import LookUpFile
from contract.file_code import find_file_code
from contract.ids import FieldId, RequestId
from contract.notices import FileStatus, LookUp
from contract.site import Site
from controller.core.events import FileLookedUp
from controller.core.rights import Sender
from controller.ports import FileRegistry, Outlet

_LOG: Final = logging.getLogger(__name__)


class LookUps:
    """``workers`` wait for the registry, which may take seconds; ``note`` puts what came of it into the journal."""

    def __init__(
        self,
        site: Site,
        registry: FileRegistry,
        workers: Executor,
        outlet: Outlet,
        note: Callable[[Sender, FileLookedUp], None],
    ) -> None:
        self._pattern = site.file_code
        self._registry = registry
        self._workers = workers
        self._outlet = outlet
        self._note = note
        self._fields_of: dict[str, FieldId] = {
            name.casefold(): one.id for one in site.fields for name in one.procedures
        }

    def begin(self, sender: Sender, request: RequestId, command: LookUpFile) -> None:
        """Return at once; the answer leaves by the outlet. ``sender`` may look files up."""
        if find_file_code(command.code, self._pattern) != command.code:  # may hold a citizen's number: not kept
            self._outlet.answer(sender.device, FileStatus(request, LookUp.UNKNOWN_FILE, command.code))
        else:
            self._workers.submit(self._ask, sender, request, command)

    def _ask(self, sender: Sender, request: RequestId, command: LookUpFile) -> None:
        try:
            found = self._registry.look_up(command.code)
            field = self._fields_of.get((found.procedure or "").casefold())
            status = FileStatus(
                request,
                found.outcome,
                command.code,
                found.status,
                found.procedure,
                found.received_on,
                found.due_on,
                field,
                found.new_due_on,
                found.reason,
            )
        except Exception:  # noqa: BLE001 - the edge of a worker: a citizen waits for an answer whatever went wrong
            _LOG.exception("look-up failed")
            status = FileStatus(request, LookUp.UNAVAILABLE, command.code)
        try:
            self._note(sender, FileLookedUp(command.code, status.outcome, status.status))
        except Exception:  # noqa: BLE001 - as above: a full disk must not cost the citizen his answer
            _LOG.exception("look-up not journalled")
        self._outlet.answer(sender.device, status)
