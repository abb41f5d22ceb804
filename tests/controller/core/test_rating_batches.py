"""Ratings are shown five at a time or not at all, whatever is subtracted from what."""

from collections import Counter as Tally
from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from contract.commands import Score
from contract.ids import CounterId, DeviceId, FieldId, OfficerId, VisitId
from contract.notices import Reason
from controller.core.events import CommandRefused, Entry, VisitFinished, VisitRated
from controller.core.rating_batches import LEAST, Cell, RatingBatches, is_told
from tests.office import CIVIL, FIVE, LAN, LAND, MAI, MORNING, ONE

VISIT = VisitId("2026-11-23-B001")
LAN_AT_FIVE = Cell(FIVE, LAN, LAND, 3)


def rating(score=Score.SATISFIED, reasons=(), cell=LAN_AT_FIVE):
    return VisitRated(VISIT, cell.counter, cell.field, score, reasons, cell.scale, cell.officer)


def released(ratings):
    """Every batch, with how many ratings had come when it was released."""
    batches = RatingBatches()
    found = ((batches.add(one, MORNING + timedelta(minutes=place)), place) for place, one in enumerate(ratings, 1))
    return [(batch, place) for batch, place in found if batch is not None]


def test_nothing_is_shown_of_four_and_all_of_five():
    happy, sad = rating(), rating(Score.NOT_SATISFIED, ("cho-lau", "khac"))
    assert released([sad, happy, sad, happy]) == []
    ((batch, _),) = released([sad, happy, sad, happy, happy, sad, sad, sad, sad])
    assert (batch.cell, batch.at) == (LAN_AT_FIVE, MORNING + timedelta(minutes=5))
    assert batch.scores == {Score.SATISFIED: 3, Score.NOT_SATISFIED: 2}
    assert batch.reasons == {"cho-lau": 2, "khac": 2}


def test_people_of_one_counter_do_not_fill_the_batch_of_another():
    cells = [Cell(FIVE, LAN, LAND, 3), Cell(ONE, LAN, LAND, 3), Cell(FIVE, MAI, LAND, 3), Cell(FIVE, LAN, CIVIL, 3),
             Cell(FIVE, LAN, LAND, 5), Cell(FIVE, None, LAND, 3)]  # fmt: skip
    assert released([rating(cell=cell) for cell in cells for _ in range(LEAST - 1)]) == []
    assert len(released([rating(cell=cell) for _ in range(LEAST) for cell in cells])) == len(cells)


CELLS = st.builds(
    Cell,
    st.sampled_from([CounterId(1), CounterId(2)]),
    st.sampled_from([None, OfficerId("lan"), OfficerId("mai")]),
    st.sampled_from([FieldId("a"), FieldId("b")]),
    st.sampled_from([3, 5]),
)


@given(st.lists(st.builds(lambda cell, score: rating(score, cell=cell), CELLS, st.sampled_from(list(Score)))))
def test_no_two_figures_differ_by_fewer_than_five(ratings):
    """Figures are sums over a period and a choice of counters, officers or fields; the next tick of a live page is a period as well."""
    found = released(ratings)
    counted = Tally((one.counter, one.officer, one.field, one.scale) for one in ratings)
    assert sum(sum(batch.scores.values()) for batch, _ in found) == sum(n // LEAST * LEAST for n in counted.values())
    figures = {frozenset()}
    for until in range(len(ratings) + 1):
        until_then = [batch for batch, place in found if place <= until]
        for key in ("counter", "officer", "field", "scale", None):
            for value in {getattr(batch.cell, key) if key else None for batch in until_then}:
                chosen = (one for one in until_then if key is None or getattr(one.cell, key) == value)
                figures.add(frozenset(map(id, chosen)))
    sizes = {id(batch): sum(batch.scores.values()) for batch, _ in found}
    for one, other in combinations(list(figures)[:40], 2):
        for difference in (one - other, other - one):
            assert sum(sizes[batch] for batch in difference) % LEAST == 0


def test_who_may_read_a_story_reads_of_no_rating_but_of_cheating():
    def told(event):
        return is_told(Entry(1, MORNING, DeviceId("rating-5"), None, event))

    assert not told(rating())
    assert told(VisitFinished(VISIT, FIVE))
    tries = {reason for reason in Reason if told(CommandRefused("RateVisit", reason, visit=VISIT))}
    assert tries == {Reason.NOT_ALLOWED, Reason.NO_RIGHT}
    assert told(CommandRefused("CallNext", Reason.ALREADY_RATED))
