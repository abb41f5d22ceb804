"""A visitor's way through the rating terminal."""

from contract.commands import Score
from kiosk.core import rating as r


def walk(*happenings):
    view, stored = r.Asleep(), []
    for happening in happenings:
        view, rating = r.step(view, happening)
        stored += [rating] if rating else []
    return view, stored


def test_one_press_is_one_rating():
    view, stored = walk(
        r.Invited("v1"),
        r.FacePressed(Score.SATISFIED, "r1"),
        r.FacePressed(Score.VERY_SATISFIED, "r2"),
        r.Invited("v1"),
    )
    assert view == r.Thanks("v1")
    assert stored == [r.StoreRating("r1", "v1", Score.SATISFIED, None)]


def test_the_unhappy_may_say_why():
    view, stored = walk(r.Invited("v1"), r.FacePressed(Score.NOT_SATISFIED, "r1"), r.ReasonPressed("cho-lau", "r2"))
    assert view == r.Thanks("v1")
    assert stored == [r.StoreRating("r2", "v1", Score.NOT_SATISFIED, "cho-lau")]


def test_the_unhappy_count_without_a_reason():
    view, stored = walk(r.Invited("v1"), r.FacePressed(Score.NOT_SATISFIED, "r1"), r.Invited("v2"), r.TimeOver("r3"))
    assert view == r.Asleep()
    assert stored == [r.StoreRating("r3", "v1", Score.NOT_SATISFIED, None)]


def test_nobody_rates_a_sleeping_terminal():
    assert walk(r.FacePressed(Score.SATISFIED, "r1"), r.ReasonPressed(None, "r2"), r.TimeOver("r3")) == (r.Asleep(), [])


def test_the_next_visit_takes_over():
    assert walk(r.Invited("v1"), r.Invited("v2"))[0] == r.Faces("v2")
    assert walk(r.Invited("v1"), r.FacePressed(Score.SATISFIED, "r1"), r.Invited("v2"))[0] == r.Faces("v2")
    assert walk(r.Invited("v1"), r.TimeOver("r1"))[0] == r.Asleep()
    assert walk(r.Invited("v1"), r.ReasonPressed(None, "r1"))[0] == r.Faces("v1")
