"""Which fields are listed, with whom and for how long."""

from datetime import UTC, datetime, timedelta

from contract.ids import FieldId
from contract.notices import Board, Door, FieldNow, FieldState, Outlook, Wait
from queue_display.core.waiting import Crowd, crowds, leaves, worth_a_row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAIT = Wait(600, 900, 1200)
CROWD = [Crowd(FieldId(name), waiting) for name, waiting in (("a", 0), ("b", 4), ("c", 0), ("d", 1), ("e", 1))]
ALL = {one.field for one in CROWD}


def board(*waiting: int) -> Board:
    return Board(1, NOON, (), tuple(FieldState(FieldId("abc"[n]), people) for n, people in enumerate(waiting)))


def outlook(waiting: int, seconds: float, wait: Wait | None = WAIT) -> Outlook:
    return Outlook(NOON + timedelta(seconds=seconds), (FieldNow(FieldId("a"), Door.OPEN, waiting, wait),))


def test_a_field_that_no_kiosk_offers_is_listed_while_somebody_waits_there():
    assert [one.field for one in worth_a_row(CROWD, ALL)] == ["a", "b", "c", "d", "e"]
    assert [one.field for one in worth_a_row(CROWD, {FieldId("a")})] == ["a", "b", "d", "e"]


def test_one_leaf_where_there_is_room_and_even_ones_where_there_is_not():
    assert leaves([10.0] * 5, 50) == (range(5),)
    assert leaves([10.0] * 8, 35) == (range(3), range(3, 6), range(6, 8))
    assert leaves([10.0] * 4, 30) == (range(2), range(2, 4))


def test_a_row_higher_than_the_room_has_a_leaf_of_its_own_and_none_is_lost():
    assert leaves([10.0, 40.0, 10.0], 30) == (range(1), range(1, 2), range(2, 3))
    assert leaves([10.0, 10.0], -17) == (range(1), range(1, 2))
    assert leaves([], 30) == ()


def test_the_later_notice_counts_the_people_and_the_outlook_tells_the_wait():
    assert crowds(board(3, 5), None) == (Crowd(FieldId("a"), 3), Crowd(FieldId("b"), 5))
    assert crowds(board(3, 5), outlook(4, 1)) == (Crowd(FieldId("a"), 4, WAIT), Crowd(FieldId("b"), 5))
    assert crowds(board(3, 5), outlook(4, -1)) == (Crowd(FieldId("a"), 3, WAIT), Crowd(FieldId("b"), 5))
