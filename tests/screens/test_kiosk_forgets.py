"""What one citizen wanted of the screen leaves nothing behind in memory."""

from contract.codec import to_plain
from demo.screen import wait_for
from kiosk.core.comfort import Comfort, TextSize
from kiosk.core.views import Home, Scanning
from tests.screens.kiosk_hand import SECONDS, KioskHand, packed
from tests.screens.kiosk_views import board, office, outlook


def test_screens_that_were_made_anew_are_let_go(tmp_path):
    hand = KioskHand(tmp_path)
    try:
        hand.office(office(8), board(8), outlook(8))
        for comfort in (Comfort("en"), Comfort("vi", TextSize.LARGE), Comfort("vi")):
            hand.order(comfort=to_plain(comfort))
            wait_for(lambda: hand.ask("stale") == 0 or None, SECONDS, "a screen that nobody sees lives on")
    finally:
        hand.stop()


def test_who_tries_every_size_without_a_pause_leaves_no_screens_behind(tmp_path):
    """Else each size would be built in new memory, which the system never gets back whole."""
    hand = KioskHand(tmp_path)
    try:
        hand.office(office(8), board(8), outlook(8))
        for size in (*TextSize, *TextSize, TextSize.NORMAL):
            hand.order(comfort=to_plain(Comfort("vi", size)))

            def swept() -> bool | None:
                hand.screen.tap(5, 5)  # nothing is there, but somebody is
                return hand.ask("stale", body=False) == 0 or None

            wait_for(swept, SECONDS, "screens of another size wait for a moment in which nobody touches")
    finally:
        hand.stop()


def test_another_language_keeps_its_first_screen_alone(tmp_path):
    """And whoever leaves it on a screen further on sees that screen, with the foot of the language of now."""
    hand = KioskHand(tmp_path)
    try:
        hand.office(office(8), board(8), outlook(8))
        for comfort in (Comfort("en"), Comfort("vi"), Comfort("en"), Comfort("vi")):
            hand.order(comfort=to_plain(comfort))
            sight = hand.sees(Home(), "field:f2", "language")
            if comfort.language == "en":
                sight = hand.sees(Scanning(), "back", "over", "language")
        wait_for(lambda: hand.ask("stale") == 0 or None, SECONDS, "a screen that nobody sees lives on")
        assert hand.ask("look", packed(Home()))["faults"] == []
        assert {"language", "size"} <= set(sight.targets)
    finally:
        hand.stop()


def test_screens_that_are_kept_come_back_as_they_were(tmp_path):
    """What another citizen chose, and what the hall was told of meanwhile, changes no pixel of a screen that lay by."""
    hand = KioskHand(tmp_path, "--bottom", "600")
    try:
        hand.office(office(8), board(3), outlook(3))

        def seen(*comforts):
            for comfort in comforts:
                hand.order(comfort=to_plain(comfort))
            assert hand.ask("look", packed(Home()))["faults"] == []
            return hand.screen.grab().tobytes()

        first = {language: seen(Comfort(language)) for language in ("vi", "en")}
        largest = seen(Comfort("vi", TextSize.LARGEST))
        hand.office(office(8), board(8), outlook(8))
        later = {language: seen(Comfort("en", TextSize.LARGE, reach=True), Comfort(language)) for language in first}
        hand.office(office(8), board(3), outlook(3))
        again = {language: seen(Comfort(language)) for language in first}
    finally:
        hand.stop()
    assert again == first
    assert all(later[language] != first[language] for language in first)
    assert largest not in first.values()
