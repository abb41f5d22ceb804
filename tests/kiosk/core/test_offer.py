"""What a citizen is offered before queueing, from the notices."""

from datetime import UTC, datetime, timedelta

import pytest

from contract.notices import Board, Door, FieldNow, FieldState, Outlook, Wait
from kiosk.core.offer import FEW, Offer, offers, whole_office

SEVEN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
WAIT = Wait(600, 900, 1200)


def outlook(*fields, at=SEVEN, words=None):
    return Outlook(at, fields, words)


def board(waiting, at=SEVEN):
    return Board(1, at, (), (FieldState("dat-dai", waiting),))


def test_nothing_heard_is_nothing_known():
    assert offers(None, None) == {}
    assert not Offer().shut


def test_a_board_alone_tells_how_many_wait():
    assert offers(None, board(4)) == {"dat-dai": Offer(waiting=4)}


def test_the_outlook_tells_all():
    heard = outlook(FieldNow("dat-dai", Door.NOT_YET, 3, WAIT, FEW, SEVEN), words="Nghỉ Tết")
    assert offers(heard, None) == {"dat-dai": Offer(Door.NOT_YET, 3, WAIT, FEW, SEVEN, "Nghỉ Tết")}


@pytest.mark.parametrize(("left", "told"), [(None, None), (FEW + 1, None), (FEW, FEW), (0, 0)])
def test_numbers_left_are_told_when_they_are_few(left, told):
    assert offers(outlook(FieldNow("dat-dai", Door.OPEN, 3, None, left)), None)["dat-dai"].left == told


def test_the_later_notice_counts_the_people():
    heard = outlook(FieldNow("dat-dai", Door.OPEN, 3), FieldNow("new", Door.OPEN, 2))
    second = timedelta(seconds=1)
    assert offers(heard, board(5, SEVEN + second))["dat-dai"].waiting == 5
    assert offers(heard, board(5, SEVEN + second))["new"].waiting == 2
    assert offers(heard, board(5, SEVEN - second))["dat-dai"].waiting == 3


def test_what_shuts_every_field_alike_is_the_offices():
    early, later = Offer(Door.NOT_YET, opens_at=SEVEN), Offer(Door.NOT_YET, opens_at=SEVEN + timedelta(hours=1))
    assert whole_office({"a": early, "b": Offer(Door.NOT_YET, 5, opens_at=SEVEN)}) == early
    assert whole_office({"a": early, "b": later}) is None
    assert whole_office({"a": early, "b": Offer(Door.FULL)}) is None
    assert whole_office({"a": Offer(), "b": Offer()}) is None
    assert whole_office({}) is None
