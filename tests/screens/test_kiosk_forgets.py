"""What one citizen wanted of the screen leaves nothing behind in memory."""

from contract.codec import to_plain
from kiosk.core.comfort import Comfort, TextSize
from tests.screens.kiosk_hand import KioskHand
from tests.screens.kiosk_views import board, office, outlook


def test_screens_that_were_made_anew_are_let_go(tmp_path):
    hand = KioskHand(tmp_path)
    try:
        hand.office(office(8), board(8), outlook(8))
        for comfort in (Comfort("en"), Comfort("vi", TextSize.LARGE), Comfort("vi")):
            hand.order(comfort=to_plain(comfort))
            assert hand.ask("stale") == 0
    finally:
        hand.stop()
