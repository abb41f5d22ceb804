"""All ten stands of a file and one that nobody knows, late, due and early, and what is behind the last digits: whole and readable."""

import pytest

from tests.screens.file_views import DIFFERENT, FILE_VIEWS, LARGE, STANDS
from tests.screens.kiosk_hand import KioskHand
from tests.screens.kiosk_views import board, office, outlook

SCREENS = {
    "27-inch": (("--millimetres", "346", "615"), (1080, 1920)),
    "15-inch": (("--millimetres", "194", "345"), (1080, 1920)),
    "15-inch-wide": (("--millimetres", "345", "194", "--pixels", "1920", "1080"), (1920, 1080)),
}
SIZES = {"normal": "0", "largest": "2"}


@pytest.mark.parametrize(
    ("screen", "language", "size", "views"),
    [
        ("27-inch", "vi", "normal", FILE_VIEWS),
        ("15-inch", "en", "normal", {name: STANDS[name] for name in DIFFERENT}),
        ("15-inch", "vi", "largest", {name: FILE_VIEWS[name] for name in LARGE}),
        ("15-inch-wide", "en", "largest", {name: FILE_VIEWS[name] for name in LARGE}),
    ],
    ids=lambda one: one if isinstance(one, str) else len(one),
)
def test_nothing_is_clipped_small_or_covered(tmp_path, screen, language, size, views):
    options, pixels = SCREENS[screen]
    hand = KioskHand(tmp_path, *options, "--language", language, "--size", SIZES[size], pixels=pixels)
    faults = {}
    try:
        hand.office(office(16), board(16), outlook(16))
        for name, view in views.items():
            hand.show(view)
            faults[name] = hand.ask("faults")
            if language == "vi" and name in FILE_VIEWS:
                hand.picture(f"kiosk-file-{name}-{screen}-{size}")
    finally:
        hand.stop()
    assert {name: found for name, found in faults.items() if found} == {}
