"""Counters to open: enough for the work, as few as that takes, and what is not done waits."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.ids import CounterId, FieldId
from contract.site import Counter
from controller.demand.advice import BUSY, advise

LAND, TRADE, FEES = (FieldId(one) for one in ("land", "trade", "fees"))
HOUR = 3600.0


def counter(number: int, *fields: FieldId) -> Counter:
    return Counter(CounterId(number), fields)


def test_nobody_comes() -> None:
    (one,) = advise({9: {LAND: 0.0}}, [counter(1, LAND)])
    assert (one.hour, one.counters, one.short_s) == (9, (), 0)


def test_one_counter_for_two_fields_where_it_has_the_time() -> None:
    (one,) = advise(
        {9: {LAND: 0.4 * HOUR, TRADE: 0.4 * HOUR}}, [counter(1, LAND), counter(2, TRADE), counter(3, LAND, TRADE)]
    )
    assert one.counters == (3,)


def test_what_one_hour_leaves_the_next_has_to_do() -> None:
    eight, nine = advise({8: {LAND: 1.5 * HOUR}, 9: {}}, [counter(1, LAND)])
    assert (eight.counters, eight.short_s) == ((1,), round((1.5 - BUSY) * HOUR))
    assert (nine.counters, nine.short_s) == ((1,), 0)


def test_what_no_counter_serves_stays_undone() -> None:
    (one,) = advise({9: {FEES: 60.0}}, [counter(1, LAND)])
    assert (one.counters, one.short_s) == ((), 60)


FIELDS = st.sets(st.sampled_from((LAND, TRADE, FEES)), min_size=1).map(lambda some: tuple(sorted(some)))


@given(
    st.lists(FIELDS, min_size=1, max_size=5),
    st.dictionaries(st.sampled_from((LAND, TRADE, FEES)), st.integers(1, 120).map(lambda minutes: minutes * 60.0)),
)
def test_never_more_counters_than_the_fewest_that_do_as_much(
    served: list[tuple[FieldId, ...]], work: dict[FieldId, float]
) -> None:
    counters = [counter(number, *fields) for number, fields in enumerate(served, 1)]
    (one,) = advise({9: work}, counters)
    most = _done(work, counters)
    assert sum(work.values()) - one.short_s == pytest.approx(most, abs=12)
    chosen = [each for each in counters if each.id in one.counters]
    assert _done(work, chosen) == pytest.approx(most, abs=12)
    fewer = combinations(counters, len(chosen) - 1) if chosen else ()
    assert not any(_done(work, few) >= most - 1 for few in fewer)


def _done(work: dict[FieldId, float], counters: tuple[Counter, ...] | list[Counter]) -> float:
    """Seconds that these can do: the tightest set of fields says it (max-flow min-cut)."""
    fields = list(work)
    cuts = (cut for size in range(len(fields) + 1) for cut in combinations(fields, size))
    return min(
        sum(work[one] for one in fields if one not in cut)
        + sum(BUSY * HOUR for one in counters if set(one.fields) & set(cut))
        for cut in cuts
    )


def test_what_the_solver_says_of_itself_does_not_reach_the_terminal(capfd):
    """An hour over which HiGHS writes a line of its own debugging."""
    fields = [FieldId(f"f{n}") for n in range(4)]
    serve = [(2, 3), (1, 3), (1, 2), (3, 2), (3, 2), (1, 0)]
    counters = [counter(number, *(fields[n] for n in two)) for number, two in enumerate(serve, 1)]
    (one,) = advise({9: dict(zip(fields, (4260.0, 2700.0, 1380.0, 1380.0), strict=True))}, counters)
    print("Dự báo", flush=True)
    assert one.counters
    assert capfd.readouterr().out == "Dự báo\n"
