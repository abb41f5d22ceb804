"""Indices of the circular on rating, 0 to 2 points each, by the office's own mapping (``[[reports.indices]]``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contract.reports import Basis, Index

_MOST = 2.0


@dataclass(frozen=True, slots=True)
class Tally:
    """How a group rated: presses by face, those of the unhappy faces together, and how often each reason was chosen."""

    very_satisfied: int
    satisfied: int
    neutral: int
    unhappy: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """An index and its points, 0 to 2; ``points`` None where too few have rated or nothing was measured."""

    index: Index
    points: float | None
    percent: float | None = None
    """What was measured, for an index that does not come from ratings."""


def scored(indices: Sequence[Index], tally: Tally | None, percents: Mapping[Basis, float | None]) -> tuple[Scored, ...]:
    """Every index in the order of its number; ``tally`` None where fewer have rated than may be shown."""
    return tuple(
        Scored(one, _from_ratings(one, tally))
        if one.basis is Basis.RATINGS
        else Scored(one, _from_percent(one, percents.get(one.basis)), percents.get(one.basis))
        for one in sorted(indices, key=lambda index: index.number)
    )


def _from_ratings(index: Index, tally: Tally | None) -> float | None:
    """The mean of every rating's points: an unhappy one gives none if its reason is among the index's, or if it has no list.

    Who chose several of an index's reasons counts several times there, though never more than all who were unhappy.
    """
    if tally is None:
        return None
    count = tally.very_satisfied + tally.satisfied + tally.neutral + tally.unhappy
    if count == 0:
        return None
    blamed = sum(tally.reasons.get(one, 0) for one in index.reasons) if index.reasons else tally.unhappy
    spared = tally.unhappy - min(blamed, tally.unhappy)
    happy = tally.very_satisfied * index.very_satisfied + tally.satisfied * index.satisfied
    return (happy + tally.neutral * index.neutral + spared * index.otherwise) / count


def _from_percent(index: Index, percent: float | None) -> float | None:
    if percent is None:
        return None
    more_is_better = index.full > index.half
    sign = 1 if more_is_better else -1
    if sign * percent >= sign * index.full:
        return _MOST
    return 1.0 if sign * percent >= sign * index.half else 0.0
