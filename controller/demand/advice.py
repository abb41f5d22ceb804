"""Which counters should be open in which hour: the fewest that can do the work that is expected.

A small integer programme for each hour (HiGHS, through SciPy): every field's minutes are shared out among the open counters that serve it, none
works more than it can, and the smallest number of counters wins; between equals, those that serve fewer fields stay closed last.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from contract.ids import CounterId, FieldId
from contract.site import Counter
from controller.demand.outlook import HourAdvice

BUSY: Final = 0.85
"""Share of an hour that a counter can serve before lines grow out of hand."""
_HOUR_S: Final = 3600.0
_SECONDS: Final = 5.0
_PLACE: Final = 1e-4
"""Less than any counter: breaks ties towards the counters named first."""
_UNDONE: Final = 100.0
"""An hour of work left undone costs more than any counter."""
_NOTHING: Final = 1e-3
"""Hours: three seconds."""


def advise(hours: Mapping[int, Mapping[FieldId, float]], counters: Sequence[Counter]) -> tuple[HourAdvice, ...]:
    """``hours``: seconds at the counter by field, for each hour of one day in order. What one hour leaves undone waits for the next.

    Fields that no counter serves are left undone for ever.
    """
    advice = []
    waiting: dict[FieldId, float] = {}
    for hour, fresh in hours.items():
        work = {field: fresh.get(field, 0.0) + waiting.get(field, 0.0) for field in {**fresh, **waiting}}
        chosen, waiting = _open({field: seconds for field, seconds in work.items() if seconds > 0}, counters)
        advice.append(HourAdvice(hour, tuple(chosen), round(sum(waiting.values()))))
    return tuple(advice)


def _open(work: Mapping[FieldId, float], counters: Sequence[Counter]) -> tuple[list[CounterId], dict[FieldId, float]]:
    """Counters to open in one hour, and the seconds by field that they cannot do."""
    if not work:
        return [], {}
    fields = list(work)
    pairs = [(c, f) for c, counter in enumerate(counters) for f, field in enumerate(fields) if field in counter.fields]
    left = len(counters) + len(pairs)
    size = left + len(fields)  # open or not; hours shared out; hours left undone
    done = np.zeros((len(fields), size))
    full = np.zeros((len(counters), size))
    for column, (c, f) in enumerate(pairs, len(counters)):
        done[f, column] = full[c, column] = 1.0
    done[:, left:] = np.eye(len(fields))
    full[:, : len(counters)] = -BUSY * np.eye(len(counters))
    hours = np.array([work[one] / _HOUR_S for one in fields])
    cost = np.concatenate([1 + _PLACE * np.arange(len(counters)), np.zeros(len(pairs)), np.full(len(fields), _UNDONE)])
    with _silent():
        solved = milp(
            cost,
            integrality=np.concatenate([np.ones(len(counters)), np.zeros(size - len(counters))]),
            bounds=Bounds(0, np.concatenate([np.ones(len(counters)), np.full(size - len(counters), np.inf)])),
            constraints=[LinearConstraint(done, hours, hours), LinearConstraint(full, -np.inf, 0)],
            options={"time_limit": _SECONDS},
        )
    if solved.x is None:  # no answer in time: everything open is always one
        return [one.id for one in counters], {}
    undone = {field: float(one) * _HOUR_S for field, one in zip(fields, solved.x[left:], strict=True) if one > _NOTHING}
    return [one.id for one, value in zip(counters, solved.x, strict=False) if value > 0.5], undone


@contextmanager
def _silent() -> Iterator[None]:
    """HiGHS writes lines of its own debugging to the terminal, past Python, whatever it is told."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
