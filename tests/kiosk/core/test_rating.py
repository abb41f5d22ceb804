"""A visitor's way through the rating terminal."""

import pytest

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
    assert stored == [r.StoreRating("r1", "v1", Score.SATISFIED)]


@pytest.mark.parametrize("score", [Score.NOT_SATISFIED, Score.VERY_UNSATISFIED])
def test_the_unhappy_may_say_why_and_take_a_reason_back(score):
    view, stored = walk(
        r.Invited("v1"),
        r.FacePressed(score, "r1"),
        r.ReasonPressed("cho-lau"),
        r.ReasonPressed("thai-do"),
        r.ReasonPressed("khac"),
        r.ReasonPressed("thai-do"),
        r.ReasonsDone("r2"),
    )
    assert view == r.Thanks("v1")
    assert stored == [r.StoreRating("r2", "v1", score, ("cho-lau", "khac"))]


@pytest.mark.parametrize("score", [Score.VERY_SATISFIED, Score.SATISFIED, Score.NEUTRAL])
def test_nobody_else_is_asked_why(score):
    assert walk(r.Invited("v1"), r.FacePressed(score, "r1"))[0] == r.Thanks("v1")


def test_an_office_without_reasons_asks_nobody_why():
    view, stored = walk(r.Invited("v1"), r.FacePressed(Score.NOT_SATISFIED, "r1", reasons=False))
    assert view == r.Thanks("v1")
    assert stored == [r.StoreRating("r1", "v1", Score.NOT_SATISFIED)]


def test_the_wrong_face_can_be_taken_back():
    view, stored = walk(
        r.Invited("v1"), r.FacePressed(Score.NOT_SATISFIED, "r1"), r.FacesAgain(), r.FacePressed(Score.SATISFIED, "r2")
    )
    assert view == r.Thanks("v1")
    assert stored == [r.StoreRating("r2", "v1", Score.SATISFIED)]


def test_the_unhappy_count_without_ending_their_reasons():
    view, stored = walk(
        r.Invited("v1"),
        r.FacePressed(Score.NOT_SATISFIED, "r1"),
        r.Invited("v2"),
        r.ReasonPressed("khac"),
        r.TimeOver("r3"),
    )
    assert view == r.Asleep()
    assert stored == [r.StoreRating("r3", "v1", Score.NOT_SATISFIED, ("khac",))]


def test_nobody_rates_a_sleeping_terminal():
    presses = (r.FacePressed(Score.SATISFIED, "r1"), r.ReasonPressed("khac"), r.ReasonsDone("r2"), r.FacesAgain())
    assert walk(*presses, r.TimeOver("r3")) == (r.Asleep(), [])


def test_the_next_visit_takes_over():
    assert walk(r.Invited("v1"), r.Invited("v2"))[0] == r.Faces("v2")
    assert walk(r.Invited("v1"), r.FacePressed(Score.SATISFIED, "r1"), r.Invited("v2"))[0] == r.Faces("v2")
    assert walk(r.Invited("v1"), r.TimeOver("r1"))[0] == r.Asleep()
    assert walk(r.Invited("v1"), r.ReasonPressed("khac"), r.FacesAgain())[0] == r.Faces("v1")


def test_what_is_a_test_says_so_on_every_screen():
    assert all(r.is_test(view) for view in (r.Faces(r.TEST), r.Reasons(r.TEST, Score.NOT_SATISFIED), r.Thanks(r.TEST)))
    assert not any(r.is_test(view) for view in (r.Asleep(), r.Faces("v1"), r.Thanks("v1")))
