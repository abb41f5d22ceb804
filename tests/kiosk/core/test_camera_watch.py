"""Black, frozen and turned cameras, by their pictures alone."""

from contract.notices import Camera
from kiosk.core.camera_watch import (
    DARK,
    DARK_AFTER_S,
    FROZEN_AFTER_S,
    Glimpse,
    Mounting,
    Watch,
    again,
    is_new,
    mount,
    told,
    watch,
)


def seen(*pictures):
    """The watch after pictures of (second, print, brightest)."""
    state = Watch()
    for at, mark, light in pictures:
        state = watch(state, Glimpse(mark, light), at)
    return state.condition


def test_pictures_that_change_are_well():
    assert seen((0, 1, 200), (2, 2, 200), (4, 1, 200), (6, 2, 200)) is Camera.READY


def test_one_picture_for_long_is_a_frozen_camera_until_another_comes():
    assert seen((5, 1, 200), (5 + FROZEN_AFTER_S - 0.1, 1, 200)) is Camera.READY
    assert seen((5, 1, 200), (5 + FROZEN_AFTER_S, 1, 200)) is Camera.FROZEN
    assert seen((5, 1, 200), (5 + FROZEN_AFTER_S, 1, 200), (9, 2, 200)) is Camera.READY


def test_black_for_a_while_is_covered_until_it_is_light():
    black = DARK - 1
    assert seen((0, 1, black), (1, 2, black)) is Camera.READY
    assert seen((0, 1, black), (1, 2, black), (DARK_AFTER_S, 3, black)) is Camera.DARK
    assert seen((0, 1, black), (1, 2, DARK), (DARK_AFTER_S, 3, black)) is Camera.READY
    assert seen((0, 1, black), (2, 2, black), (2.1, 3, 90)) is Camera.READY


def test_a_black_picture_that_never_changes_is_covered_not_frozen():
    assert seen((0, 1, 0), (2, 1, 0)) is Camera.DARK
    assert seen((0, 1, 0), (2, 1, 0), (4, 1, 0)) is Camera.DARK


def test_the_picture_of_the_last_citizen_is_not_read_for_the_next():
    last = watch(Watch(), Glimpse(1, 200), 0)
    opened = again(last, 100)
    assert not is_new(opened, Glimpse(1, 200))
    assert is_new(opened, Glimpse(2, 200))
    assert is_new(Watch(), Glimpse(1, 200))
    assert watch(opened, Glimpse(1, 200), 101).condition is Camera.READY
    assert watch(opened, Glimpse(1, 200), 100 + FROZEN_AFTER_S).condition is Camera.FROZEN


def test_no_picture_is_a_lost_camera_and_the_next_one_begins_anew():
    lost = watch(watch(Watch(), Glimpse(1, 200), 0), None, 4)
    assert lost.condition is Camera.LOST
    back = watch(lost, Glimpse(1, 200), 9)
    assert back.condition is Camera.READY


def read(*receipts):
    state = Mounting()
    for receipt, on_its_head in receipts:
        state = mount(state, receipt, on_its_head=on_its_head)
    return state


def test_receipt_after_receipt_on_its_head_is_a_camera_upside_down():
    turned = [(number, True) for number in range(4)]
    assert not read(*turned[:3]).upside_down
    assert read(*turned).upside_down
    assert read((9, False), *turned).upside_down


def test_one_receipt_held_wrong_for_long_says_nothing():
    assert not read(*[(7, True)] * 50).upside_down


def test_a_camera_that_was_screwed_on_right_is_seen_to_be():
    turned, right = [(number, True) for number in range(5)], [(number + 10, False) for number in range(4)]
    assert read(*turned, *right[:3]).upside_down
    assert not read(*turned, *right).upside_down


def test_what_is_told_is_the_worse():
    turned = Mounting(upside_down=True)
    assert told(Camera.READY, turned) is Camera.UPSIDE_DOWN
    assert told(Camera.DARK, turned) is Camera.DARK
    assert told(Camera.READY, Mounting()) is Camera.READY
