"""The head's reports over real HTTP: what they say, where figures lead, who may see them, and the files that are taken away."""

import csv
import io
import re
import zipfile
from pathlib import Path
from threading import Event

import pytest

from contract.language import load_texts
from controller.reports.catalogue import REPORTS
from controller.reports.question import ReportError, ReportsAwayError
from controller.web.report_question import asked
from controller.web.report_reading import Evidence, ReportReading, forget_taken
from tests.controller.web.head_line import HeadLine
from tests.controller.web.page_hall import PageHall
from tests.controller.web.reports_hall import CAME, SERVED, ReportsHall
from tests.office import AN, FIVE, HOA, MORNING

TEXTS = Path(__file__).parents[3] / "controller" / "texts"
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
EVERYTHING = [(name, by) for name, one in REPORTS.items() for by in one.by]


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = ReportsHall(tmp_path_factory.mktemp("state")).morning()
    HeadLine(hall, AN)
    yield hall
    hall.end()


def test_today_says_how_it_is_now_and_what_the_day_was_so_far(hall):
    page = hall.report("?lang=vi")
    assert page.status_code == 200
    assert f"<dd>{CAME + 1}</dd>" in page.text
    assert "Thứ hai 23/11/2026" in page.text
    assert 'data-text="verdict"' in page.text
    assert "/head/reports/arrivals?lang=vi" in page.text


@pytest.mark.parametrize(("language", "ways"), [("vi", EVERYTHING), ("en", [(name, "") for name in REPORTS])])
def test_every_report_can_be_read_in_every_way(hall, language, ways):
    for name, by in ways:
        page = hall.report(f"/{name}?lang={language}&period=month&by={by}")
        assert page.status_code == 200, (name, by)
        assert not INLINE.search(page.text), (name, by)
        assert "report." not in re.sub(r"/head/reports\S*|reports?\.(css|js)", "", page.text), (name, by)


def test_figures_are_those_of_the_journal(hall):
    page = hall.report("/arrivals?lang=vi&by=field").text
    assert f"{CAME + 1} lượt lấy số, {SERVED} lượt đã phục vụ xong" in page
    assert ">Đất đai</a>" in page
    assert "1 lần gọi mà không có người đến" in hall.report("/no_shows?lang=vi").text
    assert f"100 % hài lòng, trong {SERVED} đánh giá" in hall.report("/ratings?lang=vi").text


def test_a_figure_leads_to_its_visits_and_these_to_their_stories(hall):
    page = hall.report("/arrivals?lang=vi&by=field").text
    (visits,) = {one for one in re.findall(r'href="/head/reports(/visits\?[^"]*)"', page) if "field=dat-dai" in one}
    listed = hall.report(visits.replace("&amp;", "&")).text
    assert f"{CAME} lượt." in listed
    story = re.search(r'href="/head/reports(/visit/2026-11-23-[A-Z]001[^"]*)"', listed)
    told = hall.report(story[1]).text
    assert "08:00:00" in told
    assert "Gọi đến quầy 5" in told
    assert "Đánh giá" not in told.split("<main>")[1]
    assert "hài lòng" not in told.split("<main>")[1]


def test_nothing_leads_from_ratings_to_a_visit(hall):
    for by in REPORTS["ratings"].by:
        assert "/head/reports/visit" not in hall.report(f"/ratings?by={by}").text.split("<main>")[1]


def test_a_table_can_be_taken_away_and_nothing_is_left_behind(hall):
    answer = hall.report("/arrivals.csv?lang=vi&by=field")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="arrivals-2026-11-23-2026-11-23.csv"'
    rows = list(
        csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";" if ";" in answer.text else ",")
    )
    assert any("Đất đai" in row and str(CAME) in row for row in rows)
    sheet = zipfile.ZipFile(io.BytesIO(hall.report("/arrivals.xlsx?by=field").content))
    assert "xl/worksheets/sheet1.xml" in sheet.namelist()
    pause = Event()
    for _ in range(500):  # it goes when the last byte has left
        if not any(hall.folder.glob("taken-*")):
            return
        pause.wait(0.01)
    raise AssertionError(list(hall.folder.iterdir()))


def test_while_it_is_taken_nobody_else_reads_it_and_a_restart_forgets_it(hall):
    reading = ReportReading(hall.service, hall.options["evidence"], load_texts(TEXTS, "vi"), "vi")
    with pytest.raises(ReportError):
        reading.file(asked("visits", {"hour": "noon"}, "vi", MORNING.date()), "csv")
    assert not any(hall.folder.glob("taken-*"))
    path = reading.file(asked("visits", {}, "vi", MORNING.date()), "csv")
    assert path.parent.parent == hall.folder
    assert path.parent.stat().st_mode & 0o077 == 0
    forget_taken(hall.folder)
    assert not any(hall.folder.glob("taken-*"))
    assert (hall.folder / "journal.sqlite").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/arrivals.pdf",
        "/visit/2026-11-23-Z999",
        "/visit/x",
        "/summary/none.pdf",
        "/summary/..%2f..%2fjournal.sqlite",
    ],
)
def test_what_is_not_there_is_not_found(hall, path):
    assert hall.report(path).status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        "period=never",
        "period=custom&since=2026-13-01&until=x",
        "by=<b>",
        "page=-1",
        "page=99999999999",
        "field=%00",
    ],
)
def test_nonsense_in_an_address_counts_as_not_said(hall, words):
    assert hall.report(f"/arrivals?{words}").status_code == 200


def test_heads_see_all_it_officers_machines_and_clerks_nothing(hall):
    assert hall.report("", AN).status_code == 200
    assert "/head/reports/papers" in hall.report("", AN).text
    assert "/head/reports/waits" not in hall.report("", AN).text
    assert hall.report("/waits", AN).status_code == 404
    assert hall.report("/visit/2026-11-23-A001", AN).status_code == 403
    assert hall.report("/indices", AN).status_code == 403
    for clerk in (FIVE, None):
        for path in ("", "/waits", "/waits.csv", "/visit/2026-11-23-A001", "/indices", "/summary/a.pdf"):
            page = hall.get(f"/head/reports{path}", clerk)
            assert 'type="password"' in page.text, (clerk, path)


def test_summaries_and_what_keeps_them_back_are_shown(hall):
    hall.papers.mkdir()
    (hall.papers / "2026-11-20-daily.pdf").write_bytes(b"%PDF-1.4")
    hall.troubles = "Chưa gửi được thư."
    page = hall.report("?lang=vi").text
    assert "Ngày 20/11/2026" in page
    assert hall.troubles in page
    paper = hall.report("/summary/2026-11-20-daily.pdf")
    assert (paper.headers["Content-Type"], paper.content) == ("application/pdf", b"%PDF-1.4")
    assert hall.report("/summary/2026-11-20-daily.pdf", AN).status_code == 403
    hall.troubles = ""


def test_the_script_of_the_charts_comes_packed_from_here_and_is_kept(hall):
    address = re.search(r'src="(/static/charts/chart\.js\?[^"]+)"', hall.report("").text)[1]
    script = hall.get(address, HOA)
    assert "immutable" in script.headers["Cache-Control"]
    assert script.headers["Content-Encoding"] == "gzip"
    assert "Chart.js v4" in script.text[:200]
    plain = hall.get(address, HOA, **{"Accept-Encoding": "identity"})
    assert plain.text == script.text


def test_figures_that_are_still_being_counted_say_so(tmp_path):
    def away(*_given):
        raise ReportsAwayError("not yet", 0.5)

    hall = PageHall(tmp_path)
    hall.options = {"evidence": Evidence(away, away, away, tmp_path, lambda _: "", tmp_path)}
    hall.start()
    HeadLine(hall, HOA)
    answer = hall.get("/head/reports/arrivals?lang=vi", HOA)
    hall.stop()
    assert answer.status_code == 503
    assert "Số liệu đang được đọc lại" in answer.text
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.parametrize("path", ["/indices", "/visits", "/arrivals", "/waits", "/heat", "/arrivals.csv"])
@pytest.mark.parametrize(
    "words", ["day=1", "hour=x", "weekday=9", "counter=x", "field=x&officer=x&end=x", "page=x&by=x"]
)
def test_an_address_that_somebody_made_up_is_answered_or_is_no_page(hall, path, words):
    assert hall.report(f"{path}?{words}").status_code in {200, 404}
