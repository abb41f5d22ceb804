"""The work behind the maintenance screen: PINs are checked and the kiosk is looked at on a thread of its own."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from contract.notices import Receipt
from kiosk.core.maintenance_journey import (
    CheckPin,
    Condition,
    ConditionTold,
    MaintenanceEffect,
    PinChecked,
    Restart,
    Serve,
    TellCondition,
)
from kiosk.core.pin_wait import wait_after
from kiosk.ports import Duties, Marks

_LOG: Final = logging.getLogger(__name__)


class MaintenanceWork:
    """``fits`` tells whether a PIN is right, ``look`` how the kiosk is; ``end`` closes the program.

    ``do`` returns at once; ``happen`` hears what comes of it. While wrong PINs are waited out, none is looked at.
    """

    def __init__(
        self,
        marks: Marks,
        duties: Duties,
        fits: Callable[[str], bool],
        look: Callable[[Receipt | None], Condition],
        happen: Callable[[PinChecked | ConditionTold], object],
        end: Callable[[], object],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._marks, self._duties = marks, duties
        self._fits, self._look, self._happen, self._end, self._now = fits, look, happen, end, now
        self._worker = ThreadPoolExecutor(1, "maintenance")
        self._open_at = now() + wait_after(marks.wrong_pins)

    def do(self, effect: MaintenanceEffect, latest: Receipt | None) -> None:
        """All but papers and the camera. ``latest``: the last ticket, which can be printed again.

        Raises OSError where it cannot be kept whether the kiosk serves.
        """
        match effect:
            case CheckPin(pin):
                self._worker.submit(self._guard, lambda: self._check(pin))
            case TellCondition():
                self._worker.submit(self._guard, lambda: self._happen(ConditionTold(self._look(latest))))
            case Serve(serves):
                _LOG.warning("taken %s service at the screen", "back into" if serves else "out of")
                self._duties.decide(serves=serves)
            case Restart():
                _LOG.warning("ended at the screen, to be started again")
                self._end()

    def stop(self) -> None:
        """Wait for what is being done."""
        self._worker.shutdown()

    def _check(self, pin: str) -> None:
        left = self._open_at - self._now()
        if left > 0:
            self._happen(PinChecked(right=False, wait_s=round(left) + 1))
            return
        wrong = self._marks.wrong_pins + 1
        self._marks.set_wrong_pins(wrong)  # first: who pulls the plug has not guessed for nothing
        if self._fits(pin):
            self._marks.set_wrong_pins(0)
            _LOG.warning("the maintenance screen was opened")
            self._happen(PinChecked(right=True))
            return
        wait = wait_after(wrong)
        self._open_at = self._now() + wait
        _LOG.warning("a wrong PIN, the %d. in a row; the next one is looked at in %d s", wrong, wait)
        self._happen(PinChecked(right=False, wait_s=wait))

    @staticmethod
    def _guard(work: Callable[[], object]) -> None:
        """The edge of the worker's thread: what fails is logged, and the screen stays as it is."""
        try:
            work()
        except Exception:  # noqa: BLE001 - the thread's edge: staff can try again, and the kiosk goes on
            _LOG.exception("the maintenance screen's work failed")
