"""The head's page of the forecast over real HTTP, and the moment at which a forecast is made anew."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contract.hours import Hours
from contract.ids import CounterId, FieldId
from controller.adapters.hours_calendar import HoursCalendar
from controller.demand.keeper import ForecastKeeper
from controller.demand.outlook import FILE, DayDemand, DemandOutlook, HourAdvice, HourDemand, write_outlook
from tests.controller.web.head_line import HeadLine
from tests.controller.web.page_hall import PageHall
from tests.controller.web.reports_hall import ReportsHall
from tests.office import AN, CIVIL, FIVE, HOA, LAND

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=ZONE)
BUSY = DayDemand(
    TODAY + timedelta(days=2),
    (HourDemand(8, LAND, 31.6, 22, 41), HourDemand(8, CIVIL, 4.2, 1, 8), HourDemand(9, LAND, 12.0, 7, 18)),
    (HourAdvice(8, (CounterId(1), FIVE), 5400), HourAdvice(9, (FIVE,))),
)
HOLIDAY = DayDemand(TODAY + timedelta(days=1), closed="Ngày Văn hóa Việt Nam")


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = ReportsHall(tmp_path_factory.mktemp("state")).start()
    HeadLine(hall, HOA)
    HeadLine(hall, AN)
    yield hall
    hall.end()


def page(hall, query="?lang=vi", officer=HOA):
    return PageHall.get(hall, f"/head/reports/forecast{query}", officer)


def test_before_the_first_one_it_says_so(hall):
    (hall.folder / FILE).unlink(missing_ok=True)
    assert "Chưa có dự báo" in page(hall).text


def test_too_few_days_are_told(hall):
    write_outlook(hall.folder, DemandOutlook(MORNING, 4, enough=False))
    assert "Mới có 4 ngày làm việc" in page(hall).text


def test_fields_that_the_office_has_no_more_are_nobodys_work(hall):
    """Made before the site file was changed."""
    gone = DayDemand(BUSY.day, (HourDemand(8, FieldId("thue"), 31.6, 22, 41),))
    write_outlook(hall.folder, DemandOutlook(MORNING, 300, True, (gone,), 0.284, 0.391))
    told = page(hall)
    assert told.status_code == 200
    assert "thue" not in told.text


def test_the_next_open_day_by_hour_and_the_counters_for_it(hall):
    write_outlook(hall.folder, DemandOutlook(MORNING, 300, True, (HOLIDAY, BUSY), 0.284, 0.391))
    told = page(hall)
    assert told.status_code == 200
    assert "Thứ tư 25/11/2026: khoảng 48 lượt lấy số; giờ đông nhất nên mở 2 quầy." in told.text
    assert "sai 28 % số lượt; đoán như tuần trước thì sai 39 %" in told.text
    assert "32<small>22–41</small>" in told.text
    assert "<b>2</b><small>1, 5</small>" in told.text
    assert "1 giờ 30 phút" in told.text
    assert "Ngày Văn hóa Việt Nam" in told.text
    assert "demand." not in told.text
    assert "Counters to open" in page(hall, "?lang=en").text


def test_only_heads_see_it(hall):
    assert page(hall, officer=AN).status_code == 403
    assert "Thứ tư" not in PageHall.get(hall, "/head/reports/forecast", None).text


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        (None, MORNING, True),
        (MORNING, MORNING + timedelta(hours=4), False),
        (MORNING, MORNING + timedelta(hours=10, minutes=1), True),
        (MORNING + timedelta(hours=11), MORNING + timedelta(hours=12), False),
        (MORNING + timedelta(hours=11), MORNING + timedelta(days=1), True),
    ],
)
def test_it_is_made_anew_each_day_and_after_closing(tmp_path, made, now, due):
    if made:
        write_outlook(tmp_path, DemandOutlook(made, 300, enough=True))
    keeper = ForecastKeeper(tmp_path / "profile.json", tmp_path, lambda: now, HoursCalendar(Hours()))
    assert keeper.due(now) is due


def test_what_cannot_be_made_leaves_the_old_one(tmp_path):
    write_outlook(tmp_path, DemandOutlook(MORNING, 300, enough=True))
    before = (tmp_path / FILE).read_bytes()
    keeper = ForecastKeeper(tmp_path / "no-profile.json", tmp_path, lambda: MORNING, HoursCalendar(None))
    assert not keeper.make()
    assert (tmp_path / FILE).read_bytes() == before
