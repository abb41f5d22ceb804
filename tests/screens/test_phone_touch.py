"""A finger on the way to a message: the wish behind the ticket, the number, agreeing and skipping; and what the window keeps of it."""

import pytest

from kiosk.core.phone_journey import PHONE_KEYS, PhoneAsk
from kiosk.core.typing_keys import Typed
from kiosk.core.views import PhoneState, Ticket
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import VIEWS, board, office, outlook, receipt


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phone")
    hand = KioskHand(folder)
    hand.office(office(8), board(8), outlook(8))
    yield hand
    hand.stop()
    assert "0912" not in (folder / "kiosk.trace").read_text()


def touches(hand, view, key):
    """Show a view until it has this button, and touch it."""
    hand.sees(view, key)
    hand.screen.tap(*hand.trace.where(key, SECONDS))
    return hand.next_happening()["happened"]


def test_the_wish_stands_behind_the_ticket_and_done_is_larger(window):
    sight = window.sees(VIEWS["ticket-take"], "message", "done")
    assert sight.targets["done"][3] > sight.targets["message"][3]
    assert touches(window, VIEWS["ticket-take"], "message") == "PhoneWanted"


@pytest.mark.parametrize(
    "view",
    [Ticket(receipt(ahead=None)), Ticket(receipt(), phone=PhoneState.TAKEN)],
    ids=["given-while-cut-off", "told-already"],
)
def test_where_it_makes_no_sense_it_is_not_offered(window, view):
    assert "message" not in window.sees(view, "done").targets


def test_a_number_is_typed_agreed_to_or_skipped(window):
    empty = window.sees(VIEWS["phone"], "key:0", "skip")
    assert "agree" not in empty.targets
    assert touches(window, VIEWS["phone"], "key:9") == "KeyTapped"
    assert touches(window, VIEWS["phone-whole"], "agree") == "PhoneGiven"
    assert touches(window, VIEWS["phone-whole"], "skip") == "Back"


def test_what_is_no_number_cannot_be_agreed_to_and_says_why(window):
    sight = window.sees(VIEWS["phone-wrong"], "skip")
    assert "agree" not in sight.targets
    assert window.show(PhoneAsk(Ticket(receipt()), Typed(PHONE_KEYS, "0212345678"))).facts["wrong"] == "true"


def test_the_next_citizen_sees_nothing_of_it(window):
    window.show(VIEWS["phone-whole"])
    with_number = window.screen.grab().tobytes()
    window.show(VIEWS["home"])
    window.show(VIEWS["phone"])
    window.ask("rest")
    first = window.screen.grab().tobytes()
    window.show(VIEWS["home"])
    window.show(VIEWS["phone"])
    window.ask("rest")
    assert first == window.screen.grab().tobytes() != with_number
