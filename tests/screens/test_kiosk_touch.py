"""A finger on the real window of the kiosk: one press is one press, and nothing that a citizen does closes it."""

from dataclasses import replace
from queue import Empty

import pytest
import zxingcpp

from contract.codec import to_plain
from contract.commands import PrintState
from contract.ids import TicketNumber
from contract.notices import Door, Printer, Reason
from demo.screen import wait_for
from kiosk.core.comfort import Comfort, TextSize
from kiosk.core.journey import StillThere
from kiosk.core.views import Home, LookingUp, Refused, Scanning, Status, Taking, Ticket
from tests.screens.closing import ask_to_close
from tests.screens.kiosk_hand import SECONDS, KioskHand, packed
from tests.screens.kiosk_views import (
    CODE,
    EIGHT,
    LONG_FIELD,
    REQUEST,
    VIEWS,
    board,
    file,
    office,
    outlook,
    receipt,
    shut,
)


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    hand = KioskHand(tmp_path_factory.mktemp("kiosk"))
    yield hand
    hand.stop()


@pytest.fixture
def hand(window):
    """The kiosk; whatever it says that a test did not expect is a fault of that test."""
    window.order(online=True)
    window.order(alone=[])
    window.office(office(), board())
    yield window
    window.ask("rest")
    assert window.happened.empty()


def taps(hand, sight, key, **how):
    hand.screen.tap(*sight.middle(key), **how)


def span(sight, key):
    _left, top, _width, height = sight.targets[key]
    return top, top + height


def says(hand, name, **body):
    heard = hand.next_happening()
    assert heard["happened"] == name
    assert heard["body"] | body == heard["body"]


def test_a_field_tapped_is_one_wish_for_a_number(hand):
    taps(hand, hand.sees(Home(), "field:f2"), "field:f2")
    says(hand, "FieldTapped", field="f2")


def test_a_shut_field_says_why_where_the_finger_is_and_sends_nothing(hand):
    hand.office(office(), board(), outlook())
    sight = hand.sees(Home(), "field:f4", "field:f6")
    assert sight.facts["shut"] == "f4 f5 f7"
    box = sight.targets["field:f4"]
    before = hand.screen.steady(SECONDS)
    taps(hand, sight, "field:f4")
    told = hand.trace.wait("Home", SECONDS, told="Hôm nay đã hết số. Mời ông/bà hỏi cán bộ hướng dẫn.")
    assert told.targets == sight.targets
    left, top, width, height = box
    hand.screen.wait_change(before, SECONDS, (left, top, left + width, top + height))
    hand.ask("rest")
    taps(hand, sight, "field:f6")
    says(hand, "FieldTapped", field="f6")


def test_a_field_that_opens_while_somebody_waits_there_stays_where_it_is(hand):
    """At seven sharp fingers hover before the screen: no row may move then."""
    hand.office(office(), board(), shut(Door.NOT_YET, opens_at=EIGHT))
    sight = hand.sees(Home(), "field:f2")
    taps(hand, sight, "field:f2")
    assert hand.trace.wait("Home", SECONDS).facts["told"]
    hand.order(outlook=to_plain(outlook()))
    hand.ask("rest")
    taps(hand, sight, "field:f2")
    says(hand, "FieldTapped", field="f2")


def test_fields_that_are_only_led_on_to_are_not_offered(hand):
    whole = office()
    fee = replace(whole.fields[2], offered=False)
    hand.office(replace(whole, fields=(*whole.fields[:2], fee, *whole.fields[3:])), board(), outlook())
    sight = hand.sees(Home(), "field:f3")
    while "field:f2" in sight.targets:
        sight = hand.trace.wait("Home", SECONDS)
    assert {key for key in sight.targets if key.startswith("field:")} == {f"field:f{i}" for i in (0, 1, 3, 4, 5, 6, 7)}


def test_without_the_controller_nothing_is_said_to_be_shut(hand):
    hand.office(office(), board(), shut(Door.FULL))
    assert hand.sees(Home(), "field:f3").facts["shut"]
    hand.order(online=False)
    while "field:f3" in hand.trace.wait("Home", SECONDS).targets:
        pass
    assert hand.show(Home()).facts["shut"] == ""


def test_a_file_whose_field_is_shut_offers_no_number(hand):
    hand.office(office(14), board(14), shut(Door.FULL, 14))
    sight = hand.sees(Status(file(9)), "home")
    assert "take" not in sight.targets
    assert sight.facts["shut"] == "Hôm nay đã hết số. Mời ông/bà hỏi cán bộ hướng dẫn."
    hand.order(outlook=to_plain(outlook(14)))
    while "take" not in sight.targets:
        sight = hand.trace.wait("Status", SECONDS)
    hand.ask("rest")
    taps(hand, sight, "take")
    says(hand, "FieldTapped", field=LONG_FIELD)


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_is_said_and_leads_home(hand, reason):
    number = TicketNumber("C003") if reason is Reason.RECEIPT_HAS_NUMBER else None
    sight = hand.sees(Refused(reason, number), "home")
    assert sight.facts == {"reason": reason, "number": number or ""}
    taps(hand, sight, "home")
    says(hand, "Left")


def test_a_trembling_hand_takes_one_number(hand):
    sight = hand.sees(Home(), "field:f2")
    taps(hand, sight, "field:f2", times=3)
    says(hand, "FieldTapped", field="f2")


def test_the_second_half_of_a_double_tap_presses_nothing_on_the_next_screen(hand):
    wait = Refused(Reason.SERIES_EXHAUSTED)
    home, there = hand.sees(Home(), "language"), hand.sees(wait, "language", "over")
    assert home.middle("language")[1] in range(*span(there, "language"))
    hand.ask("rest")
    hand.sees(Home(), "language")
    hand.order(reply={"view": packed(wait)})
    taps(hand, home, "language", times=2)
    says(hand, "ComfortChosen")
    taps(hand, hand.sees(wait, "over"), "over")
    says(hand, "Left")


@pytest.mark.parametrize(
    ("paper", "trouble", "told"),
    [
        (PrintState.SHOWN, None, "printing"),
        (PrintState.SHOWN, Printer.PAPER_OUT, "paper_out"),
        (PrintState.SENT, Printer.COVER_OPEN, "cover_open"),
        (PrintState.SHOWN, Printer.OFFLINE, "trouble"),
        (PrintState.CONFIRMED, None, "take"),
        (PrintState.FAILED, None, "trouble"),
    ],
)
def test_nobody_waits_for_a_ticket_that_cannot_come(hand, paper, trouble, told):
    assert hand.show(Ticket(receipt(), paper, trouble)).facts["told"] == told


def test_an_outlined_button_is_an_outline_again_after_a_press(hand):
    """Else its blue word would stand on blue for the next citizen."""
    sight = hand.sees(Scanning(), "back")
    left, top, width, height = sight.targets["back"]
    spot, white = (left + width // 8, top + height // 2), (255, 255, 255)
    hand.screen.hold(*sight.middle("back"))
    wait_for(lambda: hand.screen.grab().getpixel(spot) != white or None, SECONDS, "the button is not filled")
    hand.screen.lift()
    says(hand, "Back")
    wait_for(lambda: hand.screen.grab().getpixel(spot) == white or None, SECONDS, "the button stays filled")


def test_other_buttons_of_a_mouse_do_nothing(hand):
    sight = hand.sees(Home(), "field:f1", "field:f5")
    for button in (2, 3, 4, 5):
        taps(hand, sight, "field:f1", button=button)
    taps(hand, sight, "field:f5")
    says(hand, "FieldTapped", field="f5")


def test_a_finger_that_slides_away_takes_its_press_back(hand):
    sight = hand.sees(Home(), "field:f1", "field:f5")
    hand.screen.drag(sight.middle("field:f1"), sight.middle("field:f5"))
    taps(hand, sight, "field:f2")
    says(hand, "FieldTapped", field="f2")


def test_a_press_shows_while_the_finger_is_down(hand):
    sight = hand.sees(Home(), "field:f4")
    left, top, width, height = sight.targets["field:f4"]
    before = hand.screen.steady(SECONDS)
    hand.screen.hold(*sight.middle("field:f4"))
    hand.screen.wait_change(before, SECONDS, (left, top, left + width, top + height))
    hand.screen.lift()
    says(hand, "FieldTapped", field="f4")


def test_no_key_and_no_cross_closes_or_changes_it(hand):
    sight = hand.sees(Home(), "field:f3")
    before = hand.screen.steady(SECONDS)
    for key in ("Escape", "F1", "F11", "alt+F4", "ctrl+c", "ctrl+q", "Return", "Tab", "space"):
        hand.screen.key(key)
    assert ask_to_close(hand.screen) >= 1
    hand.ask("rest")
    assert hand.screen.steady(SECONDS).tobytes() == before.tobytes()
    taps(hand, sight, "field:f3")
    says(hand, "FieldTapped", field="f3")


def test_many_fields_are_all_within_reach(hand):
    hand.office(office(14), board(14))
    sight = hand.sees(Home(), "later")
    reached = {key for key in sight.targets if key.startswith("field:")}
    while "later" in sight.targets:
        hand.ask("rest")
        taps(hand, sight, "later")
        before = set(sight.targets)
        while set(sight.targets) == before:
            sight = hand.trace.wait("Home", SECONDS)
        reached |= {key for key in sight.targets if key.startswith("field:")}
    assert reached == {f"field:f{i}" for i in range(14)}
    hand.ask("rest")
    taps(hand, sight, "field:f13")
    says(hand, "FieldTapped", field="f13")


def test_without_the_controller_nothing_that_needs_it_can_be_pressed(hand):
    sight = hand.sees(Home(), "field:f3", "scan")
    hand.order(online=False)
    while {"field:f3", "scan"} & set(hand.trace.wait("Home", SECONDS).targets):
        pass
    taps(hand, sight, "field:f3")
    taps(hand, sight, "scan")
    hand.screen.steady(SECONDS)
    hand.order(online=True)
    hand.sees(Home(), "scan")
    taps(hand, sight, "scan")
    says(hand, "ScanTapped")


def test_without_the_controller_numbers_of_the_kiosks_own_can_be_had_and_nothing_else(hand):
    sight = hand.sees(Home(), "field:f3", "scan")
    hand.order(online=False)
    hand.order(alone=["f3"])
    while "field:f2" in sight.targets or "field:f3" not in sight.targets:
        sight = hand.trace.wait("Home", SECONDS)
    assert "scan" not in sight.targets
    hand.picture("kiosk-home-alone")
    hand.ask("rest")
    taps(hand, sight, "field:f3")
    says(hand, "FieldTapped", field="f3")
    hand.show(VIEWS["ticket-alone"])
    hand.picture("kiosk-ticket-alone")


def test_scanning_shows_the_camera_as_a_mirror_and_lets_go(hand):
    sight = hand.sees(Scanning(), "back")
    before = hand.screen.steady(SECONDS)
    hand.order(picture=1)
    hand.screen.wait_change(before, SECONDS)
    picture = hand.screen.steady(SECONDS)
    places = [(x, y) for y in range(300, 1200, 20) for x in range(picture.width)]
    red = [x for x, y in places if picture.getpixel((x, y)) == (255, 0, 0)]
    assert red
    assert min(red) > picture.width / 2
    taps(hand, sight, "back")
    says(hand, "Back")


@pytest.mark.parametrize(
    ("view", "key", "heard", "body"),
    [
        (Status(file(9)), "take", "FieldTapped", {"field": LONG_FIELD}),
        (Status(file(9, field=None)), "choose", "Left", {}),
        (Status(file(4)), "home", "Left", {}),
        (VIEWS["status-unknown-file"], "again", "ScanTapped", {}),
        (VIEWS["status-unavailable"], "over", "Left", {}),
        (LookingUp(CODE), "over", "Left", {}),
        (Scanning(), "over", "Left", {}),
        (StillThere(Scanning()), "stay", "StayTapped", {}),
        (StillThere(Status(file(4))), "over", "Left", {}),
        (VIEWS["ticket-take"], "done", "Left", {}),
        (VIEWS["refused"], "home", "Left", {}),
    ],
)
def test_each_screen_leads_on(hand, view, key, heard, body):
    hand.office(office(14), board(14))
    taps(hand, hand.sees(view, key), key)
    says(hand, heard, **body)


def test_a_file_in_time_offers_no_number(hand):
    assert "take" not in hand.sees(Status(file(4)), "home").targets


def test_a_number_on_its_way_cannot_be_pressed_away(hand):
    assert not {"back", "over"} & set(hand.sees(Taking(REQUEST), "language").targets)


def test_the_code_on_the_screen_opens_the_ticket(hand):
    hand.show(Ticket(receipt()))
    read = [each.text for each in zxingcpp.read_barcodes(hand.screen.steady(SECONDS))]
    assert read == [receipt().follow]


def test_nothing_is_drawn_while_nothing_happens(hand):
    hand.sees(Home(), "field:f3")
    hand.screen.steady(SECONDS)
    drawn = hand.ask("flips")
    with pytest.raises(Empty):
        hand.happened.get(timeout=1.5)
    assert hand.ask("flips") == drawn


def test_the_frame_after_a_press_shows_what_came_of_it(hand):
    """One that only shows the button let go would be waited for by every screen."""
    sight = hand.sees(Home(), "field:f3")
    hand.screen.steady(SECONDS)
    hand.screen.hold(*sight.middle("field:f3"))
    hand.screen.steady(SECONDS)
    hand.order(reply={"view": packed(Taking(REQUEST))})
    hand.screen.lift()
    says(hand, "FieldTapped", field="f3")
    hand.trace.wait("Taking", SECONDS)
    assert hand.ask("flips", told="waited") == 1


def test_a_button_that_was_pressed_is_let_go_also_where_nothing_comes_of_it(hand):
    sight = hand.sees(Home(), "field:f3")
    before = hand.screen.steady(SECONDS)
    taps(hand, sight, "field:f3")
    says(hand, "FieldTapped", field="f3")
    wait_for(lambda: hand.screen.grab().tobytes() == before.tobytes() or None, SECONDS, "the button stays dark")


def test_a_kiosk_without_camera_and_printer_promises_neither(tmp_path):
    hand = KioskHand(tmp_path, "--no-camera", "--no-printer")
    try:
        hand.office(office(), board())
        sight = hand.sees(Home(), "field:f7")
        assert "scan" not in sight.targets
        assert hand.ask("faults") == []
        hand.show(Ticket(receipt()))
        assert hand.ask("faults") == []
    finally:
        hand.stop()


@pytest.mark.parametrize(
    ("key", "comfort"),
    [
        ("language", Comfort("en")),
        ("size", Comfort("vi", TextSize.LARGE)),
    ],
)
def test_the_foot_makes_the_screen_as_one_wants_it(hand, key, comfort):
    sight = hand.sees(Scanning(), key)
    taps(hand, sight, key)
    says(hand, "ComfortChosen", comfort=to_plain(comfort))
    before = hand.screen.steady(SECONDS)
    hand.order(comfort=to_plain(comfort))
    hand.screen.wait_change(before, SECONDS)
    hand.order(comfort=to_plain(Comfort("vi")))
    assert hand.sees(Scanning(), key).targets == sight.targets


def test_the_foot_never_moves(hand):
    """On every screen back, start again and the rest stand at the same place."""
    hand.office(office(14), board(14), outlook(14))
    places = {}
    for view in VIEWS.values():
        for key, box in hand.sees(view, "language").targets.items():
            if key in ("back", "over", "language", "size"):
                places.setdefault(key, set()).add(box)
    assert {key: len(boxes) for key, boxes in places.items()} == {"back": 1, "over": 1, "language": 1, "size": 1}
