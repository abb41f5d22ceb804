"""How long a view stays, and what its end is."""

import pytest

from contract.commands import PrintState
from kiosk.core import journey as j
from kiosk.core.file_journey import Checking, Digits
from kiosk.core.happenings import TimePassed
from kiosk.core.patience import given_up, patience_s
from kiosk.core.suggestion_journey import SuggestAnswer, SuggestAsking
from kiosk.core.views import Home, LookingUp, Scanning, Status, Taking, Ticket
from tests.kiosk.core.test_journey import CODE, FOUND, RECEIPT, VIEWS


@pytest.mark.parametrize(
    ("view", "seconds"),
    [
        (Taking("r"), None),
        (Scanning(), 60),
        (LookingUp(CODE), 4.8),
        (Status(FOUND), 30),
        (Ticket(RECEIPT), 30),
        (Ticket(RECEIPT, PrintState.CONFIRMED), 30),
        (Ticket(RECEIPT, PrintState.UNCONFIRMED), 60),
        (Ticket(RECEIPT, PrintState.FAILED), 60),
        (j.StillThere(Status(FOUND)), 20),
    ],
)
@pytest.mark.parametrize("plain", [True, False])
def test_each_view_has_its_time(view, seconds, plain):
    assert patience_s(view, plain=plain) == seconds


def test_the_first_screen_waits_only_for_who_has_made_it_his_own():
    assert patience_s(Home(), plain=True) is None
    assert patience_s(Home(), plain=False) == 60


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_but_the_first_and_a_tap_under_way_stays_for_ever(view):
    assert (patience_s(view, plain=True) is None) == isinstance(view, Home | Taking)


@pytest.mark.parametrize(
    ("view", "answered"),
    [
        (LookingUp(CODE), Status),
        (Checking(FOUND, "r"), Digits),
        (SuggestAsking("1234567890", "r"), SuggestAnswer),
    ],
)
def test_who_waits_for_an_answer_gets_one_from_the_kiosk(view, answered):
    after, effects = j.step(view, given_up(view))
    assert (type(after), effects) == (answered, ())


def test_any_other_view_is_left():
    assert given_up(Home()) == given_up(Status(FOUND)) == TimePassed()
