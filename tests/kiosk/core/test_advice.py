"""What to do next with a file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contract.notices import FileStatus, LookUp
from kiosk.core.advice import Advice, Urgency, next_step

TODAY = date(2026, 11, 23)


def file(status, days=None):
    due = None if days is None else TODAY + timedelta(days=days)
    return FileStatus("q", LookUp.FOUND, "H56.14-240823-0001", status, due_on=due)


@pytest.mark.parametrize(
    ("status", "days", "new", "told"),
    [(4, -1, 3, True), (4, -1, 0, True), (4, -3, -1, False), (4, -1, None, False), (4, 2, 3, False), (9, -1, 3, False)],
)
def test_a_new_day_goes_with_the_apology_while_it_lies_ahead(status, days, new, told):
    day = None if new is None else TODAY + timedelta(days=new)
    assert next_step(replace(file(status, days), new_due_on=day), TODAY).new_day == (day if told else None)


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
