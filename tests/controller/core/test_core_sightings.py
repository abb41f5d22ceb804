"""Who was never seen, who is missed, and since when somebody is away."""

from datetime import time, timedelta

from controller.core.day import Plan, Session
from controller.core.sightings import ALWAYS_OPEN, Sighting
from tests.office import MORNING

DAY = Plan((Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17))))
NIGHT = MORNING.replace(hour=6)


def test_a_device_is_awaited_from_the_next_opening_on():
    boxed = Sighting(NIGHT)
    assert not boxed.looked_for(DAY, MORNING.replace(hour=7, minute=29)).missed
    assert boxed.looked_for(DAY, MORNING.replace(hour=7, minute=30)).missed
    assert not boxed.looked_for(Plan(()), MORNING).missed, "closed all day"
    late = Sighting(MORNING)
    assert not late.looked_for(DAY, MORNING.replace(hour=11)).missed, "it was added in the midst of a session"
    assert late.looked_for(DAY, MORNING.replace(hour=13, minute=30)).missed


def test_an_office_that_never_closes_waits_a_day():
    boxed = Sighting(MORNING)
    assert not boxed.looked_for(Plan(), MORNING + ALWAYS_OPEN - timedelta(seconds=1)).missed
    assert boxed.looked_for(Plan(), MORNING + ALWAYS_OPEN).missed


def test_a_clock_that_was_ahead_when_it_was_added_delays_nothing_for_ever():
    assert not Sighting(MORNING + timedelta(days=400)).looked_for(DAY, MORNING).missed
    assert Sighting(NIGHT).looked_for(DAY, MORNING).looked_for(Plan(()), MORNING).missed, "it stays so"


def test_who_was_seen_is_never_looked_for():
    here = Sighting(NIGHT).came()
    assert not here.looked_for(DAY, MORNING).missed
    assert not Sighting(NIGHT, missed=True).came().missed
    assert not Sighting(NIGHT, missed=True).went(None).missed


def test_the_first_moment_of_its_absence_stands_until_it_is_back():
    away = Sighting(NIGHT).came().went(MORNING).went(MORNING + timedelta(hours=1))
    assert away.gone == MORNING
    assert away.came().gone is None
    assert Sighting(NIGHT).went(None).went(MORNING).gone == MORNING
