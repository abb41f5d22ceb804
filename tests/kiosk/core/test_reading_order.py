"""Line by line, each from the left."""

from kiosk.core.reading_order import in_order

BOXES = {
    "field 1": (60, 300, 900, 100),
    "field 2": (60, 420, 900, 100),
    "back": (60, 1700, 150, 120),
    "listen": (800, 1702, 150, 118),
    "size": (400, 1698, 150, 122),
    "scan": (60, 1500, 900, 150),
}


def test_as_eyes_go():
    order = in_order(tuple(BOXES), BOXES.__getitem__)
    assert order == ("field 1", "field 2", "scan", "back", "size", "listen")
    assert in_order((), BOXES.__getitem__) == ()


def test_a_small_word_beside_a_high_one_is_on_its_line():
    boxes = {
        "letter": (0, 0, 50, 100),
        "wait": (500, 55, 200, 40),
        "crowd": (500, 5, 200, 40),
        "next": (0, 110, 50, 100),
    }
    assert in_order(tuple(boxes), boxes.__getitem__) == ("letter", "crowd", "wait", "next")
