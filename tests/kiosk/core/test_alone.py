"""When a kiosk that is cut off gives numbers by itself: as it was told last, on that day, and no longer than the office is open."""

from datetime import UTC, datetime, timedelta

import pytest

from contract.notices import Door, FieldNow, Outlook
from kiosk.core.alone import fields_alone, worth_keeping

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LAND = "dat-dai"


def outlook(door=Door.OPEN, left=None, opens_at=None, closes_at=None, at=NOW):
    return Outlook(at, (FieldNow(LAND, door, 3, None, left, opens_at),), None, closes_at)


def gives(told, held=5, given=0, now=NOW):
    return fields_alone(told, {LAND: held}, {LAND: given}, now) == {LAND}


def test_what_is_open_and_held_is_given():
    assert gives(outlook())
    assert not gives(outlook(), held=0)
    assert fields_alone(outlook(), {}, {}, NOW) == frozenset()


def test_nothing_without_an_outlook_of_today():
    assert not gives(None)
    assert not gives(outlook(at=NOW - timedelta(days=1)))
    assert not gives(outlook(), now=NOW + timedelta(hours=15))


def test_not_after_the_last_closing():
    closes = NOW + timedelta(minutes=5)
    assert gives(outlook(closes_at=closes))
    assert not gives(outlook(closes_at=closes), now=closes)


@pytest.mark.parametrize("door", [Door.FULL, Door.CLOSED, Door.DAY_OVER, Door.HOLIDAY])
def test_what_was_shut_stays_shut(door):
    assert not gives(outlook(door))


def test_what_was_to_open_in_the_morning_opens():
    opens = NOW + timedelta(minutes=1)
    assert not gives(outlook(Door.NOT_YET))
    assert not gives(outlook(Door.NOT_YET, opens_at=opens))
    assert gives(outlook(Door.NOT_YET, opens_at=opens), now=opens)


def test_no_more_than_were_left():
    assert gives(outlook(left=2), given=1)
    assert not gives(outlook(left=2), given=2)
    assert not gives(outlook(left=0))


def test_worth_keeping_is_what_the_rules_depend_on_and_little_else():
    one = outlook(left=23)
    assert worth_keeping(one) == worth_keeping(outlook(left=21, at=NOW + timedelta(minutes=3)))
    assert worth_keeping(one) != worth_keeping(outlook(left=2))
    assert worth_keeping(one) != worth_keeping(outlook(Door.CLOSED, left=23))
    assert worth_keeping(one) != worth_keeping(outlook(left=23, closes_at=NOW))
    assert worth_keeping(one) != worth_keeping(outlook(left=23, at=NOW + timedelta(days=1)))
