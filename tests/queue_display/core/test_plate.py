"""What a counter's board shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from contract.ids import CounterId, FieldId, TicketNumber, VisitId
from contract.notices import Call, CounterState, CounterStatus
from queue_display.core.plate import NEW_S, NEWS_S, PlateStage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def state(seq: int, number: str = "", at: float = 0, times: int = 1) -> CounterState:
    call = Call(
        VisitId(f"day-{number}"),
        TicketNumber(number),
        FieldId("dat-dai"),
        CounterId(5),
        NOON + timedelta(seconds=at),
        times,
    )
    return CounterState(seq, CounterId(5), call if number else None)


def free() -> PlateStage:
    return PlateStage().received(state(1), 0, NOON)


def shown(stage: PlateStage) -> tuple[str, bool]:
    view = stage.view(away=False)
    return (view.call.number if view.call else "", view.fresh)


def test_a_call_is_new_for_eight_seconds():
    stage = free().received(state(2, "B012"), 10, NOON)
    assert shown(stage) == ("B012", True)
    assert stage.changes_at == 10 + NEW_S
    assert shown(stage.at(17.9)) == ("B012", True)
    assert shown(stage.at(18)) == ("B012", False)


def test_a_finished_visit_frees_the_counter_at_once():
    stage = free().received(state(2, "B012"), 10, NOON).received(state(3), 11, NOON)
    assert shown(stage) == ("", False)
    assert stage.changes_at is None


def test_a_recall_is_new_again_and_a_repeated_notice_is_not():
    stage = free().received(state(2, "B012"), 10, NOON).at(20)
    assert shown(stage.received(state(3, "B012"), 21, NOON)) == ("B012", False)
    assert shown(stage.received(state(3, "B012", 21, times=2), 21, NOON)) == ("B012", True)
    again = free().received(state(2, "B012"), 10, NOON).received(state(2, "B012"), 12, NOON)
    assert again.changes_at == 10 + NEW_S


def test_after_the_offices_clock_was_put_back_by_days_a_call_is_new_all_the_same():
    ahead = PlateStage().received(state(1), 0, NOON).received(state(2, "B012", 2 * 86400), 10, NOON + timedelta(days=2))
    stage = ahead.at(20).received(state(3), 21, NOON).received(state(4, "B013", 1), 22, NOON)
    assert shown(stage) == ("B013", True)
    assert shown(stage.at(40).received(state(5, "B014", 30), 52, NOON + timedelta(seconds=30))) == ("B014", True)


def test_a_board_that_is_switched_on_shows_the_call_but_not_as_new_nor_yesterdays():
    assert shown(PlateStage().received(state(2, "B012"), 0, NOON)) == ("B012", False)
    assert shown(PlateStage().received(state(2, "B012"), 0, NOON + timedelta(hours=19))) == ("", False)


def test_older_notices_are_ignored_unless_the_controller_began_anew():
    stage = free().received(state(9, "B012"), 10, NOON).at(30)
    assert stage.received(state(8), 31, NOON) is stage
    assert stage.received(state(8, "B011", -5), 31, NOON) is stage
    assert shown(stage.received(state(2, "C001", 40), 40, NOON)) == ("C001", True)
    assert shown(stage.disordered().received(state(2), 31, NOON)) == ("", False)


def test_nothing_is_known_before_the_first_notice():
    assert PlateStage().view(away=True).away
    assert PlateStage().view(away=False).call is None


def test_a_counter_that_pauses_or_is_closed_says_so_and_a_call_goes_before():
    paused = replace(state(2), status=CounterStatus.PAUSED)
    assert free().received(paused, 1, NOON).view(away=False).status is CounterStatus.PAUSED
    closed = replace(state(3, "B012"), status=CounterStatus.CLOSED)
    view = free().received(closed, 1, NOON).view(away=False)
    assert (view.call is not None, view.status) == (True, CounterStatus.CLOSED)


def test_a_counter_that_opens_again_shows_no_old_call_as_new():
    stage = (
        free().received(state(2, "B012"), 10, NOON).received(replace(state(3), status=CounterStatus.PAUSED), 20, NOON)
    )
    assert shown(stage.received(state(4), 30, NOON)) == ("", False)


def test_a_call_that_a_board_missed_for_long_is_no_news():
    late = NOON + timedelta(seconds=NEWS_S + 11)
    assert shown(free().received(state(2, "B012", 10), 700, late)) == ("B012", False)
    assert shown(free().received(state(2, "B012", 11), 700, late)) == ("B012", True)


def test_the_next_number_and_who_sits_there_are_shown_as_they_are_told():
    told = replace(state(2), next=TicketNumber("B013"), officer="Trần Thị Lan", photo="lan.jpg")
    view = free().received(told, 1, NOON).view(away=False)
    assert (view.next, view.officer, view.photo) == ("B013", "Trần Thị Lan", "lan.jpg")
    view = free().received(state(3), 2, NOON).view(away=False)
    assert (view.next, view.officer, view.photo) == ("", "", "")


def test_a_call_that_is_uncovered_again_is_not_new():
    served = free().received(state(2, "B012"), 10, NOON).received(state(3), 11, NOON)
    assert shown(served.received(state(4, "B012"), 12, NOON)) == ("B012", False)
    later = served.received(state(4, "B013", 5), 15, NOON)
    assert shown(later) == ("B013", True)
    assert shown(later.received(state(5, "B012"), 16, NOON)) == ("B012", False)


def test_the_same_person_called_here_once_more_is_new():
    absent = free().received(state(2, "B012"), 10, NOON).received(state(3), 11, NOON)
    assert shown(absent.received(state(4, "B012", 30), 40, NOON)) == ("B012", True)
