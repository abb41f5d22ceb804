"""Where the voice comes out, and how far it can be turned."""

from itertools import pairwise

from kiosk.core.hearing import GAINS, PACES, STEPS, Hearing, Outlets, Way, loud, paced

BOTH, JACK, ROOM = Outlets(True, True), Outlets(headphones=True), Outlets(loudspeaker=True)


def test_headphones_speak_by_themselves_and_the_hall_only_on_demand():
    assert [Hearing().way(each) for each in (BOTH, JACK, ROOM, Outlets())] == [
        Way.HEADPHONES,
        Way.HEADPHONES,
        None,
        None,
    ]
    asked = Hearing(asked=True)
    assert [asked.way(each) for each in (BOTH, ROOM, Outlets())] == [Way.HEADPHONES, Way.LOUDSPEAKER, None]


def test_the_voice_is_bounded_in_both_directions():
    hearing = Hearing()
    for steps, end in ((+1, STEPS - 1), (-1, 0)):
        for _ in range(9):
            hearing = paced(loud(hearing, steps), steps)
        assert (hearing.volume, hearing.pace) == (end, end)


def test_steps_are_even_and_the_loudest_adds_nothing():
    assert len(GAINS) == len(PACES) == STEPS
    assert list(GAINS) == sorted(GAINS)
    assert GAINS[-1] == 1.0
    assert all(1.5 < after / before < 2.0 for before, after in pairwise(GAINS))
    assert list(PACES) == sorted(PACES)
