"""What a site file may say of rating."""

from dataclasses import replace

import pytest

from contract.ids import CounterId, DeviceId
from contract.rating import Rating, RatingReason
from contract.site import Device
from contract.topics import Role
from firmware_config.rating_rules import MOST_REASONS, ratings
from tests.office import FIVE, small_site

SIX = tuple(RatingReason(f"r{place}", f"Lý do {place}") for place in range(MOST_REASONS + 1))


def found(rating=None, **device):
    site = small_site()
    devices = tuple(replace(one, **device) if one.role is Role.RATING else one for one in site.devices)
    return [(one.key, one.name) for one in ratings(replace(site, rating=rating or Rating(), devices=devices))]


@pytest.mark.parametrize(
    ("rating", "faults"),
    [
        (Rating(), []),
        (Rating(scale=5, phone_until="", reasons=SIX[:MOST_REASONS]), []),
        (Rating(phone_until="09:05"), []),
        (Rating(seconds=4), [("rating.seconds", "range")]),
        (Rating(scale=4), [("rating.scale", "rating_scale")]),
        *((Rating(phone_until=word), [("rating.phone_until", "clock")]) for word in ("9:00", "24:00", "21h", "21:60")),
        (Rating(reasons=SIX), [("rating.reasons[5]", "too_many_reasons")]),
        (Rating(reasons=(RatingReason("khac", "Khác"),)), [("rating.reasons[0].id", "reason_other")]),
        (Rating(reasons=(RatingReason("a b", "Khác"),)), [("rating.reasons[0].id", "id")]),
        (Rating(reasons=(RatingReason("a", "x", " "),)), [("rating.reasons[0].english", "no_words")]),
        (Rating(reasons=(SIX[0], SIX[0])), [("rating.reasons[1].id", "twice"), ("rating.reasons[1].text", "twice")]),
    ],
)
def test_the_table(rating, faults):
    assert found(rating) == faults


def test_phones_alone_have_room_for_more_reasons():
    site = small_site()
    assert list(ratings(replace(site, rating=Rating(reasons=SIX), devices=()))) == []


@pytest.mark.parametrize(
    ("screen_mm", "highest"), [((217, 136), 975), ((136, 217), 883), ((345, 194), 975), ((100, 90), 1010)]
)
def test_a_terminal_can_be_reached_from_a_wheelchair(screen_mm, highest):
    assert found(screen_mm=screen_mm) == []
    assert found(screen_mm=screen_mm, screen_bottom_mm=highest) == []
    assert [name for _, name in found(screen_mm=screen_mm, screen_bottom_mm=highest + 1)] == ["out_of_reach"]


def test_a_board_may_hang_as_high_as_it_likes():
    site = small_site()
    board = Device(DeviceId("board"), Role.COUNTER_BOARD, CounterId(FIVE), screen_bottom_mm=2400)
    assert list(ratings(replace(site, devices=(board,)))) == []
