"""Every report there is: what it counts, what it can be told apart by, and how each of its figures is made.

The definitions of the figures stand here and nowhere else; what a visit, a stay or a service is, ``core/ledger`` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from controller.reports.question import Column, Unit


class Kind(StrEnum):
    """How a figure is made of the rows of a group."""

    COUNT = "count"
    """Rows for which ``where`` is true; all of them without."""
    SUM = "sum"
    MEAN = "mean"
    """To a tenth."""
    MEDIAN = "median"
    """The smallest value that at least half of all are not above: one that occurred."""
    P90 = "p90"
    """The smallest value that at least nine in ten are not above: one that occurred."""
    LONGEST = "longest"
    SHARE = "share"
    """The figure ``column`` of the same row divided by ``where``, to four digits."""


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are told apart by: ``column``, or what ``day``, ``month``, ``weekday`` or ``hour`` make of their moment."""

    key: str
    unit: Unit
    column: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure; ``where`` names a column of 0 and 1."""

    key: str
    unit: Unit
    kind: Kind
    column: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """``source`` is the kind of facts, ``clock`` the column of their moment; ``by`` in the order of choice."""

    source: str
    clock: str
    by: Mapping[str, tuple[Key, ...]]
    measures: tuple[Measure, ...]

    @property
    def only(self) -> Mapping[str, Key]:
        """What it can be narrowed to, by name."""
        return {key.key: key for keys in self.by.values() for key in keys}


_TIMES: Final = (Key("day", Unit.DAY), Key("month", Unit.MONTH), Key("weekday", Unit.WEEKDAY), Key("hour", Unit.HOUR))
_FIELD: Final = Key("field", Unit.FIELD, "field")
_COUNTER: Final = Key("counter", Unit.COUNTER, "counter")
_OFFICER: Final = Key("officer", Unit.OFFICER, "officer")
_DEVICE: Final = Key("device", Unit.DEVICE, "device")
_FACES: Final = Key("faces", Unit.FACES, "scale")
_REASON: Final = Key("reason", Unit.RATING_REASON, "reason")


def _by(*keys: Key, times: tuple[Key, ...] = _TIMES) -> dict[str, tuple[Key, ...]]:
    return {key.key: (key,) for key in (*keys, *times)}


def _counts(**columns: str) -> tuple[Measure, ...]:
    return tuple(Measure(key, Unit.COUNT, Kind.COUNT, where=where) for key, where in columns.items())


def _times(column: str, where: str) -> tuple[Measure, ...]:
    kinds = {"mean_s": Kind.MEAN, "median_s": Kind.MEDIAN, "p90_s": Kind.P90, "longest_s": Kind.LONGEST}
    return tuple(Measure(key, Unit.SECONDS, kind, column, where) for key, kind in kinds.items())


def _share(key: str, part: str, whole: str) -> Measure:
    return Measure(key, Unit.SHARE, Kind.SHARE, part, whole)


def _seconds(**columns: str) -> tuple[Measure, ...]:
    return tuple(Measure(key, Unit.SECONDS, Kind.SUM, column) for key, column in columns.items())


def _sums(*columns: str) -> tuple[Measure, ...]:
    return tuple(Measure(column, Unit.COUNT, Kind.SUM, column) for column in columns)


def _with_faces(*keys: Key) -> dict[str, tuple[Key, ...]]:
    """A score means what it means on its own scale only."""
    return {key.key: (key, _FACES) for key in keys}


_FACE_COLUMNS: Final = ("very_satisfied", "satisfied", "neutral", "not_satisfied", "very_unsatisfied")

REPORTS: Final[Mapping[str, Report]] = MappingProxyType(
    {
        "arrivals": Report(
            "visits",
            "came",
            _by(*_TIMES, _FIELD, _DEVICE, Key("language", Unit.LANGUAGE, "language")),
            (
                *_counts(visits="", receipts="receipt", booked="booked", by_law="by_law"),
                *_counts(served="served", absent="absent", cancelled="cancelled", unserved="unserved"),
            ),
        ),
        "waits": Report(
            "stays",
            "joined",
            _by(*_TIMES, _FIELD, _COUNTER, _OFFICER),
            (
                *_counts(called="first"),
                *_times("waited", "first"),
                *_counts(in_time="in_time"),
                _share("in_time_share", "in_time", "called"),
            ),
        ),
        "services": Report(
            "stays",
            "called",
            _by(_COUNTER, _OFFICER, _FIELD),
            (*_counts(served="served"), *_times("service", "served"), *_seconds(busy_s="busy")),
        ),
        "counters": Report(
            "seats",
            "since",
            _by(_COUNTER, _OFFICER, times=_TIMES[:3]),
            (*_seconds(open_s="open", paused_s="paused", busy_s="busy"), _share("used_share", "busy_s", "open_s")),
        ),
        "heat": Report(
            "visits",
            "came",
            {"weekday_hour": (_TIMES[2], _TIMES[3])},
            (
                *_counts(visits=""),
                Measure("median_s", Unit.SECONDS, Kind.MEDIAN, "waited", "called"),
                Measure("p90_s", Unit.SECONDS, Kind.P90, "waited", "called"),
            ),
        ),
        "no_shows": Report(
            "stays",
            "called",
            _by(_FIELD, _COUNTER, _OFFICER),
            (
                *_counts(calls="", missed="missed"),
                _share("missed_share", "missed", "calls"),
                *_counts(came_back="came_back"),
            ),
        ),
        "transfers": Report(
            "transfers",
            "at",
            {"way": (Key("from_field", Unit.FIELD, "field"), Key("to_field", Unit.FIELD, "to_field"))}
            | _by(_FIELD, _COUNTER, _OFFICER),
            _counts(transfers="", front="front", end="end", original="original"),
        ),
        "refusals": Report(
            "refusals",
            "at",
            _by(Key("refusal", Unit.REFUSAL, "reason"), _FIELD, _DEVICE),
            _counts(refused=""),
        ),
        "priorities": Report(
            "grants",
            "at",
            {"officer": (_OFFICER, _DEVICE)} | _by(Key("priority", Unit.PRIORITY, "priority"), _FIELD),
            _counts(granted="", at_ticket="with_ticket", granted_later="later"),
        ),
        "estimates": Report(
            "visits",
            "came",
            _by(_FIELD, Key("ahead", Unit.COUNT, "ahead")),
            (
                *_counts(told="told", inside="inside", sooner="sooner", later="later"),
                _share("inside_share", "inside", "told"),
                Measure("mean_error_s", Unit.SECONDS, Kind.MEAN, "error", "told"),
                Measure("median_error_s", Unit.SECONDS, Kind.MEDIAN, "error", "told"),
            ),
        ),
        "ratings": Report(
            "ratings",
            "",
            _with_faces(_FIELD, _COUNTER, _OFFICER, *_TIMES[:3]),
            (*_sums("ratings", *_FACE_COLUMNS, "content"), _share("content_share", "content", "ratings")),
        ),
        "rating_reasons": Report(
            "reasons",
            "",
            {"reason": (_REASON, _FACES)} | _with_faces(_FIELD, _COUNTER, _OFFICER, *_TIMES[:3]),
            _sums("times"),
        ),
        "devices": Report(
            "troubles",
            "since",
            {
                "device": (_DEVICE,),
                "device_condition": (_DEVICE, Key("condition", Unit.CONDITION, "condition")),
            }
            | _by(Key("condition", Unit.CONDITION, "condition"), times=_TIMES[:3]),
            (
                *_counts(times=""),
                *_seconds(down_s="seconds"),
                Measure("longest_s", Unit.SECONDS, Kind.LONGEST, "seconds"),
            ),
        ),
        "papers": Report(
            "papers",
            "at",
            _by(_DEVICE, Key("trouble", Unit.TROUBLE, "trouble")),
            _counts(printed="printed", unconfirmed="unconfirmed", failed="failed", again="again"),
        ),
        "scans": Report(
            "scans",
            "at",
            {"outcome": (Key("outcome", Unit.OUTCOME, "outcome"), Key("status", Unit.STATUS, "status"))} | _by(_DEVICE),
            _counts(asked=""),
        ),
    }
)
"""By name."""

LIST: Final = "visits"
"""The visits behind the figures: no count, so it is not among the reports above."""
VISITS: Final = Report("visits", "came", _by(_FIELD, _COUNTER, _OFFICER, Key("end", Unit.END, "end")), ())
"""What the list can be narrowed to; a visit is of the counter and the officer that called it last."""
VISIT_COLUMNS: Final = (
    Column("visit", Unit.VISIT),
    Column("number", Unit.NUMBER),
    Column("day", Unit.DAY),
    Column("came", Unit.CLOCK),
    Column("field", Unit.FIELD),
    Column("waited_s", Unit.SECONDS),
    Column("service_s", Unit.SECONDS),
    Column("counter", Unit.COUNTER),
    Column("officer", Unit.OFFICER),
    Column("end", Unit.END),
)
