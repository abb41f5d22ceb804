"""No way out of the kiosk: keys, gestures, other fingers, other buttons and other programs change nothing that is shown."""

import subprocess

import pytest

from demo.screen import ScreenError, wait_for
from kiosk.core.views import Home, Status
from tests.screens.closing import ask_to_close
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import board, file, office
from tests.screens.touch_panel import TouchPanel

KEYS = [
    "Escape",
    "F1",
    "F5",
    "F10",
    "F11",
    "F12",
    "Print",
    "Pause",
    "Menu",
    "Super_L",
    "XF86Back",
    "XF86Close",
    "alt+F4",
    "alt+Tab",
    "alt+space",
    "alt+Escape",
    "super+d",
    "ctrl+c",
    "ctrl+q",
    "ctrl+w",
    "ctrl+n",
    "ctrl+p",
    "ctrl+r",
    "ctrl+Escape",
    "ctrl+shift+i",
    "ctrl+alt+t",
    "ctrl+alt+Delete",
    "ctrl+alt+BackSpace",
    "ctrl+alt+F2",
    "ctrl+alt+Right",
    "shift+F10",
]


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """The kiosk on a panel of many fingers."""
    hand = KioskHand(tmp_path_factory.mktemp("lock"), screen=TouchPanel(1080, 1920))
    yield hand
    hand.stop()


@pytest.fixture
def hand(panel):
    """The kiosk; whatever it says that a test did not expect is a fault of that test."""
    panel.order(online=True)
    panel.office(office(), board())
    yield panel
    panel.ask("rest")
    assert panel.happened.empty()


def is_still_there(hand, sight):
    """The same screen stands, and one touch on it is one wish."""
    hand.ask("rest")
    spot = sight.middle("field:f2")
    hand.screen.put(1, *spot)
    hand.screen.take(1, *spot)
    heard = hand.next_happening()
    assert heard["happened"] == "FieldTapped", heard
    assert heard["body"]["field"] == "f2"


def test_no_key_leads_out(hand):
    sight = hand.sees(Home(), "field:f2")
    before = hand.screen.steady(SECONDS)
    words(hand, "key", *KEYS)
    hand.ask("rest")
    assert hand.screen.steady(SECONDS).tobytes() == before.tobytes()
    is_still_there(hand, sight)


def test_no_key_hurries_a_file_away(hand):
    hand.sees(Status(file(9)), "over")
    before = hand.screen.steady(SECONDS)
    words(hand, "key", *KEYS)
    hand.ask("rest")
    assert hand.screen.steady(SECONDS).tobytes() == before.tobytes()


def test_other_buttons_and_the_wheel_do_nothing(hand):
    sight = hand.sees(Home(), "field:f2", "scan")
    for key in ("field:f1", "scan", "size"):
        for button in (2, 3, 4, 5, 6, 7, 8, 9):
            hand.screen.tap(*sight.middle(key), button=button)
    is_still_there(hand, sight)


def test_one_finger_is_one_wish_on_a_real_panel(hand):
    """X tells of a finger twice, as a touch and as a pointer that follows it."""
    is_still_there(hand, hand.sees(Home(), "field:f2"))


def test_a_second_finger_gets_no_second_number(hand):
    sight = hand.sees(Home(), "field:f2", "field:f5")
    one, other = sight.middle("field:f2"), sight.middle("field:f5")
    hand.screen.put(1, *one)
    hand.screen.put(2, *other)
    hand.screen.take(1, *one)
    hand.screen.take(2, *other)
    assert hand.next_happening()["body"]["field"] == "f2"


def test_a_mouse_beside_the_finger_gets_no_second_number(hand):
    sight = hand.sees(Home(), "field:f2", "field:f5", "field:f6")
    one, other, after = (sight.middle(f"field:{field}") for field in ("f2", "f5", "f6"))
    hand.screen.put(1, *one)
    hand.screen.hold(*other)
    hand.screen.take(1, *one)
    hand.screen.lift()
    hand.screen.steady(SECONDS)
    hand.ask("rest")
    hand.screen.put(1, *after)
    hand.screen.take(1, *after)
    wishes = [hand.next_happening()["body"]["field"]]
    while wishes[-1] != "f6":
        wishes.append(hand.next_happening()["body"]["field"])
    assert len(wishes) <= 2


def test_a_whole_hand_on_the_screen_is_no_wish_but_its_first_finger_s(hand):
    sight = hand.sees(Home(), "field:f1", "field:f2", "field:f3", "scan", "language")
    places = [sight.middle(key) for key in ("field:f2", "field:f1", "field:f3", "scan", "language")]
    for finger, place in enumerate(places, 1):
        hand.screen.put(finger, *place)
    for finger, place in reversed(list(enumerate(places, 1))):
        hand.screen.take(finger, *place)
    assert hand.next_happening()["body"]["field"] == "f2"


def test_gestures_of_two_fingers_do_nothing(hand):
    """Pinched and swiped from every edge, as panels teach people to."""
    sight = hand.sees(Home(), "field:f2")
    before = hand.screen.steady(SECONDS)
    width, height = hand.screen.size
    edges = [((1, height // 2), (width // 2, height // 2)), ((width - 2, 900), (300, 900)),
             ((540, 1), (540, 900)), ((540, height - 2), (540, 700))]  # fmt: skip
    for (x, y), (to_x, to_y) in edges:
        for finger in (1, 2):
            hand.screen.put(finger, x, min(y + 40 * finger, height - 1))
        for part in range(1, 6):
            for finger in (1, 2):
                hand.screen.move(finger, x + (to_x - x) * part // 5, y + (to_y - y) * part // 5)
        for finger in (1, 2):
            hand.screen.take(finger, to_x, to_y)
    hand.ask("rest")
    assert hand.screen.steady(SECONDS).tobytes() == before.tobytes()
    is_still_there(hand, sight)


def test_a_long_press_is_a_press(hand):
    sight = hand.sees(Home(), "field:f3")
    spot = sight.middle("field:f3")
    before = hand.screen.steady(SECONDS)
    hand.screen.put(1, *spot)
    hand.screen.wait_change(before, SECONDS)
    with pytest.raises(ScreenError):
        hand.trace.wait("Nothing", 1.5)
    hand.screen.take(1, *spot)
    assert hand.next_happening()["body"]["field"] == "f3"


def test_other_programs_cannot_close_hide_or_shrink_it(hand):
    sight = hand.sees(Home(), "field:f2")
    before = hand.screen.steady(SECONDS)
    assert ask_to_close(hand.screen) >= 1
    window = words(hand, "search", "--onlyvisible", "--class", ".")[-1]
    words(hand, "windowminimize", window)
    words(hand, "windowunmap", window)
    wait_for(lambda: window in words(hand, "search", "--onlyvisible", "--class", ".") or None, SECONDS, "it stays away")

    def same():
        return hand.screen.grab().tobytes() == before.tobytes() or None

    wait_for(same, SECONDS, "the picture does not come back")
    is_still_there(hand, sight)


def words(hand, *command):
    done = subprocess.run(["xdotool", *command], env=hand.screen.env, capture_output=True, text=True, timeout=10)
    return done.stdout.split()
