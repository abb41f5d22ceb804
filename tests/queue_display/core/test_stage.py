"""Who stands on the hall board's stage, by example and for any storm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from contract.ids import CounterId, FieldId, TicketNumber, VisitId
from contract.notices import Board, Call, Door, FieldNow, FieldState, Outlook, Wait
from queue_display.core.stage import NEWS_S, TOP_S, HallStage
from queue_display.core.waiting import Crowd

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIELDS = (FieldState(FieldId("dat-dai"), 3),)


def call(number: str, counter: int, at: float, times: int = 1) -> Call:
    moment = NOON + timedelta(seconds=at)
    return Call(VisitId(f"day-{number}"), TicketNumber(number), FieldId("dat-dai"), CounterId(counter), moment, times)


def board(at: float, *calls: Call, seq: int | None = None) -> Board:
    return Board(int(at * 1000) if seq is None else seq, NOON + timedelta(seconds=at), calls, FIELDS)


def running() -> HallStage:
    """A board that has heard an empty hall, so that whatever follows is new."""
    return HallStage().received(board(0), 0, NOON)


def hear(stage: HallStage, at: float, *calls: Call, seq: int | None = None) -> HallStage:
    return stage.received(board(at, *calls, seq=seq), at, NOON + timedelta(seconds=at))


def top(stage: HallStage) -> str | None:
    view = stage.view(away=False)
    return view.top.number if view.top else None


def rows(stage: HallStage) -> list[str]:
    return [row.call.number + "*" * row.fresh for row in stage.view(away=False).rows]


def test_after_the_controllers_clock_was_put_back_by_days_a_call_is_new_all_the_same():
    ahead = hear(running(), 2 * 86400, call("A001", 1, 2 * 86400)).at(2 * 86400 + 20)
    back = Board(10**9, NOON, (call("A002", 1, -1),), FIELDS)
    stage = ahead.received(back, 2 * 86400 + 30, NOON)
    assert (top(stage), stage.view(away=False).fresh) == ("A002", True)


def test_a_new_call_is_on_top_at_once_and_new_for_eight_seconds():
    stage = hear(running(), 10, call("A001", 1, 10))
    assert (top(stage), stage.view(away=False).fresh) == ("A001", True)
    assert stage.changes_at == 10 + TOP_S
    assert stage.at(17.9).view(away=False).fresh
    later = stage.at(18).view(away=False)
    assert (later.top, later.fresh) == (stage.top, False)
    assert stage.at(18).changes_at is None


def test_a_second_call_stands_below_at_once_and_goes_up_when_its_turn_comes():
    a, b, c = call("A001", 1, 10), call("B001", 2, 11), call("C001", 3, 12)
    stage = hear(hear(hear(running(), 10, a), 11, b, a), 12, c, b, a)
    assert (top(stage), rows(stage)) == ("A001", ["C001*", "B001*"])
    stage = stage.at(18)
    assert (top(stage), rows(stage)) == ("B001", ["C001*", "A001"])
    stage = stage.at(26)
    assert (top(stage), rows(stage)) == ("C001", ["B001", "A001"])
    stage = stage.at(34)
    assert (top(stage), stage.view(away=False).fresh) == ("C001", False)


def test_the_first_board_after_switching_on_shows_nothing_as_new():
    stage = hear(HallStage(), 10, call("B001", 2, 9), call("A001", 1, 3))
    assert (top(stage), rows(stage), stage.view(away=False).fresh) == ("B001", ["A001"], False)


def test_a_board_switched_on_in_the_morning_leaves_out_yesterdays_calls():
    stage = HallStage().received(board(10, call("B001", 2, 9)), 0, NOON + timedelta(hours=19))
    assert top(stage) is None


def test_a_call_of_yesterday_goes_when_the_controller_speaks_in_the_morning():
    stage = hear(HallStage(), 10, call("B001", 2, 9))
    assert top(hear(stage, 19 * 3600, call("B001", 2, 9))) is None


def test_a_recall_is_new_again():
    stage = hear(running(), 10, call("A001", 1, 10)).at(30)
    stage = hear(stage, 30, call("A001", 1, 30, times=2))
    view = stage.view(away=False)
    assert view.top is not None
    assert (view.top.times, view.fresh, stage.changes_at) == (2, True, 38)


def test_a_recall_behind_others_waits_its_turn():
    a, b = call("A001", 1, 10), call("B001", 2, 12)
    stage = hear(hear(running(), 10, a), 12, b, a)
    again = call("A001", 1, 16, times=2)
    stage = hear(stage, 16, again, b)
    assert (top(stage), top(stage.at(18)), top(stage.at(18).at(26))) == ("A001", "B001", "A001")
    assert stage.at(18).at(26).top == again


def test_a_recall_of_a_waiting_call_keeps_its_place():
    a, b, c = call("A001", 1, 10), call("B001", 2, 11), call("C001", 3, 12)
    stage = hear(hear(hear(running(), 10, a), 11, b, a), 12, c, b, a)
    stage = hear(stage, 16.5, call("B001", 2, 16.5, times=2), c, a).at(18)
    assert stage.top == call("B001", 2, 16.5, times=2)
    assert top(stage.at(26)) == "C001"


def test_a_call_keeps_its_time_on_top_though_its_visit_is_over():
    stage = hear(running(), 10, call("A001", 1, 10))
    stage = hear(stage, 12)
    assert top(stage) == "A001"
    assert top(stage.at(18)) is None


def test_a_waiting_call_that_its_counter_replaced_is_shown_if_it_is_fresh_only():
    storm = [call(f"A{n:03}", n, 10) for n in range(1, 10)]
    stage = hear(running(), 10, *reversed(storm))
    replaced = [call("B001", 9, 20), *reversed(storm[:8])]
    stage = hear(stage, 20, *replaced)
    shown = []
    for moment in range(18, 110, 8):
        stage = stage.at(moment)
        shown.append(top(stage))
    assert "A009" not in shown
    assert shown.index("A008") < shown.index("B001")
    early = hear(hear(running(), 10, storm[1], storm[0]), 12, call("B001", 2, 12), storm[0])
    assert top(early.at(18)) == "A002"


def test_an_older_notice_changes_nothing():
    stage = hear(running(), 10, call("A001", 1, 10), seq=7)
    assert stage.received(board(9, call("Z001", 1, 9), seq=6), 11, NOON) is stage


def test_a_controller_with_a_fresh_journal_is_believed():
    stage = hear(running(), 10, call("A001", 1, 10), seq=700).at(20)
    assert top(hear(stage, 60, call("B001", 2, 60), seq=3)) == "B001"


def test_after_an_outage_any_notice_is_believed_but_an_old_call_is_not_new():
    stage = hear(running(), 10, call("A001", 1, 10), seq=700).at(30).disordered()
    stage = stage.received(board(9, call("B001", 2, 9 - NEWS_S - 1), seq=3), 400, NOON)
    view = stage.view(away=False)
    assert (top(stage), view.fresh) == ("B001", False)
    assert stage.received(board(8, seq=2), 401, NOON) is stage


def test_the_view_says_who_waits_and_that_nobody_is_heard():
    assert running().view(away=True).fields == (Crowd(FieldId("dat-dai"), 3),)
    assert running().view(away=True).away
    assert HallStage().view(away=True).away


def test_the_outlook_may_come_before_the_board_and_stays():
    wait = Wait(60, 120, 600)
    outlook = Outlook(NOON, (FieldNow(FieldId("dat-dai"), Door.OPEN, 9, wait),))
    early = HallStage().received(outlook, 0, NOON)
    assert early.view(away=False).fields == ()
    assert early.received(board(1), 1, NOON).view(away=False).fields == (Crowd(FieldId("dat-dai"), 3, wait),)
    assert hear(early.received(board(1), 1, NOON), 2).view(away=False).fields[0].wait == wait


def with_message(at: float, until: float | None = 60, text: str | None = "Mất điện", seq: int = 1) -> Board:
    end = None if until is None else NOON + timedelta(seconds=until)
    return replace(board(at, seq=seq), message=text, message_until=end)


def message(stage: HallStage) -> str:
    return stage.view(away=False).message


def test_a_message_ends_by_itself_and_takes_no_turn_from_a_call():
    stage = running().received(with_message(10), 10, NOON + timedelta(seconds=10))
    assert (message(stage), stage.changes_at) == ("Mất điện", 60)
    called = replace(with_message(55, seq=2), calls=(call("A001", 1, 55),))
    stage = stage.received(called, 55, NOON + timedelta(seconds=55))
    assert (top(stage), message(stage), stage.changes_at) == ("A001", "Mất điện", 60)
    ended = stage.at(60)
    assert (top(ended), ended.view(away=False).fresh, message(ended), ended.changes_at) == ("A001", True, "", 63)


def test_a_message_is_taken_away_by_the_next_board():
    stage = running().received(with_message(10), 10, NOON + timedelta(seconds=10))
    assert message(hear(stage, 20)) == ""


def test_a_message_that_is_over_is_not_shown_by_a_board_that_was_off():
    assert message(HallStage().received(with_message(10), 0, NOON + timedelta(seconds=61))) == ""
    late = HallStage().received(with_message(10), 0, NOON + timedelta(seconds=30))
    assert (message(late), late.changes_at) == ("Mất điện", 30)


def test_a_board_whose_clock_is_behind_believes_the_notices():
    stage = HallStage().received(with_message(10), 100, NOON - timedelta(days=3))
    assert (message(stage), stage.changes_at) == ("Mất điện", 150)


def test_a_message_without_an_end_stays_until_the_next_board():
    stage = running().received(with_message(10, until=None), 10, NOON)
    assert (message(stage), stage.changes_at) == ("Mất điện", None)


def test_an_emergency_is_told_as_one_until_it_is_ended():
    urgent = replace(board(10, seq=1), message="Có cháy", urgent=True)
    view = running().received(urgent, 10, NOON).view(away=False)
    assert (view.message, view.urgent) == ("Có cháy", True)
    assert not hear(running().received(urgent, 10, NOON), 20).view(away=False).urgent


STORMS = st.lists(st.tuples(st.floats(0, 12), st.integers(1, 5), st.booleans()), min_size=1, max_size=25)
"""Seconds since the one before, counter, and whether it calls its present number again."""


@settings(deadline=None)
@given(STORMS)
def test_in_any_storm_every_call_that_stands_has_its_eight_seconds_in_order(storm: list[tuple[float, int, bool]]):
    stage, now, calls, n = running(), 0.0, [], 0
    turns: list[tuple[float, Call]] = []

    def look() -> None:
        if stage.view(away=False).fresh and (not turns or turns[-1][1] != stage.top):
            turns.append((now, stage.top))

    def pass_time(until: float) -> None:
        nonlocal stage, now
        while stage.changes_at is not None and stage.changes_at <= until:
            now = stage.changes_at
            stage = stage.at(now)
            look()
        now = until

    for gap, counter, again in storm:
        pass_time(now + gap)
        before = next((each for each in calls if each.counter == counter), None)
        others = [each for each in calls if each.counter != counter]
        if before and again:
            new = replace(before, times=before.times + 1, called_at=NOON + timedelta(seconds=now))
        else:
            n += 1
            new = call(f"A{n:03}", counter, now)
        calls = [new, *others]
        stage = hear(stage, now, *calls, seq=n)
        look()
        shown = stage.view(away=False)
        assert {row.call.visit for row in shown.rows} | {shown.top.visit} >= {each.visit for each in calls}
    pass_time(now + 2000)

    for (at, one), (then, other) in pairwise(turns):
        assert then - at >= TOP_S - 1e-6 or (one.visit, one.counter) == (other.visit, other.counter)
    shown_visits = [each.visit for _, each in turns]
    firsts = list(dict.fromkeys(shown_visits))
    assert firsts == sorted(firsts)
    assert {each.visit for each in calls} <= set(shown_visits)
    assert stage.view(away=False).top == calls[0]
    assert not stage.view(away=False).fresh
