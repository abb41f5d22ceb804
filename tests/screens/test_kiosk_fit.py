"""Every view of the kiosk, in the longest words, on the screens that kiosks have: whole, readable, large enough to press."""

import pytest

from contract.notices import Door
from kiosk.core.views import Home
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import EIGHT, NEXT_WEEK, VIEWS, board, office, outlook, shut

SCREENS = {"27-inch": ("346", "615"), "21-inch": ("268", "476"), "15-inch": ("194", "345")}


@pytest.mark.parametrize(("screen", "language"), [("27-inch", "vi"), ("15-inch", "vi"), ("21-inch", "en")])
def test_nothing_is_clipped_small_or_covered(tmp_path, screen, language):
    hand = KioskHand(tmp_path, "--millimetres", *SCREENS[screen], "--language", language)
    faults = {}
    try:
        hand.order(picture=1)
        for fields in (3, 8, 16):
            hand.office(office(fields), board(fields), outlook(fields))
            faults[f"home of {fields}"] = hand.ask("faults")
        hand.office(office(8), board(8), shut(Door.HOLIDAY, words="Nghỉ bù ngày Quốc khánh và lễ hội của thành phố"))
        faults["holiday"] = hand.ask("faults")
        hand.office(office(8), board(8), shut(Door.NOT_YET, opens_at=EIGHT))
        faults["early"] = hand.ask("faults")
        hand.order(online=False)
        faults["offline"] = hand.ask("faults")
        hand.order(online=True)
        hand.office(office(16), board(16), outlook(16))
        for name, view in VIEWS.items():
            hand.show(view)
            faults[name] = hand.ask("faults")
            if (screen, language) == ("27-inch", "vi"):
                hand.picture(f"kiosk-{name}")
        hand.office(office(16), board(16), shut(Door.DAY_OVER, 16))
        for name in ("status-overdue", "status-overdue-new-day"):
            hand.show(VIEWS[name])
            faults[f"{name}, day over"] = hand.ask("faults")
    finally:
        hand.stop()
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(("screen", "language"), [("27-inch", "vi"), ("15-inch", "vi"), ("15-inch", "en")])
def test_every_reason_fits_where_the_finger_is(tmp_path, screen, language):
    hand = KioskHand(tmp_path, "--millimetres", *SCREENS[screen], "--language", language)
    faults = {}
    try:
        for door, opens_at in [(one, at) for one in Door if one is not Door.OPEN for at in (None, NEXT_WEEK)]:
            hand.office(office(5), board(5), shut(door, 5, opens_at))
            hand.show(Home())
            faults[f"{door} {opens_at}"] = hand.ask("faults")  # it is laid out
            hand.ask("rest")
            hand.screen.tap(*hand.show(Home()).middle("field:f3"))
            told = hand.trace.wait("Home", SECONDS).facts["told"]
            assert told
            faults[told] = hand.ask("faults")
        hand.picture(f"kiosk-home-told-{screen}-{language}")
    finally:
        hand.stop()
    assert {told: found for told, found in faults.items() if found} == {}
