"""How often the ground of a new call changes: never so that it could harm anybody."""

from contract.look import DARK
from queue_display.core.beckon import changes, lit

WCAG_FLASHES = 3


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_it_is_lit_from_its_first_moment_and_stays_lit_in_the_end():
    assert (lit(0), lit(0.79), lit(60)) == (True, True, True)
    assert [lit(moment) for moment in changes()] == [False, True, False, True]
    assert changes()[-1] < 3


def test_no_second_holds_more_than_a_third_of_the_flashes_that_are_allowed():
    moments = changes()
    in_a_second = max(sum(first <= moment <= first + 1 for moment in moments) for first in moments)
    assert in_a_second / 2 <= WCAG_FLASHES / 3


def test_words_can_be_read_lit_and_not():
    pairs = [
        (DARK.on_press, DARK.done),
        (DARK.done, DARK.panel),
        (DARK.ink, DARK.panel),
        (DARK.ink, DARK.ground),
        (DARK.soft, DARK.ground),
        (DARK.soft, DARK.panel),
        (DARK.on_press, DARK.soon),
        (DARK.on_press, DARK.overdue),
    ]
    assert min(contrast(*pair) for pair in pairs) >= 7
