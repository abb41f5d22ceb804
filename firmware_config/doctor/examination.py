"""The examination: all checks side by side, each on a thread of its own, and an end when the time is over, whatever hangs."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

_LOG: Final = logging.getLogger(__name__)
SECONDS: Final = 8.0
"""For everything together: a patient with nothing alive must not keep anybody waiting."""
_TO_TELL_S: Final = 0.7
"""Of it, what a check has left to tell that something did not answer in time."""

Look = Callable[[Patient, float], Iterator[Told]]
"""``until`` is a moment of ``time.monotonic``; what is yielded before it counts."""


@dataclass(frozen=True, slots=True)
class Check:
    """``areas``: all that it may say something of; the first is told of when it is not done in time."""

    areas: tuple[Area, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Examination:
    """``findings``, the heaviest first; ``well``: areas that were looked at and where nothing is wrong.

    ``unfinished``: areas of checks that were not done when the time was over.
    """

    findings: tuple[Finding, ...]
    well: tuple[Area, ...]
    unfinished: tuple[Area, ...]


def examine(
    patient: Patient, checks: Sequence[Check], wanted: frozenset[Area], seconds: float = SECONDS
) -> Examination:
    """Look at ``wanted`` (all where it is empty); returns within ``seconds`` and a little."""
    wanted = wanted or frozenset(Area)
    until = time.monotonic() + seconds
    told_by = until - min(_TO_TELL_S, seconds / 5)
    chosen = [one for one in checks if wanted.intersection(one.areas)]
    notes = [_Note() for _ in chosen]
    threads = [
        threading.Thread(target=note.take, args=(check, patient, told_by), name=f"doctor {check.areas[0]}", daemon=True)
        for check, note in zip(chosen, notes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    told = [*patient.troubles, *(one for note in notes for one in tuple(note.told))]
    findings = list(dict.fromkeys(_Same(one) for one in told if isinstance(one, Finding)))
    unfinished = tuple(check.areas[0] for check, note in zip(chosen, notes, strict=True) if not note.done)
    asked = [one.finding for one in findings if one.finding.area in wanted or one.finding in patient.troubles]
    looked = {one for one in told if isinstance(one, Area)}
    if not asked and not wanted & looked:  # what kept everybody from looking: a fault where nobody could look either
        asked = [one.finding for one in findings if one.finding.area not in looked]
    return _summed(asked, told, wanted, unfinished)


def _summed(
    findings: list[Finding], told: Sequence[Told], wanted: frozenset[Area], unfinished: tuple[Area, ...]
) -> Examination:
    order = list(Area)
    findings.sort(key=lambda one: (-one.weight, order.index(one.area)))
    ill = {one.area for one in findings}.union(unfinished)
    looked = {one for one in told if isinstance(one, Area)}
    return Examination(
        tuple(findings), tuple(one for one in order if one in looked and one in wanted and one not in ill), unfinished
    )


class _Note:
    """What one check has told so far."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.done = False

    def take(self, check: Check, patient: Patient, until: float) -> None:
        try:
            for one in check.look(patient, until):
                self.told.append(one)
            self.done = True
        except Exception:  # noqa: BLE001  # a check that fails must not take the others with it; it is told as not finished
            _LOG.exception("the check of %s failed", check.areas[0])


class _Same:
    """Two checks may meet the same trouble; it is told once."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self._key = (
            finding.kind,
            finding.device,
            tuple(sorted((key, str(one)) for key, one in finding.values.items())),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)
