"""Every report gives exactly the figures of the plain query over the journal, however it is told apart and for whatever days."""

from contextlib import closing
from datetime import date

import pytest

from bench.plain_report import PlainJournal
from controller.reports.catalogue import REPORTS
from controller.reports.question import Question
from controller.reports.reports import Reports
from tests.controller.reports.past_office import DRIVEN, SINCE, UNTIL, write_past

PERIODS = [(SINCE, UNTIL), (date(2026, 11, 3), DRIVEN), (DRIVEN, UNTIL), (date(2026, 11, 24), date(2026, 11, 24))]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = write_past(tmp_path_factory.mktemp("past"))
    with closing(Reports(folder)) as reports, closing(PlainJournal(folder)) as plain:
        yield reports, plain


@pytest.mark.parametrize("name", REPORTS)
def test_it_is_what_the_plain_query_says(both, name):
    reports, plain = both
    report = REPORTS[name]
    for by in report.by:
        for since, until in PERIODS:
            table = reports.table(Question(name, since, until, by, size=0))
            assert (list(table.rows), table.total) == plain.report(report, by, since, until), (by, since, until)
    whole = reports.table(Question(name, SINCE, UNTIL, size=0))
    assert whole.rows
    assert all(whole.total[place] for place, column in enumerate(whole.columns) if column.key == report.measures[0].key)
    assert whole.days == 4
