"""Wanting a message when the turn is near: the number is typed, sent once, and forgotten whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.commands import PrintState
from contract.notices import Printer, Receipt
from kiosk.core.happenings import Back, CodeRead, FieldTapped, Left, PaperMoved, StayTapped, TimePassed
from kiosk.core.journey import StillThere, step
from kiosk.core.papers import PrinterSeen
from kiosk.core.patience import given_up, patience_s
from kiosk.core.phone_journey import (
    PHONE_KEYS,
    GivePhone,
    PhoneAsk,
    PhoneGiven,
    PhoneSending,
    PhoneTaken,
    PhoneWanted,
    offered,
)
from kiosk.core.typing_journey import CodeGiven
from kiosk.core.typing_keys import Deed, KeyTapped, Typed
from kiosk.core.views import Home, PhoneState, Ticket

PHONE = "0912345678"
RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")
TICKET = Ticket(RECEIPT)
TYPED = PhoneAsk(TICKET, Typed(PHONE_KEYS, PHONE))
SENDING = PhoneSending(TICKET, "p1")


def walk(view, *happenings):
    effects = ()
    for one in happenings:
        view, done = step(view, one)
        effects += done
    return view, effects


def test_from_the_wish_to_the_promise():
    keys = [KeyTapped(key) for key in PHONE]
    view, effects = walk(TICKET, PhoneWanted(), *keys, PhoneGiven("p1"))
    assert view == SENDING
    assert effects == (GivePhone("p1", RECEIPT.visit, PHONE),)
    assert step(view, PhoneTaken("p1", taken=True)) == (replace(TICKET, phone=PhoneState.TAKEN), ())


def test_what_was_not_taken_can_be_wanted_again():
    failed = replace(TICKET, phone=PhoneState.FAILED)
    assert step(SENDING, PhoneTaken("p1", taken=False)) == (failed, ())
    assert step(SENDING, given_up(SENDING)) == (failed, ())
    assert step(failed, PhoneWanted()) == (PhoneAsk(TICKET), ())


def test_where_nobody_knows_the_visit_or_the_phone_is_told_already_nothing_is_wanted():
    alone, told = Ticket(replace(RECEIPT, ahead=None)), replace(TICKET, phone=PhoneState.TAKEN)
    for view in (alone, told):
        assert not offered(view)
        assert step(view, PhoneWanted()) == (view, ())
    assert step(Home(), PhoneWanted()) == (Home(), ())


@pytest.mark.parametrize("typed", ["", "091234567", "0112345678", "9912345678"])
def test_what_is_no_mobile_number_is_not_sent(typed):
    view = PhoneAsk(TICKET, Typed(PHONE_KEYS, typed))
    assert step(view, PhoneGiven("p1")) == (view, ())
    assert view.wrong is (len(typed) == 10)
    assert not TYPED.wrong


def test_keys_put_right_what_was_typed():
    view, _ = walk(PhoneAsk(TICKET), *map(KeyTapped, ("0", "x", "9", Deed.DELETE, "3")))
    assert view.typed.text == "03"
    assert walk(view, KeyTapped(Deed.CLEAR))[0] == PhoneAsk(TICKET)
    assert step(TYPED, KeyTapped("1"))[0] == TYPED  # as long as it gets


@pytest.mark.parametrize("view", [TYPED, SENDING])
def test_the_paper_goes_on_behind(view):
    moved, effects = step(view, PaperMoved(RECEIPT.visit, PrintState.FAILED, "paper_out"))
    assert moved == replace(view, ticket=replace(TICKET, paper=PrintState.FAILED, trouble="paper_out"))
    assert effects == ()
    again, _ = step(moved, PrinterSeen(Printer.READY))
    assert again.ticket.again
    assert step(view, PaperMoved("another", PrintState.CONFIRMED, None)) == (view, ())


def test_skipping_is_one_touch_and_leaves_nothing():
    assert step(TYPED, Back()) == (TICKET, ())
    assert step(TYPED, Left()) == (Home(), ())
    assert step(SENDING, Left()) == (Home(), ())


def test_whoever_has_gone_leaves_no_number():
    view, effects = step(TYPED, TimePassed())
    assert (view, effects) == (StillThere(TICKET), ())
    assert step(view, StayTapped()) == (TICKET, ())
    assert patience_s(TYPED, plain=True) == 60
    assert patience_s(SENDING, plain=True) == 12


@pytest.mark.parametrize("view", [TYPED, SENDING])
@pytest.mark.parametrize(
    "happening", [FieldTapped("dat-dai", "r2"), CodeRead("c", "q"), CodeGiven("c", "q"), PhoneWanted(), StayTapped()]
)
def test_what_does_not_belong_there_changes_nothing(view, happening):
    assert step(view, happening) == (view, ())


def test_an_answer_that_comes_late_or_to_another_changes_nothing():
    assert step(Home(), PhoneTaken("p1", taken=True)) == (Home(), ())
    assert step(TICKET, PhoneTaken("p1", taken=True)) == (TICKET, ())
    assert step(SENDING, PhoneTaken("p2", taken=True)) == (SENDING, ())
    assert step(TYPED, PhoneTaken("p1", taken=True)) == (TYPED, ())


@given(
    st.lists(
        st.sampled_from(
            [
                *(KeyTapped(key) for key in "0123"),
                PhoneGiven("p1"),
                Back(),
                Left(),
                TimePassed(),
                StayTapped(),
                PhoneTaken("p1", taken=True),
                PhoneWanted(),
            ]
        ),
        max_size=12,
    )
)
def test_the_number_stands_in_no_view_but_the_one_where_it_is_typed(happenings):
    view = TYPED
    for one in happenings:
        view, _ = step(view, one)
        typing = isinstance(view, PhoneAsk)
        assert typing or PHONE not in str(view)
        assert PHONE not in repr(view)
