"""Questions: narrowed, page by page, told apart by several things, and refused where they make no sense."""

from contextlib import closing
from datetime import date

import pytest

from controller.reports.question import Question, ReportError
from controller.reports.reports import Reports
from tests.controller.reports.past_office import DRIVEN, SINCE, UNTIL, append, write_past


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_past(tmp_path_factory.mktemp("past"))


@pytest.fixture(scope="module")
def reports(folder):
    with closing(Reports(folder)) as found:
        yield found


def test_what_is_narrowed_adds_up_to_the_whole(reports):
    whole = reports.table(Question("arrivals", SINCE, UNTIL, "field", size=0))
    for row in whole.rows:
        hours = reports.table(Question("arrivals", SINCE, UNTIL, "hour", (("field", row[0]),)))
        assert (hours.total[1], sum(hour[1] for hour in hours.rows)) == (row[1], row[1])
    both = reports.table(Question("arrivals", SINCE, UNTIL, "day+hour+field", size=0))
    assert sum(row[3] for row in both.rows) == whole.total[1]
    assert [column.key for column in both.columns[:3]] == ["day", "hour", "field"]


@pytest.mark.parametrize(
    "only",
    [
        ("day", "2026-11-23"),
        ("month", "2026-11"),
        ("weekday", "0"),
        ("hour", "8"),
        ("counter", "5"),
        ("officer", "lan"),
    ],
)
def test_a_figure_leads_to_its_visits(reports, only):
    found = reports.table(Question("visits", DRIVEN, DRIVEN, only=(only,), size=0))
    every = reports.table(Question("visits", DRIVEN, DRIVEN, size=0))
    assert 0 < found.count == len(found.rows) <= every.count
    assert [row[0] for row in every.rows] == sorted(
        (row[0] for row in every.rows), key=lambda one: every_place(every, one)
    )
    assert set(found.rows) <= set(every.rows)


def every_place(table, visit):
    return next(place for place, row in enumerate(table.rows) if row[0] == visit)


def test_pages_are_the_whole_cut_in_pieces_the_newest_visit_first(reports):
    whole = reports.table(Question("visits", SINCE, UNTIL, size=0))
    pages = [
        reports.table(Question("visits", SINCE, UNTIL, page=page, size=100))
        for page in range(-(-whole.count // 100) + 1)
    ]
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert {page.count for page in pages} == {whole.count}
    assert [row[2] for row in whole.rows] == sorted((row[2] for row in whole.rows), reverse=True)
    assert tuple(row for table in reports.pages(Question("visits", SINCE, UNTIL)) for row in table.rows) == whole.rows


def test_a_visit_of_the_driven_day_reads_as_it_was(reports):
    rows = reports.table(Question("visits", DRIVEN, DRIVEN, only=(("end", "served"), ("counter", "1")))).rows
    assert [(row[1], row[4], row[7], row[8], row[9]) for row in rows] == [("A001", "ho-tich", 1, "mai", "served")]


def test_nobody_and_nothing_are_no_rows(reports):
    for only in (("field", "never-heard-of"), ("counter", "99"), ("day", "1999-01-01")):
        table = reports.table(Question("waits", SINCE, UNTIL, "hour", (only,)))
        assert (table.rows, table.count, table.total) == ((), 0, (None, 0, None, None, None, None, 0, None))
    assert reports.table(Question("visits", date(1999, 1, 1), date(1999, 1, 2))).count == 0


@pytest.mark.parametrize(
    "question",
    [
        Question("gossip", SINCE, UNTIL),
        Question("waits", SINCE, UNTIL, "shoe-size"),
        Question("waits", SINCE, UNTIL, "day+shoe-size"),
        Question("ratings", SINCE, UNTIL, only=(("hour", "9"),)),
        Question("visits", SINCE, UNTIL, only=(("score", "satisfied"),)),
        Question("waits", SINCE, UNTIL, only=(("hour", "noon"),)),
        Question("waits", SINCE, UNTIL, only=(("day", "2026-13-01"),)),
        Question("waits", SINCE, UNTIL, page=-1),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(reports, question):
    with pytest.raises(ReportError) as refused:
        reports.table(question)
    assert len(str(refused.value)) > 5


def test_what_was_asked_before_is_answered_anew_only_when_something_has_happened(tmp_path, folder):
    with closing(Reports(write_past(tmp_path))) as reports:
        today, past = (Question("scans", day, day) for day in (date(2026, 11, 24), DRIVEN))
        before = [reports.table(one) for one in (today, past)]
        append(tmp_path, [])
        assert reports.table(today) is before[0]
        with closing(Reports(folder)) as other:
            assert other.table(past) == before[1]
