"""What to do next with a file; and a visitor's way through the rating terminal."""

from datetime import date, timedelta

import pytest

from contract.commands import Score
from contract.notices import FileStatus, LookUp
from kiosk.core import rating as r
from kiosk.core.advice import Advice, Urgency, next_step

TODAY = date(2026, 11, 23)


def file(status, days=None):
    due = None if days is None else TODAY + timedelta(days=days)
    return FileStatus("q", LookUp.FOUND, "H56.14-240823-0001", status, due_on=due)


@pytest.mark.parametrize(
    ("status", "days", "advice", "urgency", "take"),
    [
        (9, -3, Advice.COLLECT, Urgency.DONE, True),
        (10, -3, Advice.HANDED_OVER, Urgency.DONE, False),
        (5, 9, Advice.SUPPLEMENT, Urgency.SOON, True),
        (6, 9, Advice.PAY, Urgency.SOON, True),
        (4, 9, Advice.WAIT, Urgency.PLAIN, False),
        (4, 2, Advice.WAIT, Urgency.SOON, False),
        (4, 0, Advice.DUE_TODAY, Urgency.SOON, True),
        (5, 0, Advice.SUPPLEMENT, Urgency.SOON, True),
        (9, 0, Advice.COLLECT, Urgency.DONE, True),
        (4, -1, Advice.APOLOGY, Urgency.OVERDUE, True),
        (2, None, Advice.WAIT, Urgency.PLAIN, False),
        (1, -1, Advice.APOLOGY, Urgency.OVERDUE, True),
        (3, -1, Advice.ASK, Urgency.PLAIN, True),
        (7, None, Advice.ASK, Urgency.PLAIN, True),
        (8, None, Advice.ASK, Urgency.PLAIN, True),
        (0, 1, Advice.ASK, Urgency.PLAIN, True),
    ],
)
def test_the_next_step_follows_from_the_status(status, days, advice, urgency, take):
    step = next_step(file(status, days), TODAY)
    assert (step.advice, step.urgency, step.take) == (advice, urgency, take)


def test_a_file_off_the_line_has_no_stage():
    assert [next_step(file(status), TODAY).stage for status in (1, 4, 9, 10, 3, 0)] == [0, 1, 2, 3, None, None]


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
