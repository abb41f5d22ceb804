"""Fields set out on a screen: large rows while they fit, then smaller type, then pages."""

import pytest

from kiosk.core.field_list import Arrangement, Room, arrange

ROOM = Room(height=1300, row=134, gap=16, turn=80)


@pytest.mark.parametrize("count", [1, 3, 8])
def test_few_fields_stand_on_one_page_in_the_largest_type(count):
    plan = arrange(count, ROOM, (80, 60))
    assert (plan.step, plan.pages, plan.height) == (0, 1, 134)


def test_more_fields_share_the_room_they_have():
    plan = arrange(12, ROOM, (80, 60))
    assert (plan.step, plan.pages) == (0, 1)
    assert 80 <= plan.height < 134
    assert 12 * plan.height + 11 * ROOM.gap <= ROOM.height


def test_names_too_long_for_large_type_are_set_smaller():
    assert arrange(12, ROOM, (140, 80)).step == 1


@pytest.mark.parametrize("count", [17, 18, 40, 99])
def test_pages_hold_every_field_once_and_fit(count):
    plan = arrange(count, ROOM, (140, 80))
    shown = [each for page in range(plan.pages) for each in range(count)[plan.of(page)]]
    assert shown == list(range(count))
    assert plan.pages > 1
    assert plan.per_page * (plan.height + ROOM.gap) + ROOM.turn <= ROOM.height


def test_no_fields_are_one_empty_page():
    assert arrange(0, ROOM, (80,)) == Arrangement(0, 134, 1, 1)


def test_a_room_too_low_for_anything_shows_one_field_a_page():
    plan = arrange(3, Room(50, 134, 16, 80), (80,))
    assert (plan.per_page, plan.pages, plan.height) == (1, 3, 80)
