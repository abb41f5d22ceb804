"""One line of waiting people: who goes first, and how those who go first by law are kept from starving the others.

Two rows stand in a line, each in order of its keys. A key begins with the moment that counts: for ordinary people the one at
which they ought to have been called, for people by law the one at which they came. People by law go first, at most ``cap`` in a
row while ordinary people wait; an ordinary citizen who is overdue gives way only to those by law who came before the due moment.

So whoever is first in the ordinary row is called after at most ``cap`` people by law from this line; whoever is first by law, after
the ordinary people who were due before he came and at most one other.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from contract.ids import VisitId

Key = tuple[float, ...]
"""Seconds since 1970, then what breaks ties; a key that is another one's with more behind it stands right behind that."""
AT_ONCE: Final = 0.0
"""The moment of somebody who stands at the very front."""

_Row = list[tuple[Key, VisitId]]


@dataclass(slots=True)
class Line:
    """``passed``: numbers of the events that called people by law, in a row, while ordinary people waited."""

    ordinary: _Row = field(default_factory=list)
    by_law: _Row = field(default_factory=list)
    passed: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.ordinary) + len(self.by_law)

    @property
    def streak(self) -> int:
        """People by law called in a row while ordinary people waited."""
        return len(self.passed)

    @property
    def claim(self) -> Key | None:
        """The earliest key, whose holder is not always the next; None for an empty line."""
        return min((row[0][0] for row in (self.ordinary, self.by_law) if row), default=None)

    def add(self, key: Key, visit: VisitId, *, by_law: bool) -> None:
        """Stand in line."""
        insort(self.by_law if by_law else self.ordinary, (key, visit))

    def remove(self, key: Key, visit: VisitId, *, by_law: bool) -> None:
        """Leave the line without being called; nothing where the visit does not stand in it."""
        row = self.by_law if by_law else self.ordinary
        place = bisect_left(row, (key, visit))
        if row[place : place + 1] == [(key, visit)]:
            del row[place]

    def call(self, key: Key, visit: VisitId, seq: int, *, by_law: bool) -> None:
        """Leave the line for a counter, by the event ``seq``."""
        self.remove(key, visit, by_law=by_law)
        self.passed = (*self.passed, seq) if by_law and self.ordinary else ()

    def take_back(self, seq: int, passed: tuple[int, ...]) -> None:
        """The call ``seq`` was a mistake; ``passed`` as it was before. What others were called since still counts."""
        since = tuple(one for one in self.passed if one != seq)
        self.passed = since if seq in self.passed else (*passed, *since)

    def first(self, now: float, cap: int) -> tuple[Key, VisitId] | None:
        """Who goes next; ``now`` in seconds since 1970."""
        if self.ordinary and self.by_law:
            plain, lawful = self.ordinary[0], self.by_law[0]
            return plain if _plain_goes(plain[0], lawful[0], self.streak, now, cap) else lawful
        row = self.ordinary or self.by_law
        return row[0] if row else None

    def order(self, now: float, cap: int) -> Iterator[tuple[Key, VisitId]]:
        """All in the order in which they would be called at ``now`` if nobody came or went."""
        ordinary, by_law, streak = 0, 0, self.streak
        while ordinary < len(self.ordinary) and by_law < len(self.by_law):
            plain, lawful = self.ordinary[ordinary], self.by_law[by_law]
            if _plain_goes(plain[0], lawful[0], streak, now, cap):
                ordinary, streak = ordinary + 1, 0
                yield plain
            else:
                by_law, streak = by_law + 1, streak + 1
                yield lawful
        yield from self.ordinary[ordinary:]
        yield from self.by_law[by_law:]

    def ahead_of(self, key: Key, visit: VisitId, now: float, cap: int, *, by_law: bool) -> int:
        """People who would be called before somebody who came into line with this key."""
        with_it = Line(list(self.ordinary), list(self.by_law), self.passed)
        with_it.add(key, visit, by_law=by_law)
        return [one for _, one in with_it.order(now, cap)].index(visit)

    def row(self, *, by_law: bool) -> Sequence[VisitId]:
        """Those by law, or the others, in order."""
        return [visit for _, visit in (self.by_law if by_law else self.ordinary)]


def _plain_goes(plain: Key, lawful: Key, streak: int, now: float, cap: int) -> bool:
    """Whether the first ordinary citizen goes before the first by law: overdue and due before that one came, or in turn."""
    return streak >= cap or (plain[0] <= now and plain < lawful)
