"""How large the numbers of a hall board are in millimetres, for offices of every size, on screens lying and standing."""

from itertools import product
from math import radians, tan

import pytest

from queue_display.core.hall_plan import CAPITAL, FIGURES, GAP, MARGIN, hall_plan

MM = 6.8
"""A hundredth of the short side of a screen of 55 inches."""
FROM_TEN_METRES = 50.0
"""A capital of a two-hundredth of the distance is read by people with reduced sight (DIN 1450 asks for less)."""
SMALLEST = 4500 * tan(radians(16 / 60))
"""16 minutes of arc at 4.5 m: the least that ISO 9241-303 allows, for calls that have all come at once."""
SHAPES = {"lying": (177.8, 100.0), "standing": (100.0, 177.8), "16:10": (177.8, 111.1), "wide": (233.3, 100.0)}
OFFICES = [(1, 1), (2, 1), (3, 1), (4, 1), (8, 1), (8, 3), (9, 1), (10, 2), (16, 2), (24, 2), (43, 2), (43, 3)]


def plans():
    for (shape, (width, height)), (counters, digits), ticker, media in product(
        SHAPES.items(), OFFICES, (False, True), (False, True)
    ):
        plan = hall_plan(counters, digits, width, height, ticker=ticker, media=media)
        yield pytest.param(counters, height, plan, id=f"{shape}-{counters}-{digits}-{ticker:d}{media:d}")


@pytest.mark.parametrize(("counters", "height", "plan"), list(plans()))
def test_the_newest_call_is_read_from_ten_metres_and_each_other_has_a_cell(counters, height, plan):
    assert plan.number * MM >= 1.8 * FROM_TEN_METRES
    assert plan.title * MM >= SMALLEST
    assert plan.most >= counters
    assert plan.cells >= min(counters, 8)
    assert plan.brief == (counters > 8)
    rows = (
        plan.top
        + plan.wide_rows * (plan.title / CAPITAL * FIGURES + 0.8)
        + (0 if counters > 8 or not plan.tall else plan.side)
    )
    assert rows <= height - 2 * MARGIN - GAP


@pytest.mark.parametrize(
    ("counters", "shape", "number", "title"),
    [(3, "lying", 120, 60), (8, "lying", 129, 43), (43, "lying", 103, 23), (3, "standing", 138, 59), (8, "standing", 138, 43), (43, "standing", 120, 27)],
)  # fmt: skip
def test_so_many_millimetres_with_lines_and_media(counters, shape, number, title):
    plan = hall_plan(counters, len(str(counters)), *SHAPES[shape], ticker=True, media=True)
    assert (plan.number * MM >= number, plan.title * MM >= title) == (True, True)


def test_a_hall_of_more_counters_than_any_still_has_a_plan():
    plan = hall_plan(900, 3, 177.8, 100.0, ticker=True, media=True)
    assert plan.most >= 60
    assert hall_plan(0, 1, 177.8, 100.0, ticker=False, media=False).cells == 1
