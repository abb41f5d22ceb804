"""The visits behind a figure, newest first: what a head goes down to, and from there to a visit's story. No rating is in it."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from controller.reports.columns import Array, Words
from controller.reports.question import Cell
from controller.reports.shelf import DAY


def visits(facts: Mapping[str, Array], words: Words, begin: int, size: int) -> tuple[tuple[Cell, ...], ...]:
    """``size`` of them behind the newest ``begin``; 0: all behind these."""
    count = len(facts[DAY])
    last = count - begin
    first = max(0, last - size) if size else 0
    chosen = np.arange(first, max(first, last))[::-1]
    picked = {name: column[chosen].tolist() for name, column in facts.items()}
    rows = (dict(zip(picked, values, strict=True)) for values in zip(*picked.values(), strict=True))
    return tuple(_row(row, words) for row in rows)


def _row(row: Mapping[str, int], words: Words) -> tuple[Cell, ...]:
    day, number, came = date.fromordinal(row[DAY]).isoformat(), f"{chr(row['letter'])}{row['place']:03}", row["came"]
    return (
        f"{day}-{number}",
        number,
        day,
        f"{came // 3600 % 24:02}:{came // 60 % 60:02}:{came % 60:02}",
        words.words[row["field"]],
        row["waited"] if row["called"] else None,
        row["service"] or None,
        row["counter"],
        words.words[row["officer"]],
        words.words[row["end"]],
    )
