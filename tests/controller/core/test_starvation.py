"""Nobody starves: however many come later, and whoever calls, one who is due is called after at most twice those ahead."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contract.commands import CallNext, Finish, TakeTicket
from controller.core.queue import Stage
from controller.core.refusal import RefusedError
from tests.controller.core.engine_day import ALL, PAY, SEVEN, Day, listed, wide_site, with_field
from tests.office import CIVIL, ELDERLY, FIVE, LAND, MORNING, ONE, head_page

PEOPLE = st.tuples(st.sampled_from([LAND, LAND, CIVIL, PAY]), st.booleans())
NEXT = st.tuples(st.sampled_from([FIVE, ONE, SEVEN]), st.lists(PEOPLE, max_size=3))
"""A counter that calls, and who has come before."""


def give(day, field, *, by_law):
    """A number at the desk."""
    return day.do(TakeTicket(field, priority=ELDERLY if by_law else None), head_page()).visit


def served_by(day, visit):
    """The counters that call from the line of the visit."""
    return {one.id for one in day.site.counters if visit.field in one.fields}


@settings(max_examples=80, deadline=None)
@given(
    before=st.lists(PEOPLE, max_size=12),
    victim=PEOPLE,
    rush=st.data(),
    cap=st.integers(1, 3),
    in_order=st.booleans(),
)
def test_whoever_is_due_is_called_after_at_most_twice_those_who_are_ahead(before, victim, rush, cap, in_order):
    site = with_field(with_field(wide_site(), LAND, priority_cap=cap, then=()), CIVIL, priority_cap=cap)
    day = Day(listed(site, FIVE) if in_order else site, seated=ALL)
    for field, by_law in before:
        give(day, field, by_law=by_law)
        day.later(seconds=30)
    visit = day.visit(give(day, victim[0], by_law=victim[1]))
    day.clock.at = max(day.clock(), visit.due if not visit.by_law else MORNING) + timedelta(seconds=1)
    serving = served_by(day, visit)
    fields = {field for one in day.site.counters if one.id in serving for field in one.fields}
    ahead = sum(one.key < visit.key and one.field in fields for one in day.queue.visits.values())
    called = 0
    for _ in range(120):
        counter, newcomers = rush.draw(NEXT)
        for field, by_law in newcomers:
            give(day, field, by_law=by_law)
        day.later(seconds=1)
        try:
            chosen = day.do(CallNext(counter)).visit
        except RefusedError:
            continue
        day.do(Finish(counter, chosen, whole=True))
        if chosen == visit.id:
            break
        called += counter in serving
        assert called <= 2 * ahead
    while visit.stage is Stage.WAITING:
        called += day.serve(min(serving)) != visit.id
    assert called <= 2 * ahead


@given(cap=st.integers(1, 4), lawful=st.integers(0, 20))
def test_the_first_of_the_others_waits_for_at_most_cap_people_by_law(cap, lawful):
    day = Day(with_field(wide_site(), LAND, priority_cap=cap))
    visit = give(day, LAND, by_law=False)
    for _ in range(lawful):
        give(day, LAND, by_law=True)
    called = 0
    while day.serve(FIVE) != visit:
        called += 1
        give(day, LAND, by_law=True)
    assert called == (cap if lawful else 0)
