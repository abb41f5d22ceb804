"""A finger on the screens about a file: more, digits, paper, and the number at the end."""

import pytest

from contract.codec import to_plain
from contract.commands import PrintState
from kiosk.core.papers import Copy
from kiosk.core.views import Status
from tests.screens.file_views import BARE, DUES, FILE_VIEWS, stand
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import LONG_FIELD, REQUEST, board, office, outlook


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    hand = KioskHand(tmp_path_factory.mktemp("file"))
    hand.office(office(16), board(16), outlook(16))
    yield hand
    hand.stop()


def touches(hand, view, key):
    """Show a view until it has this button, and touch it."""
    hand.ask("rest")
    sight = hand.show(view)
    while key not in sight.targets:
        sight = hand.trace.wait(type(view).__name__, SECONDS)
    hand.ask("rest")
    hand.screen.tap(*hand.trace.where(key, SECONDS))
    return hand.next_happening()


def test_more_leads_to_the_digits(window):
    assert touches(window, stand(9, None), "more")["happened"] == "MoreTapped"


def test_a_key_is_one_digit(window):
    told = touches(window, FILE_VIEWS["digits"], "key:7")
    assert (told["happened"], told["body"]) == ("KeyTapped", {"key": "7"})


def test_all_digits_can_be_given(window):
    assert touches(window, FILE_VIEWS["digits-whole"], "show")["happened"] == "DigitsGiven"


def test_too_few_cannot_and_a_locked_file_has_no_keys(window):
    for name, keys in (("digits-two", {"key:1", "key:0", "key:delete"}), ("digits-locked", {"leave"})):
        window.ask("rest")
        sight = window.show(FILE_VIEWS[name])
        while not keys <= set(sight.targets):
            sight = window.trace.wait("Digits", SECONDS)
        assert "show" not in sight.targets
    assert not {key for key in sight.targets if key.startswith("key:")}


def test_the_digits_are_drawn_nowhere(window):
    """Any four look like any other four."""
    pictures = []
    for name in ("digits-whole", "digits-other"):
        window.show(FILE_VIEWS[name])
        window.ask("faults")
        pictures.append(window.screen.steady(SECONDS).tobytes())
    assert pictures[0] == pictures[1]


def test_the_paper_says_what_the_screen_says(window):
    told = touches(window, stand(4, DUES["overdue"], new_due_on=DUES["later"]), "print")
    assert told["happened"] == "FileSlipTapped"
    assert told["body"]["slip"] == {
        "code": BARE.code,
        "stage": "Đã quá ngày hẹn",
        "next_step": "Xin lỗi ông/bà vì trễ hẹn. Ngày hẹn mới là Thứ Hai, 07/12/2026.",
        "procedure": "",
        "due_on": "2026-11-20",
        "new_due_on": "2026-12-07",
        "late": True,
    }


@pytest.mark.parametrize(("copy", "can_print"), [(Copy(REQUEST), False), (Copy(REQUEST, PrintState.CONFIRMED), True)])
def test_while_it_prints_nobody_can_ask_for_another(window, copy, can_print):
    window.ask("rest")
    window.show(Status(BARE, copy), copy="take" if can_print else "printing")
    window.ask("faults")  # it is laid out
    window.trace.news()
    assert ("print" in window.trace.seen[-1].targets) is can_print


@pytest.mark.parametrize("view", [stand(6, DUES["later"]), FILE_VIEWS["details-fee"]], ids=["status", "details"])
def test_the_number_is_for_the_field_of_the_file(window, view):
    told = touches(window, view, "take")
    assert (told["happened"], told["body"]["field"]) == ("FieldTapped", to_plain(LONG_FIELD))
