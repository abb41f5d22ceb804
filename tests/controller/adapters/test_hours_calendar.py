"""The office's calendar: weekdays, lunch, closures, days worked instead, and public holidays that move with the moon."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from math import pi, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.hours import Closure, Hours
from contract.notices import Door
from controller.adapters.hours_calendar import HoursCalendar, public_holidays
from controller.core.day import Plan, Session

ROOT = Path(__file__).parents[3]
WORKDAY = (Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17)))
OFFICE = HoursCalendar(Hours())
HANOI = timezone(timedelta(hours=7))
TET = "Tết Nguyên Đán"


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(date(year, month, day), time(hour, minute))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=one) for one in range((last - first).days + 1)]


def test_without_hours_the_office_never_closes():
    assert HoursCalendar(None)(date(2026, 2, 17)) == Plan()


def test_a_workday_has_its_lunch_and_says_when_the_next_begins():
    assert OFFICE(date(2026, 11, 25)) == Plan(WORKDAY, None, local(2026, 11, 26, 7, 30))


def test_a_friday_leads_to_monday():
    assert OFFICE(date(2026, 11, 27)).next_opens == local(2026, 11, 30, 7, 30)


def test_a_weekend_is_closed_and_says_no_reason():
    for day in (date(2026, 11, 28), date(2026, 11, 29)):
        assert OFFICE(day) == Plan((), None, local(2026, 11, 30, 7, 30))


def test_every_weekday_has_its_own_hours():
    office = HoursCalendar(Hours(saturday=("08:00-11:00",), friday=("07:30-11:30", "13:30-16:00")))
    assert office(date(2026, 11, 28)).sessions == (Session(time(8), time(11)),)
    assert office(date(2026, 11, 27)) == Plan(
        (WORKDAY[0], Session(time(13, 30), time(16))), None, local(2026, 11, 28, 8)
    )


def test_tet_of_2026_as_announced():
    """Off from Saturday 14 to Sunday 22 February, nine days (Bộ Nội vụ; congan.com.vn, "Chính thức chốt phương án Tết")."""
    for day in days(date(2026, 2, 14), date(2026, 2, 22)):
        plan = OFFICE(day)
        assert plan.sessions == ()
        assert plan.words == (None if day.weekday() >= 5 else TET)
        assert plan.next_opens == local(2026, 2, 23, 7, 30)
    assert OFFICE(date(2026, 2, 13)).next_opens == local(2026, 2, 23, 7, 30)
    assert OFFICE(date(2026, 2, 13)).door(datetime(2026, 2, 13, 18, tzinfo=HANOI), timedelta(minutes=30)) == (
        Door.DAY_OVER,
        datetime(2026, 2, 23, 7, 0, tzinfo=HANOI),
    )


def test_national_day_of_2026_and_the_saturday_worked_for_it():
    """Five days from 29 August; Monday 31 is exchanged for Saturday 22 (Bộ Nội vụ, with Tết's announcement)."""
    assert [OFFICE(day).sessions for day in days(date(2026, 8, 29), date(2026, 9, 2))] == [()] * 5
    assert OFFICE(date(2026, 9, 2)).words == "Quốc khánh"
    assert OFFICE(date(2026, 8, 22)) == Plan(WORKDAY, None, local(2026, 8, 24, 7, 30))


def test_a_holiday_on_a_sunday_is_made_up_for():
    """Giỗ Tổ 2026 is Sunday 26 April; Labour Code 2019, art. 111 (3), gives the next working day."""
    assert OFFICE(date(2026, 4, 27)).words == "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"


def test_new_year_is_asked_of_the_next_year():
    assert OFFICE(date(2026, 12, 31)).next_opens == local(2027, 1, 4, 7, 30)
    assert OFFICE(date(2027, 1, 1)).words == "Tết Dương lịch"


@pytest.mark.parametrize(
    ("year", "day"),
    [(2026, date(2026, 2, 17)), (2027, date(2027, 2, 6)), (2028, date(2028, 1, 26)), (2029, date(2029, 2, 13)),
     (2030, date(2030, 2, 2))],
)  # fmt: skip
def test_tet_is_a_new_moon_of_vietnam(year: int, day: date):
    """In 2030 the moon is new at 23:07 in Hà Nội, past midnight in Beijing: Tết is a day before the Chinese new year."""
    assert new_moon(day).astimezone(HANOI).date() == day
    off = [one for one, name in public_holidays(year).names.items() if name == TET]
    assert {day - timedelta(days=1), *days(day, day + timedelta(days=3))} <= set(off)
    assert all(abs((one - day).days) <= 5 for one in off)


@pytest.mark.parametrize("year", range(2026, 2051))
def test_a_year_has_its_holidays_by_law(year: int):
    """Labour Code 2019, art. 112: 1 + 5 + 1 + 1 + 2 + 1 days; 24 November since 2026 (Resolution 80-NQ/TW)."""
    names = public_holidays(year).names
    assert len([day for day in names if day.weekday() < 5]) >= 9
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2), (11, 24)):
        assert date(year, month, day) in names
    tet = [day for day, name in names.items() if name == TET]
    assert len(tet) >= 5
    assert any(new_moon(day).astimezone(HANOI).date() == day for day in tet)


def test_a_clock_beyond_the_librarys_calendar_stops_nothing():
    assert HoursCalendar(Hours())(date(2101, 1, 3)).sessions == WORKDAY


def test_an_office_may_work_on_holidays():
    assert HoursCalendar(Hours(holidays=False))(date(2026, 9, 2)).sessions == WORKDAY


def test_closures_say_why():
    office = HoursCalendar(
        Hours(closures=(Closure("2026-12-24", words="Chuyển trụ sở"), Closure("2026-12-28", "2026-12-29")))
    )
    assert office(date(2026, 12, 24)) == Plan((), "Chuyển trụ sở", local(2026, 12, 25, 7, 30))
    assert [office(day).sessions for day in days(date(2026, 12, 28), date(2026, 12, 30))] == [(), (), WORKDAY]
    assert office(date(2026, 12, 28)).words is None
    assert office(date(2026, 12, 25)).next_opens == local(2026, 12, 30, 7, 30)


def test_days_worked_instead_have_mondays_hours():
    worked = ("2026-12-26", "2026-09-02", "2026-12-24")
    office = HoursCalendar(Hours(monday=("08:00-12:00",), closures=(Closure("2026-12-24"),), worked=worked))
    for day in worked:
        assert office(date.fromisoformat(day)).sessions == (Session(time(8), time(12)),)
    assert office(date(2026, 12, 25)).next_opens == local(2026, 12, 26, 8)


def test_an_exchanged_saturday_inside_a_closure_stays_closed():
    office = HoursCalendar(Hours(closures=(Closure("2026-08-20", "2026-08-23", "Sửa sảnh"),)))
    assert office(date(2026, 8, 22)).words == "Sửa sảnh"


def test_a_long_closure_promises_nothing():
    office = HoursCalendar(Hours(closures=(Closure("2026-06-01", "2026-07-31"),)))
    assert office(date(2026, 6, 1)).next_opens is None


DAYS_OF_TWO_YEARS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WEEKS = st.lists(st.sampled_from(((), ("07:30-11:30",), ("08:00-11:00", "13:00-17:00"))), min_size=7, max_size=7)
SPANS = st.tuples(DAYS_OF_TWO_YEARS, st.integers(0, 20)).map(
    lambda span: Closure(span[0].isoformat(), (span[0] + timedelta(days=span[1])).isoformat())
)


@given(
    WEEKS,
    st.booleans(),
    st.lists(SPANS, max_size=3),
    st.lists(DAYS_OF_TWO_YEARS.map(date.isoformat), max_size=3),
    DAYS_OF_TWO_YEARS,
)
def test_the_next_opening_is_the_first_there_is(week, holidays, closures, worked, day):
    office = HoursCalendar(Hours(*week, holidays, tuple(closures), tuple(worked)))
    plan = office(day)
    fortnight = [office(one) for one in days(day + timedelta(days=1), day + timedelta(days=14))]
    first = next((one for one, later in enumerate(fortnight, 1) if later.sessions), None)
    if first is None:
        assert plan.next_opens is None
    else:
        opens = fortnight[first - 1].sessions[0].opens
        assert plan.next_opens == datetime.combine(day + timedelta(days=first), opens)


def test_the_library_costs_nothing_before_it_is_asked():
    code = (
        "import sys; from datetime import date; from contract.site import Hours\n"
        "from controller.adapters.hours_calendar import HoursCalendar as C\n"
        "C(None)(date(2026, 1, 1)); C(Hours(holidays=False))(date(2026, 1, 1)); assert 'holidays' not in sys.modules\n"
        "C(Hours())(date(2026, 1, 1)); assert 'holidays' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def new_moon(near: date) -> datetime:
    """The new moon nearest to noon of a day, to a few minutes: Meeus, Astronomical Algorithms, chapter 49, main terms."""
    noon = datetime(near.year, near.month, near.day, 12, tzinfo=UTC)
    lunations = (noon - datetime(2000, 1, 6, 18, 14, tzinfo=UTC)).total_seconds() / 86400 / 29.530588861
    k = round(lunations)
    t = k / 1236.85
    sun, moon, node = (
        pi / 180 * angle
        for angle in (
            2.5534 + 29.10535670 * k,
            201.5643 + 385.81693528 * k + 0.0107582 * t * t,
            160.7108 + 390.67050284 * k - 0.0016118 * t * t,
        )
    )
    days_since = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - 2451545.0
    days_since += -0.40720 * sin(moon) + 0.17241 * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node)
    days_since += 0.00739 * sin(moon - sun) - 0.00514 * sin(moon + sun) + 0.00208 * sin(2 * sun)
    terrestrial = datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=days_since)
    return terrestrial - timedelta(seconds=70)  # the earth's clock is about so much behind in these years
