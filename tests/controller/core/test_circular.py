"""Points of the circular's indices: by ratings and their reasons, and by what was measured."""

import pytest

from contract.reports import Basis, Index
from controller.core.circular import Tally, scored

MANNERS = Index(7, "Thái độ", reasons=("thai-do", "huong-dan"))
PLACES = Index(4, "Số nơi phải liên hệ", Basis.TRANSFERS, full=10, half=25)
IN_TIME = Index(1, "Đúng hẹn", Basis.WITHIN_TARGET, full=90, half=70)


def points(index: Index, tally: Tally | None = None, percent: float | None = None) -> float | None:
    (one,) = scored([index], tally, {index.basis: percent})
    return one.points


def test_an_unhappy_visitor_costs_the_index_that_the_reason_belongs_to() -> None:
    tally = Tally(very_satisfied=4, satisfied=3, neutral=1, unhappy=2, reasons={"thai-do": 1, "cho-lau": 1})
    assert points(MANNERS, tally) == (4 * 2 + 3 * 2 + 1 * 1 + 1 * 1 + 0) / 10


def test_several_reasons_of_one_visitor_cost_no_more_than_the_visitor():
    assert points(MANNERS, Tally(4, 0, 0, 1, {"thai-do": 1, "huong-dan": 1})) == 4 * 2 / 5


def test_without_a_list_of_reasons_every_unhappy_visitor_gives_nothing() -> None:
    assert points(Index(1, "Thời gian", satisfied=1), Tally(1, 1, 0, 2, {"cho-lau": 2})) == 3 / 4


def test_too_few_ratings_give_no_points() -> None:
    assert points(MANNERS, None) is None
    assert points(MANNERS, Tally(0, 0, 0, 0, {})) is None


@pytest.mark.parametrize(("percent", "given"), [(0, 2), (10, 2), (10.1, 1), (25, 1), (25.1, 0), (None, None)])
def test_less_may_be_better(percent: float | None, given: float | None) -> None:
    assert points(PLACES, percent=percent) == given


@pytest.mark.parametrize(("percent", "given"), [(100, 2), (90, 2), (89.9, 1), (70, 1), (69.9, 0)])
def test_more_may_be_better(percent: float, given: float) -> None:
    assert points(IN_TIME, percent=percent) == given


def test_indices_stand_in_the_order_of_their_numbers() -> None:
    found = scored([MANNERS, PLACES, IN_TIME], None, {Basis.TRANSFERS: 12.5})
    assert [one.index.number for one in found] == [1, 4, 7]
    assert [one.percent for one in found] == [None, 12.5, None]
