"""When numbers are given: by example and for every moment of any day."""

from datetime import date, datetime, time, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from contract.notices import Door
from controller.core.day import Plan, Session, moment

HANOI = timezone(timedelta(hours=7))
HALF_HOUR = timedelta(minutes=30)
NEXT_DAY = datetime.combine(date(2026, 11, 25), time(7, 30))
SESSIONS = (Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17, 0)))
WORKDAY = Plan(SESSIONS, None, NEXT_DAY)


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(date(year, month, day), time(hour, minute))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, second, tzinfo=HANOI)


def test_an_office_without_hours_is_always_open():
    assert Plan().door(at(3), HALF_HOUR) == (Door.OPEN, None)
    assert Plan().closing(at(3)) is None


def test_a_workday_from_the_night_to_the_evening():
    assert WORKDAY.door(at(6, 59, 59), HALF_HOUR) == (Door.NOT_YET, at(7))
    assert WORKDAY.door(at(7), HALF_HOUR) == (Door.OPEN, None)
    assert WORKDAY.door(at(12), HALF_HOUR) == (Door.OPEN, None)
    assert WORKDAY.door(at(16, 59, 59), HALF_HOUR) == (Door.OPEN, None)
    assert WORKDAY.door(at(17), HALF_HOUR) == (Door.DAY_OVER, NEXT_DAY.replace(hour=7, minute=0, tzinfo=HANOI))
    assert WORKDAY.closing(at(8)) == at(17)


def test_a_closed_day_says_when_numbers_are_given_again():
    closed = Plan((), "Quốc khánh", NEXT_DAY)
    assert closed.door(at(9), timedelta()) == (Door.HOLIDAY, NEXT_DAY.replace(tzinfo=HANOI))
    assert closed.closing(at(9)) is None


def test_nothing_is_promised_where_no_opening_is_near():
    assert Plan(()).door(at(9), HALF_HOUR) == (Door.HOLIDAY, None)
    assert Plan(SESSIONS).door(at(20), HALF_HOUR) == (Door.DAY_OVER, None)


def test_numbers_of_a_day_are_never_promised_for_the_evening_before():
    early = Plan(SESSIONS, None, local(2026, 11, 25, 0, 10))
    assert early.door(at(20), HALF_HOUR) == (Door.DAY_OVER, datetime(2026, 11, 25, tzinfo=HANOI))


def test_a_moment_keeps_the_day_and_the_zone():
    assert moment(at(3, 4, 5).replace(microsecond=6), time(7, 30)) == at(7, 30)


minutes = st.integers(0, 24 * 60 - 1)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    edges = sorted(draw(st.sets(minutes, max_size=6)))
    spans = zip(edges[::2], edges[1::2], strict=False)
    sessions = tuple(Session(time(*divmod(one, 60)), time(*divmod(other, 60))) for one, other in spans)
    later = draw(st.none() | st.datetimes(local(2026, 11, 25), local(2026, 12, 8)))
    return Plan(draw(st.sampled_from((None, sessions))), None, later)


@given(plans(), minutes, st.integers(0, 120))
def test_the_door_tells_the_truth_about_itself(plan: Plan, minute: int, before: int):
    now, ahead = at(*divmod(minute, 60)), timedelta(minutes=before)
    door, opens_at = plan.door(now, ahead)
    serving = [one for one in plan.sessions or () if one.opens <= now.time() < one.closes]
    assert door is Door.OPEN or not serving
    assert (door is Door.OPEN) == (opens_at is None) or plan.next_opens is None
    if opens_at is None:
        return
    assert opens_at > now
    if door is Door.NOT_YET:
        assert opens_at.date() == date(2026, 11, 24)
        assert plan.door(opens_at, ahead)[0] is Door.OPEN
        assert plan.door(opens_at - timedelta(seconds=1), ahead)[0] is Door.NOT_YET
    else:
        assert opens_at.date() == plan.next_opens.date()
        assert opens_at <= plan.next_opens.replace(tzinfo=HANOI) <= opens_at + ahead
