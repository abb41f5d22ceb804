"""The rating pad's rules: no vote before somebody is invited, and never two."""

import pytest

from firmware_config.devices.core import lamp
from firmware_config.devices.core.pad import FACES, Pad

OFFICE_S = 848_646_000
"""2026-11-22T14:00:00+07:00."""


def pad(scale=3, seconds=30, rated=""):
    """A pad that knows the office for longer than any old invitation matters."""
    one = Pad(rated)
    one.office({"rating_scale": scale, "rating_seconds": seconds}, 0)
    return one


def invite(one, now, visit="v1", mark="m"):
    one.invited({"visit": visit, "mark": mark}, now, 0)


def look(one, now, reached=True):
    return one.lamp(now, reached=reached)


def test_nobody_votes_before_being_invited():
    one = pad()
    assert one.press(1, 5000) is None
    assert look(one, 5000) == lamp.DARK
    assert look(one, 5000, reached=False) == lamp.ALONE


def test_one_press_a_visit():
    one = pad()
    invite(one, 5000)
    assert look(one, 5000) == look(one, 5000, reached=False) == lamp.LIT
    assert one.press(2, 9210) == {"visit": "v1", "score": "satisfied", "scale": 3, "mark": "m", "after_s": 4.2}
    one.kept(9210)
    assert look(one, 9300) == lamp.SENT
    assert look(one, 9210 + lamp.SENT_MS) == lamp.DARK
    assert one.press(2, 9300) is None
    invite(one, 12_000)
    assert one.press(1, 12_100) is None
    invite(one, 13_000, "v2")
    assert one.press(1, 13_100)["visit"] == "v2"


@pytest.mark.parametrize("scale", [3, 5])
def test_faces_of_the_scale_and_no_others(scale):
    one = pad(scale)
    invite(one, 5000)
    scores = [one.press(face, 6000) for face in range(7)]
    assert [score and score["score"] for score in scores] == [None, *FACES[scale], *[None] * (6 - scale)]


def test_the_light_goes_out_in_time():
    one = pad(seconds=10)
    invite(one, 5000)
    assert one.is_invited(14_999)
    assert one.press(1, 15_000) is None
    invite(one, 16_000)
    assert one.press(1, 16_100) is None  # the same invitation again opens nothing
    invite(one, 17_000, "v2")
    one.invited({"visit": None}, 17_500, 0)
    assert one.press(1, 17_600) is None


def test_an_invitation_of_long_ago_is_none():
    one = Pad("")
    invite(one, 100)
    assert not one.is_invited(100)
    one.office({}, 1000)
    invite(one, 2999)
    assert not one.is_invited(2999)
    invite(one, 3000)
    assert one.is_invited(3000)
    assert one.is_invited(32_999)


def test_an_invitation_stands_as_long_as_it_says():
    one = Pad("")
    body = {"visit": "v1", "mark": "m", "until": "2026-11-22T14:00:30+07:00"}
    one.invited(body, 100, OFFICE_S + 30)
    assert not one.is_invited(100)
    one.invited(body, 200, OFFICE_S + 20)
    assert (one.is_invited(10_199), one.is_invited(10_200)) == (True, False)
    early = pad(seconds=10)
    early.invited(body, 5000, OFFICE_S - 500)
    assert (early.is_invited(14_999), early.is_invited(15_000)) == (True, False)


def test_a_visit_whose_vote_is_still_owed_is_not_asked_again():
    one = pad(rated="v1")
    invite(one, 5000)
    assert not one.is_invited(5000)


def test_without_a_flash_no_thanks():
    one = pad()
    invite(one, 5000)
    one.unkept(5100)
    assert look(one, 5200) == lamp.REFUSED
    assert look(one, 5100 + lamp.REFUSED_MS) == lamp.LIT
    assert one.press(3, 8000)["score"] == "not_satisfied"


def test_a_strange_office_has_three_faces_and_a_sane_time():
    one = Pad("")
    one.office({"rating_scale": 4, "rating_seconds": -5}, 0)
    invite(one, 5000)
    assert (one.scale, one.is_invited(5999), one.is_invited(6000)) == (3, True, False)
