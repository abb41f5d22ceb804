"""Faults about hours, closures and days worked instead."""

from pathlib import Path

import pytest

from contract.hours import Closure, Hours
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

OFFICE = """\
id = "hall"
name = "Một cửa"
[[fields]]
id = "a"
name = "A"
prefix = "A"

[[counters]]
id = 1
fields = ["a"]

[[devices]]
id = "keypad-1"
role = "keypad"
counter = 1

[hours]
"""


def read(tmp_path: Path, hours: str) -> Hours | None:
    path = tmp_path / "site.toml"
    path.write_text(OFFICE + hours, "utf-8")
    return read_site(path).hours


def told(tmp_path: Path, hours: str) -> list[tuple[int | None, str, str, str]]:
    try:
        read(tmp_path, hours)
    except SiteFileError as fault:
        return [(one.line, one.key, one.name, one.hint) for one in fault.faults]
    return []


def test_a_table_with_nothing_in_it_is_an_ordinary_week(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Hours()


def test_everything_at_once(tmp_path: Path) -> None:
    text = 'saturday = ["00:00-23:59"]\nholidays = false\nworked = ["2026-12-26"]\n'
    closure = '[[hours.closures]]\nfirst = "2026-12-24"\nlast = "2026-12-25"\nwords = "Sửa sảnh"\n'
    hours = read(tmp_path, text + closure)
    assert hours is not None
    assert (hours.saturday, hours.holidays, hours.worked) == (("00:00-23:59",), False, ("2026-12-26",))
    assert hours.closures == (Closure("2026-12-24", "2026-12-25", "Sửa sảnh"),)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("7:30-11:30", "07:30-11:30"),
        ("7h30 - 11h30", "07:30-11:30"),
        ("7h-11h", "07:00-11:00"),
        ("7g30–11g", "07:30-11:00"),
        ("13.30-17.00", "13:30-17:00"),
        ("00:00-24:00", "00:00-23:59"),
        ("07:30-25:00", ""),
        ("07:60-11:30", ""),
        ("07:30", ""),
        ("sáng", ""),
        ("", ""),
    ],
)
def test_hours_that_cannot_be_read(tmp_path: Path, text: str, hint: str) -> None:
    assert told(tmp_path, f'friday = ["07:00-07:15", "{text}"]\n') == [(18, "hours.friday[1]", "span", hint)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('monday = ["11:30-07:30"]', (18, "hours.monday[0]", "closes_first", "")),
        ('monday = ["07:30-07:30"]', (18, "hours.monday[0]", "closes_first", "")),
        ('monday = ["13:30-17:00", "07:30-11:30"]', (18, "hours.monday[1]", "span_order", "")),
        ('monday = ["07:30-11:30", "11:00-17:00"]', (18, "hours.monday[1]", "span_order", "")),
        ('monday = ["07:30-11:30", "11:30-17:00"]', (18, "hours.monday[1]", "span_order", "")),
        ('monday = "07:30-11:30"', (18, "hours.monday", "wants_list", "")),
        ("monday = [7]", (18, "hours.monday[0]", "wants_str", "")),
        ('monady = ["07:30-11:30"]', (18, "hours.monady", "unknown_key", "monday")),
        ("holidays = 1", (18, "hours.holidays", "wants_bool", "")),
        ('worked = ["2026-02-30"]', (18, "hours.worked[0]", "day", "")),
        ('worked = ["26/12/2026"]', (18, "hours.worked[0]", "day", "2026-12-26")),
        ('worked = ["2026-W52-6"]', (18, "hours.worked[0]", "day", "")),
        ('worked = ["20261226"]', (18, "hours.worked[0]", "day", "")),
        ('worked = ["2026-12-26", "2026-12-26"]', (18, "hours.worked[1]", "twice", "")),
        ('worked = ["2026-12-26"]\nmonday = []', (18, "hours.worked", "worked_hours", "")),
        ('[[hours.closures]]\nfirst = "2026-2-3"', (19, "hours.closures[0].first", "day", "2026-02-03")),
        ('[[hours.closures]]\nfirst = "tết"', (19, "hours.closures[0].first", "day", "")),
        ('[[hours.closures]]\nfirst = "2026-12-24"\nlast = "31/02/2026"', (20, "hours.closures[0].last", "day", "")),
        (
            '[[hours.closures]]\nfirst = "2026-12-24"\nlast = "2026-12-23"',
            (20, "hours.closures[0].last", "ends_first", ""),
        ),
        (
            '[[hours.closures]]\nfirst = "2026-12-24"\nwords = "a\\nb"',
            (20, "hours.closures[0].words", "no_words", ""),
        ),
        ('[[hours.closures]]\nlast = "2026-12-23"', (18, "hours.closures[0].first", "missing_key", "")),
    ],
)
def test_one_fault_is_told_once(tmp_path: Path, line: str, fault: tuple[int, str, str, str]) -> None:
    assert told(tmp_path, line + "\n") == [fault]


def test_a_week_needs_some_hours(tmp_path: Path) -> None:
    closed = "".join(f"{day} = []\n" for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    assert told(tmp_path, closed) == [(17, "hours", "never_open", "")]
    assert told(tmp_path, closed + 'sunday = ["08:00-10:00"]\n') == []
    assert [one[1:3] for one in told(tmp_path, closed + "sunday = 3\n")] == [("hours.sunday", "wants_list")]


def test_faults_of_hours_are_told_together(tmp_path: Path) -> None:
    text = 'tuesday = ["x", "12:00-11:00"]\nworked = ["y"]\n[[hours.closures]]\nfirst = "z"\n'
    assert [key for _, key, _, _ in told(tmp_path, text)] == [
        "hours.tuesday[0]",
        "hours.tuesday[1]",
        "hours.worked[0]",
        "hours.closures[0].first",
    ]
