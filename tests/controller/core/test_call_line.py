"""The line before the loudspeaker, step by step; ``test_call_line_days`` lets it live through whole days."""

from dataclasses import replace
from datetime import time

import pytest

from controller.core.call_line import CallLine, LineRules, Outcome, Step, Turn
from controller.core.loudness import Loudness
from tests.controller.core.line_hall import call, moment, shows

REPEATING = LineRules(repeat_after_s=8)


def speak(line: CallLine, at: float, lasts: float = 5, outcome: Outcome = Outcome.SPOKEN) -> Turn:
    """The turn that begins at ``at`` and ends so."""
    turn = line.next(moment(at)).turn
    assert turn is not None
    line.ended(moment(at + lasts), outcome)
    return turn


def test_a_recall_keeps_its_place_and_lives_longer() -> None:
    line = CallLine()
    old, other, new = call(1), call(2), call(1, at=30, times=2)
    assert line.add(old, moment(0)) == []
    assert line.add(other, moment(0)) == []
    assert line.add(new, moment(30)) == [(old, Outcome.DUPLICATE)]
    assert len(line) == 2
    assert line.first() is new
    assert speak(line, 59, 0).call is new
    assert speak(line, 59.7, 0).call is other
    assert line.first() is None


def test_the_same_call_told_again_is_known_also_when_it_was_spoken() -> None:
    line = CallLine()
    one = call(1, seq=5)
    line.add(one, moment(0))
    assert line.add(replace(one, seq=9), moment(1)) == [(replace(one, seq=9), Outcome.DUPLICATE)]
    assert speak(line, 1).call is one
    again = replace(one, seq=11)
    assert line.add(again, moment(30)) == [(again, Outcome.DUPLICATE)]
    assert line.next(moment(31)) == Step(None, [])


def test_an_older_call_that_comes_late_takes_no_place() -> None:
    line = CallLine()
    new, old = call(1, at=30, times=2, seq=8), call(1, seq=4)
    line.add(new, moment(30))
    assert line.add(old, moment(30)) == [(old, Outcome.DUPLICATE)]
    assert line.first() is new


def test_the_same_ticket_at_another_counter_is_another_call() -> None:
    line = CallLine()
    line.add(call(1, 1), moment(0))
    assert line.add(call(1, 2), moment(0)) == []
    assert len(line) == 2


def test_a_call_expires_at_its_very_second_wherever_it_stands() -> None:
    line = CallLine()
    first, second, third = call(1, lasts=11), call(2, lasts=10), call(3, lasts=10)
    for each in (first, second, third):
        line.add(each, moment(0))
    assert line.next(moment(10)) == Step(Turn(first), [(second, Outcome.EXPIRED), (third, Outcome.EXPIRED)])


def test_between_two_calls_there_is_silence() -> None:
    line = CallLine()
    line.add(call(1), moment(0))
    line.add(call(2), moment(0))
    speak(line, 0, lasts=5)
    waits = line.next(moment(5.2))
    assert waits.turn is None
    assert waits.wait_s == pytest.approx(0.5)
    assert line.next(moment(5.7)).turn == Turn(call(2))


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    line = CallLine(REPEATING)
    line.add(call(1), moment(3000))
    line.add(call(2, at=2000), moment(3000))
    line._ended_at = moment(3000)
    assert line.next(moment(2000)).turn == Turn(call(2, at=2000))


@pytest.mark.parametrize(("number", "seq", "dropped"), [(None, 7, True), (2, 7, True), (1, 7, False), (None, 4, False)])
def test_what_its_counter_does_not_call_any_more_is_dropped(number: int | None, seq: int, dropped: bool) -> None:
    """An older state than the call says nothing about it."""
    line = CallLine()
    one = call(1, counter=5, seq=5)
    line.add(one, moment(0))
    assert line.seen(shows(5, number, seq)) == ([(one, Outcome.CANCELLED)] if dropped else [])
    assert len(line) == (not dropped)


def test_a_call_that_comes_after_its_end_is_not_spoken() -> None:
    line = CallLine()
    line.seen(shows(5, None, 9))
    one = call(1, counter=5, seq=5)
    assert line.add(one, moment(0)) == [(one, Outcome.CANCELLED)]
    assert line.add(call(2, counter=5, seq=12), moment(0)) == []


def test_a_first_call_is_repeated_once_when_nothing_else_waits() -> None:
    line = CallLine(REPEATING)
    one = call(1)
    line.add(one, moment(0))
    speak(line, 0, lasts=5)
    assert line.next(moment(6)) == Step(None, [], 7.0)
    assert line.next(moment(13)).turn == Turn(one, again=True)
    assert line.ended(moment(18), Outcome.SPOKEN) == [(one, Outcome.AGAIN)]
    assert line.next(moment(40)) == Step(None, [])


def test_a_repeat_waits_for_others_and_not_beyond_its_time() -> None:
    line = CallLine(REPEATING)
    line.add(call(1, lasts=20), moment(0))
    speak(line, 0)
    line.add(call(2, at=12), moment(12))
    assert speak(line, 13).call == call(2, at=12)
    assert line.next(moment(19)).turn == Turn(call(1, lasts=20), again=True)
    assert line.ended(moment(24), Outcome.UNHEARD) == []
    other = CallLine(REPEATING)
    other.add(call(1, lasts=12), moment(0))
    speak(other, 0)
    assert other.next(moment(13)) == Step(None, [])


def test_nobody_is_repeated_who_was_served_recalled_or_not_heard() -> None:
    for change in ("served before", "served after", "recalled", "recalled meanwhile", "unheard", "a recall itself"):
        line = CallLine(REPEATING)
        line.add(call(1, times=2 if change == "a recall itself" else 1, seq=1), moment(0))
        assert line.next(moment(0)).turn is not None
        if change == "served before":
            line.seen(shows(1, None, 2))
        if change == "recalled meanwhile":
            line.add(call(1, at=4, times=2, seq=2), moment(4))
        line.ended(moment(5), Outcome.UNHEARD if change == "unheard" else Outcome.SPOKEN)
        if change == "served after":
            line.seen(shows(1, None, 2))
        if change == "recalled":
            line.add(call(1, at=6, times=2, seq=2), moment(6))
        if change.startswith("recalled"):
            assert speak(line, 6).call.times == 2
        assert line.next(moment(30)) == Step(None, []), change


@pytest.mark.parametrize("outcome", [Outcome.DELAYED, Outcome.INTERRUPTED])
def test_what_did_not_come_out_is_next_again(outcome: Outcome) -> None:
    line = CallLine()
    for number in (1, 2):
        line.add(call(number), moment(0))
    line.next(moment(0))
    assert line.ended(moment(1), outcome) == [(call(1), outcome)]
    assert line.next(moment(1)).wait_s == pytest.approx(0.7)
    assert [speak(line, at).call for at in (2, 10)] == [call(1), call(2)]


def test_what_did_not_come_out_in_time_has_its_end() -> None:
    cases = {"late": Outcome.EXPIRED, "served": Outcome.CANCELLED, "recalled": Outcome.DUPLICATE}
    for change, end in cases.items():
        line = CallLine()
        line.add(call(1, seq=1), moment(0))
        line.next(moment(0))
        if change == "served":
            line.seen(shows(1, None, 2))
        if change == "recalled":
            line.add(call(2), moment(3))
            line.add(call(1, at=4, times=2, seq=2), moment(4))
        at = moment(60 if change == "late" else 5)
        assert line.ended(at, Outcome.DELAYED) == [(call(1, seq=1), Outcome.DELAYED), (call(1, seq=1), end)]
        if change == "recalled":
            assert speak(line, 6).call.times == 2


def test_an_emergency_is_said_again_and_again_and_calls_wait() -> None:
    line = CallLine()
    line.add(call(1), moment(0))
    assert not line.emergency("Rời khỏi phòng")
    assert not line.emergency("Rời khỏi phòng")
    assert speak(line, 0, lasts=4) == Turn(None, urgent="Rời khỏi phòng")
    assert line.next(moment(5)) == Step(None, [], 1.0)
    assert speak(line, 6, lasts=4).urgent
    assert not line.emergency("")
    assert line.next(moment(10.1)).turn is None
    assert line.next(moment(10.7)).turn == Turn(call(1))


def test_an_emergency_breaks_into_what_sounds_and_new_words_into_the_old() -> None:
    line = CallLine()
    line.add(call(1), moment(0))
    line.next(moment(0))
    assert line.emergency("Cháy")
    line.ended(moment(1), Outcome.INTERRUPTED)
    assert line.next(moment(1)).turn == Turn(None, urgent="Cháy")
    assert line.emergency("Cháy ở tầng hai")
    assert line.ended(moment(2), Outcome.INTERRUPTED) == []
    assert line.next(moment(2)).turn == Turn(None, urgent="Cháy ở tầng hai")


def test_an_emergency_that_is_over_is_not_said_to_its_end_and_breaks_into_no_call() -> None:
    line = CallLine()
    line.emergency("Cháy")
    line.next(moment(0))
    assert line.emergency("")
    line.ended(moment(1), Outcome.INTERRUPTED)
    line.add(call(1), moment(2))
    assert line.next(moment(2)).turn == Turn(call(1))
    line.emergency("Cháy")
    assert not line.emergency("")


def test_in_quiet_hours_nothing_is_called_but_an_emergency() -> None:
    quiet = Loudness(quiet=((time(12), time(13)),))
    line = CallLine(LineRules(loudness=quiet))
    line.add(call(1), moment(0))
    assert line.next(moment(0)) == Step(None, [(call(1), Outcome.QUIET)])
    line.emergency("Cháy")
    assert line.next(moment(1)).turn == Turn(None, urgent="Cháy")


def test_a_call_is_as_loud_as_the_hour_and_an_emergency_at_its_full() -> None:
    line = CallLine(LineRules(loudness=Loudness(((time(7), 0.0), (time(11), -10.0)))))
    line.add(call(1), moment(0))
    assert speak(line, 0) == Turn(call(1), -10.0)
    line.emergency("Cháy")
    assert line.next(moment(6)).turn == Turn(None, 0.0, urgent="Cháy")


def test_who_waits_when_it_stops_has_an_end() -> None:
    line = CallLine()
    line.add(call(1), moment(0))
    assert line.stop() == [(call(1), Outcome.STOPPED)]
    assert len(line) == 0


def test_one_turn_after_the_other() -> None:
    line = CallLine()
    with pytest.raises(AssertionError, match="nothing was given"):
        line.ended(moment(0), Outcome.SPOKEN)
    line.add(call(1), moment(0))
    line.next(moment(0))
    with pytest.raises(AssertionError, match="one turn"):
        line.next(moment(0))


def test_other_rules_hold_from_the_next_turn_on() -> None:
    line = CallLine()
    line.add(call(1), moment(0))
    line.add(call(2), moment(0))
    assert speak(line, 0).call is not None
    line.adopt(LineRules(pause_s=3))
    assert line.next(moment(5 + 2.9)).turn is None
    assert line.next(moment(5 + 3.1)).turn is not None
