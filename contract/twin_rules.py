"""What a device does with the configuration that is wanted of it: which it takes, which it tries, and which it comes back with.

Three rules. A configuration is on the disk before it is tried, and good only after it has stood for a while. Who dies with one comes
back with the last good one. Who dies with the same one twice never tries it again.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from contract.twin import HIGHEST, Duty, Unfit, Wanted, Why, later

DEATHS: Final = 2
"""So often may a program die with a configuration before it is not tried any more."""
STANDS_S: Final = 20.0
"""For so long a program must run with a configuration before it is good: longer than windows, printers and voices take to open."""


class Stage(StrEnum):
    """How far a trial is."""

    DUE = "due"
    """The next start of the program begins with it."""
    RUNNING = "running"
    """The program runs with it, or died doing so."""
    DIED = "died"
    """It waits to be heard of again."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A configuration that is not known to be good."""

    version: str
    settings: dict[str, Any] = field(default_factory=dict)
    stage: Stage = Stage.DUE
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class TwinBook:
    """What a device keeps over restarts.

    ``base`` is the version of the profile's file, ``good`` the settings that stood upon it, ``revision`` the highest heard of.
    ``fatal`` is the version that is not tried again.
    """

    base: str = ""
    revision: int = 0
    good: dict[str, Any] = field(default_factory=dict)
    trial: Trial | None = None
    fatal: str = ""
    duty: Duty = Duty()  # noqa: RUF009 (frozen)


def begun(book: TwinBook, base: str) -> TwinBook:
    """The program starts with a profile whose version is ``base``; see ``start_with`` for the settings to lay upon it.

    A profile that ``apply`` has changed since is newer than whatever came over the air.
    """
    if book.base != base:
        return TwinBook(base, book.revision, duty=book.duty)
    match book.trial:
        case Trial(stage=Stage.DUE) as trial:
            return replace(book, trial=replace(trial, stage=Stage.RUNNING))
        case Trial(stage=Stage.RUNNING):
            return died(book)
        case _:
            return book


def died(book: TwinBook) -> TwinBook:
    """The program, or the work of applying, ended with the trial."""
    trial = book.trial
    assert trial is not None, "nothing was tried"
    deaths = trial.deaths + 1
    if deaths >= DEATHS:
        return replace(book, trial=None, fatal=trial.version)
    return replace(book, trial=replace(trial, stage=Stage.DIED, deaths=deaths))


def start_with(book: TwinBook) -> dict[str, Any]:
    """The settings to lay upon the profile, once ``begun``."""
    return book.trial.settings if book.trial and book.trial.stage is Stage.RUNNING else book.good


def objection(book: TwinBook, wanted: Wanted) -> Unfit | None:
    """Why a configuration is not taken at all, if it is not."""
    if not (0 < wanted.revision <= HIGHEST and 0 <= wanted.duty.turn <= HIGHEST):
        return Unfit(Why.MALFORMED)
    if wanted.revision < book.revision:
        return Unfit(Why.OLDER)
    return Unfit(Why.FATAL) if wanted.version == book.fatal else None


def heard(book: TwinBook, wanted: Wanted) -> TwinBook:
    """It is known, so that no older one comes after it; a trial of another version is over."""
    duty = later(book.duty, wanted.duty)
    trial = book.trial if book.trial and book.trial.version == wanted.version else None
    return replace(book, revision=wanted.revision, duty=duty, trial=trial)


def trying(book: TwinBook, wanted: Wanted, stage: Stage) -> TwinBook:
    """It is tried from this moment (``RUNNING``), or by the next start of the program (``DUE``)."""
    deaths = book.trial.deaths if book.trial else 0
    return replace(book, trial=Trial(wanted.version, wanted.settings, stage, deaths))


def stood(book: TwinBook) -> TwinBook:
    """The trial has stood: it is what the device comes back with."""
    return replace(book, good=book.trial.settings, trial=None, fatal="") if book.trial else book


def dropped(book: TwinBook) -> TwinBook:
    """The trial could not be applied; nobody died of it."""
    return replace(book, trial=None)


def ended(book: TwinBook) -> TwinBook:
    """The program is ended by whoever may: no death, so the next start tries again."""
    trial = book.trial
    is_tried = trial is not None and trial.stage is Stage.RUNNING
    return replace(book, trial=replace(trial, stage=Stage.DUE)) if trial and is_tried else book
