"""A board of a zone: calls of its counters and fields served there, and nothing before the office has told which."""

from datetime import timedelta

from contract.ids import CounterId, FieldId
from contract.notices import CounterInfo, FieldState, Office
from queue_display.core.stage import HallStage
from queue_display.core.zone import Zone, zone_of
from tests.queue_display.core.test_stage import NOON, board, call

EAST = CounterInfo(CounterId(1), (FieldId("dat-dai"),), zone="east")
WEST = CounterInfo(CounterId(2), (FieldId("chung-thuc"), FieldId("dat-dai")), zone="west")


def office(*counters: CounterInfo) -> Office:
    return Office("", (), counters, (), 30)


def later(seconds: float):
    return NOON + timedelta(seconds=seconds)


def hear(stage: HallStage, at: float, *calls) -> HallStage:
    return stage.received(board(at, *calls), at, later(at))


def numbers(stage: HallStage) -> list[str]:
    view = stage.view(away=False)
    return ([view.top.number] if view.top else []) + [row.call.number for row in view.rows]


def test_the_zone_of_a_name_and_the_whole_hall():
    assert zone_of(office(EAST, WEST), "west") == Zone(frozenset({2}), frozenset({"chung-thuc", "dat-dai"}))
    assert zone_of(office(EAST, WEST), "").counters == {1, 2}


def test_a_board_of_a_zone_shows_its_own_calls_and_fields_only():
    stage = HallStage("west").received(office(EAST, WEST), 0, NOON)
    stage = hear(hear(stage, 1), 2, call("A001", 1, 2), call("B001", 2, 1.5))
    view = stage.view(away=False)
    assert (numbers(stage), view.fresh) == (["B001"], True)
    west = Zone(frozenset({CounterId(2)}), frozenset({FieldId("x")}))
    assert west.of(board(1)).fields == ()
    assert view.fields[0].field == FieldState(FieldId("dat-dai"), 3).field


def test_nothing_is_shown_before_the_office_told_and_nothing_is_new_then():
    stage = hear(HallStage("west"), 1, call("B001", 2, 1))
    assert numbers(stage) == []
    stage = stage.received(office(EAST, WEST), 2, later(2))
    assert (numbers(stage), stage.view(away=False).fresh) == (["B001"], False)
    assert stage.received(office(EAST, WEST), 3, later(3)) is stage


def test_a_counter_that_moves_to_another_zone_takes_its_call_along():
    stage = hear(HallStage("west").received(office(EAST, WEST), 0, NOON), 100, call("B001", 2, 1))
    stage = stage.received(office(EAST, CounterInfo(CounterId(2), WEST.fields, zone="east")), 200, later(200))
    assert numbers(stage) == []
    assert numbers(hear(HallStage().received(office(EAST), 0, NOON), 1, call("B001", 2, 1))) == ["B001"]
