"""When a trouble is told, and when that it is over: each once, after it has lasted, however often it comes and goes meanwhile."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from contract.fleet import Trouble
from contract.ids import DeviceId

WELL_S: Final = 60.0
"""So long a trouble has been away before it counts as over: a loose plug is one alert and not a hundred."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong, and with whom; ``device`` empty: with the office's own heart."""

    device: DeviceId
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Course:
    """How one trouble went: since when, whether it was told, and since when it has been away."""

    since: datetime
    told: bool = False
    well_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What somebody is to be told: a trouble, which began at ``since``, or that it is over."""

    alarm: Alarm
    since: datetime
    over: bool = False


Book = Mapping[Alarm, Course]


def observed(
    book: Book, there: Collection[Alarm], at: datetime, after_s: Callable[[Trouble], float]
) -> tuple[Book, tuple[News, ...]]:
    """The book after a look at what is wrong now, and what is to be told. ``after_s``: how long a trouble lasts before it is told."""
    kept: dict[Alarm, Course] = {}
    news: list[News] = []
    for alarm in dict.fromkeys((*book, *sorted(there, key=lambda one: (one.device, one.trouble)))):
        course = _course(book.get(alarm), at, is_there=alarm in there)
        if course.well_since is not None and (at - course.well_since).total_seconds() >= WELL_S:
            if course.told:
                news.append(News(alarm, course.since, over=True))
            continue
        if (
            not course.told
            and course.well_since is None
            and (at - course.since).total_seconds() >= after_s(alarm.trouble)
        ):
            news.append(News(alarm, course.since))
            course = replace(course, told=True)
        kept[alarm] = course
    return kept, tuple(news)


def _course(before: Course | None, at: datetime, *, is_there: bool) -> Course:
    if before is None:
        return Course(at)
    since = min(before.since, at)  # a clock that was ahead and was set right must not hold news back until then
    if is_there:
        return replace(before, since=since, well_since=None)
    return replace(before, since=since, well_since=min(before.well_since or at, at))
