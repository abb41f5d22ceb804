"""Every view of the kiosk, in the longest words, on the screens that kiosks have: whole, readable, large enough to press."""

import pytest

from tests.screens.kiosk_hand import PICTURES, KioskHand
from tests.screens.kiosk_views import VIEWS, board, office

SCREENS = {"27-inch": ("346", "615"), "21-inch": ("268", "476"), "15-inch": ("194", "345")}


@pytest.mark.parametrize(("screen", "language"), [("27-inch", "vi"), ("15-inch", "vi"), ("21-inch", "en")])
def test_nothing_is_clipped_small_or_covered(tmp_path, screen, language):
    hand = KioskHand(tmp_path, "--millimetres", *SCREENS[screen], "--language", language)
    faults = {}
    try:
        PICTURES.mkdir(parents=True, exist_ok=True)
        hand.order(picture=1)
        for fields in (3, 8, 14):
            hand.office(office(fields), board(fields))
            faults[f"home of {fields}"] = hand.ask("faults")
        hand.order(online=False)
        faults["offline"] = hand.ask("faults")
        hand.order(online=True)
        for name, view in VIEWS.items():
            hand.show(view)
            faults[name] = hand.ask("faults")
            if (screen, language) == ("27-inch", "vi"):
                hand.screen.grab().save(PICTURES / f"kiosk-{name}.png", compress_level=1)
    finally:
        hand.stop()
    assert {name: found for name, found in faults.items() if found} == {}
