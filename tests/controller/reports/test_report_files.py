"""CSV and Excel files of reports: whole, the same for the same table, and safe whatever a field is called."""

import argparse
import csv
import io
import re
import zipfile
from contextlib import closing
from datetime import date

import pytest

from controller.reports.asking import ask_report
from controller.reports.catalogue import LIST, REPORTS
from controller.reports.command import tell_report
from controller.reports.csv_file import write_csv
from controller.reports.export import write_file
from controller.reports.labels import Labels
from controller.reports.question import Column, Question, ReportError, Table, Unit
from controller.reports.reports import Reports
from controller.reports.xlsx_file import write_xlsx
from tests.controller.reports.past_office import DRIVEN, SINCE, UNTIL, write_past

TABLE = Table(
    (
        Column("field", Unit.FIELD),
        Column("day", Unit.DAY),
        Column("mean_s", Unit.SECONDS),
        Column("in_time_share", Unit.SHARE),
    ),
    (("dat-dai", "2026-11-23", 90061, 0.5), ("=1+1", "2026-11-24", None, 1.0)),
    (None, None, 45.5, 0.75),
    2,
    2,
    9,
)
LABELS = Labels(
    "Chờ: mọi ngày", "Tổng cộng", {"field": "Lĩnh vực", "mean_s": "Chờ trung bình"}, {"field": {"dat-dai": "Đất đai"}}
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    with closing(Reports(write_past(tmp_path_factory.mktemp("past")))) as found:
        yield found


def part(path, name):
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


def test_a_csv_file_has_a_mark_names_and_no_formula(tmp_path):
    path = tmp_path / "a.csv"
    write_csv([TABLE], LABELS, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text("utf-8-sig").splitlines() == [
        "Lĩnh vực,day,Chờ trung bình,in_time_share",
        "Đất đai,2026-11-23,90061,0.5",
        "'=1+1,2026-11-24,,1.0",
        "Tổng cộng,,45.5,0.75",
    ]


@pytest.mark.parametrize("begin", "=+-@\t\r\n")
def test_nothing_that_begins_like_a_formula_stays_one(tmp_path, begin):
    path = tmp_path / "a.csv"
    write_csv([Table((Column("field", Unit.FIELD),), ((f"{begin}cmd",),), None, 1, 1, 1)], Labels(), path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{begin}cmd"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Đất; =1+1", "Đất;' =1+1"),
        ("Đất;=1+1;@x", "Đất;'=1+1;'@x"),
        ("Đất\n=1+1", "Đất\n'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("Đất - nhà; sổ đỏ", "Đất - nhà; sổ đỏ"),
    ],
)
def test_a_cell_that_is_torn_at_a_semicolon_holds_no_formula_either(tmp_path, name, written):
    """Excel splits a CSV where its country's lists are split: after a semicolon in many."""
    path = tmp_path / "a.csv"
    write_csv([Table((Column("field", Unit.FIELD),), ((name,),), None, 1, 1, 1)], Labels(), path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[1] == [written]


def test_an_excel_file_has_numbers_as_numbers_and_words_as_words(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx([TABLE], LABELS, path)
    sheet = part(path, "xl/worksheets/sheet1.xml")
    values = re.findall(r"<v>([^<]*)</v>", sheet)
    assert f"{90061 / 86400:.10g}"[:8] in " ".join(values)
    assert "<f>" not in sheet
    assert "Đất đai" in sheet
    assert "=1+1" in sheet
    assert 'name="Chờ mọi ngày"' in part(path, "xl/workbook.xml")
    assert "[h]:mm:ss" in part(path, "xl/styles.xml")


@pytest.mark.parametrize("end", [".csv", ".xlsx"])
def test_every_report_is_written_whole_and_twice_the_same(tmp_path, reports, end):
    for name in (*REPORTS, LIST):
        question, files = Question(name, SINCE, UNTIL), [tmp_path / f"{name}-{turn}{end}" for turn in range(2)]
        for file in files:
            write_file(reports, question, file, LABELS)
        assert files[0].read_bytes() == files[1].read_bytes()
        table = reports.table(Question(name, SINCE, UNTIL, size=0))
        lines = 1 + table.count + (table.total is not None)
        if end == ".csv":
            assert len(files[0].read_text("utf-8-sig").splitlines()) == lines
        else:
            assert part(files[0], "xl/worksheets/sheet1.xml").count("<row ") == lines
    assert not list(tmp_path.glob(".*"))


def test_another_ending_is_refused_and_leaves_nothing(tmp_path, reports):
    with pytest.raises(ReportError):
        write_file(reports, Question("waits", SINCE, UNTIL), tmp_path / "a.pdf", LABELS)
    with pytest.raises(ReportError):
        write_file(reports, Question("gossip", SINCE, UNTIL), tmp_path / "a.csv", LABELS)
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_a_table_or_writes_a_file(tmp_path, capsys):
    folder = write_past(tmp_path / "past")
    parser = argparse.ArgumentParser()
    ask_report(parser)
    asked = ["services", "--since", f"{DRIVEN}", "--until", f"{DRIVEN}", "--by", "officer", "--only", "field=ho-tich"]
    given = parser.parse_args(asked)
    given.state = folder
    assert tell_report(given, {}) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["officer", "served"]
    assert [line.split()[0] for line in lines[1:]] == ["mai", "*"]
    given.to = tmp_path / "services.csv"
    assert tell_report(given, {"report.column.served": "Đã phục vụ"}) == 0
    assert given.to.read_text("utf-8-sig").startswith("officer,Đã phục vụ,")
    assert date.fromisoformat(f"{given.since}") == DRIVEN
