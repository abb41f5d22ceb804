"""Which fields are listed, with whom and for how long."""

from datetime import UTC, datetime, timedelta

from contract.ids import FieldId
from contract.notices import Board, Door, FieldNow, FieldState, Outlook, Wait
from queue_display.core.waiting import Crowd, crowds, worth_a_row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAIT = Wait(600, 900, 1200)
CROWD = [Crowd(FieldId(name), waiting) for name, waiting in (("a", 0), ("b", 4), ("c", 0), ("d", 1), ("e", 1))]
ALL = {one.field for one in CROWD}
EVEN = dict.fromkeys(ALL, 10.0)


def board(*waiting: int) -> Board:
    return Board(1, NOON, (), tuple(FieldState(FieldId("abc"[n]), people) for n, people in enumerate(waiting)))


def outlook(waiting: int, seconds: float, wait: Wait | None = WAIT) -> Outlook:
    return Outlook(NOON + timedelta(seconds=seconds), (FieldNow(FieldId("a"), Door.OPEN, waiting, wait),))


def test_all_where_there_is_room():
    assert worth_a_row(CROWD, ALL, EVEN, 50) == tuple(CROWD)


def test_the_busiest_in_the_offices_order_where_there_is_not():
    assert [one.field for one in worth_a_row(CROWD, ALL, EVEN, 39)] == ["b", "d", "e"]
    assert [one.field for one in worth_a_row(CROWD, ALL, EVEN, 20)] == ["b", "d"]


def test_a_long_name_takes_the_room_of_a_quieter_field():
    heights = EVEN | {FieldId("d"): 25.0}
    assert [one.field for one in worth_a_row(CROWD, ALL, heights, 45)] == ["b", "d", "e"]
    assert worth_a_row(CROWD, ALL, heights, 5) == ()


def test_no_room_is_no_fault_even_before_the_screen_is_laid_out():
    assert worth_a_row(CROWD, ALL, EVEN, -17) == ()
    assert worth_a_row([], ALL, EVEN, -17) == ()


def test_a_field_that_no_kiosk_offers_is_listed_while_somebody_waits_there():
    assert [one.field for one in worth_a_row(CROWD, {FieldId("a")}, EVEN, 90)] == ["a", "b", "d", "e"]


def test_the_later_notice_counts_the_people_and_the_outlook_tells_the_wait():
    assert crowds(board(3, 5), None) == (Crowd(FieldId("a"), 3), Crowd(FieldId("b"), 5))
    assert crowds(board(3, 5), outlook(4, 1)) == (Crowd(FieldId("a"), 4, WAIT), Crowd(FieldId("b"), 5))
    assert crowds(board(3, 5), outlook(4, -1)) == (Crowd(FieldId("a"), 3, WAIT), Crowd(FieldId("b"), 5))
