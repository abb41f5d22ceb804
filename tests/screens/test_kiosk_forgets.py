"""What one citizen wanted of the screen leaves nothing behind in memory."""

from contract.codec import to_plain
from demo.screen import wait_for
from kiosk.core.comfort import Comfort, TextSize
from tests.screens.kiosk_hand import SECONDS, KioskHand
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
