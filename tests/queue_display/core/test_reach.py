"""When a board says that it hears nobody."""

from contract.pulse import PULSE_S, SILENCE_S
from queue_display.core.reach import PATIENCE_S, Reach


def test_a_board_that_is_switched_on_waits_for_the_first_pulse():
    reach = Reach.begun(5)
    assert not reach.away(5)
    assert reach.changes_at(5) == 5 + SILENCE_S
    assert reach.away(5 + SILENCE_S)
    assert reach.changes_at(5 + SILENCE_S) is None


def test_pulses_keep_it_whole_though_two_of_three_are_lost():
    reach = Reach.begun(0).heard(1)
    assert not reach.away(1 + 3 * PULSE_S)
    assert not reach.heard(4).away(7.4)


def test_silence_alone_is_said_within_five_seconds():
    assert SILENCE_S < 5
    reach = Reach.begun(0).heard(10)
    assert (reach.away(13.4), reach.away(13.5)) == (False, True)


def test_a_break_that_is_told_is_said_sooner_but_not_at_once():
    reach = Reach.begun(0).heard(10).broken(10.5)
    assert (reach.away(12.4), reach.away(12.5)) == (False, True)
    assert PATIENCE_S < SILENCE_S


def test_a_gap_is_counted_from_its_first_moment():
    reach = Reach.begun(0).heard(10).broken(10.5).broken(11)
    assert reach.away(12.5)
    assert Reach.begun(0).heard(10).broken(13.4).away(13.5)


def test_only_a_pulse_ends_it():
    away = Reach.begun(0).heard(10).broken(11)
    assert away.broken(20).away(20)
    assert not away.heard(20).away(20)
