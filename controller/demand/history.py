"""Who came so far: visitors by day, hour and field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contract.ids import FieldId


@dataclass(frozen=True, slots=True)
class Arrivals:
    """``counts`` by day, hour of the ticket (0 to 23) and field, where there were any; ``days``: all that the office worked, in order."""

    counts: Mapping[tuple[date, int, FieldId], int]
    days: tuple[date, ...]

    @classmethod
    def of(cls, rows: Iterable[tuple[date, int, FieldId, int]]) -> "Arrivals":
        """From rows in any order; rows of the same hour and field add up."""
        counts: dict[tuple[date, int, FieldId], int] = defaultdict(int)
        for day, hour, field, count in rows:
            counts[day, hour, field] += count
        return cls(dict(counts), tuple(sorted({day for day, _, _ in counts})))

    def before(self, day: date) -> "Arrivals":
        """What was known when that day began."""
        counts = {key: count for key, count in self.counts.items() if key[0] < day}
        return Arrivals(counts, tuple(one for one in self.days if one < day))

    def fields(self) -> tuple[FieldId, ...]:
        """All that anybody came for, in order of name."""
        return tuple(sorted({field for _, _, field in self.counts}))

    def of_days(self) -> dict[FieldId, dict[date, int]]:
        """Visitors of whole days; every worked day has a number in every field."""
        found = {field: dict.fromkeys(self.days, 0) for field in self.fields()}
        for (day, _, field), count in self.counts.items():
            found[field][day] += count
        return found
