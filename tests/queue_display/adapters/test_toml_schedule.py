"""The schedule as people write it by hand: read where it is right, told where it is not."""

from datetime import date, time

import pytest

from queue_display.adapters.toml_schedule import read_schedule
from queue_display.core.programme import Entry


def schedule(folder, text):
    (folder / "schedule.toml").write_text(text, "utf-8")
    return read_schedule(folder)


def test_none_is_no_fault(tmp_path):
    assert read_schedule(tmp_path) == ((), ())


def test_all_keys(tmp_path):
    entries, faults = schedule(
        tmp_path,
        """
        [[show]]
        what = ["tet.png", "2*"]
        from = 2026-02-10
        until = "2026-02-20"
        days = ["monday", "sunday"]
        hours = ["07:30-11:30", "13:30-24:00"]
        seconds = 20
        """,
    )
    rest = (
        date(2026, 2, 10),
        date(2026, 2, 20),
        frozenset({0, 6}),
        ((time(7, 30), time(11, 30)), (time(13, 30), time.max)),
        20.0,
    )
    assert (entries, faults) == ((Entry("tet.png", *rest), Entry("2*", *rest)), ())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('what = "a.png"\nform = 2026-02-10', "'form'"),
        ('what = "a.png"\nfrom = "10/02/2026"', "'from'"),
        ('what = "a.png"\nuntil = 2026-02-10T10:00:00', "'until'"),
        ('what = "a.png"\ndays = ["thứ hai"]', "thứ hai"),
        ('what = "a.png"\nhours = ["11:30-07:30"]', "11:30-07:30"),
        ('what = "a.png"\nhours = "sáng"', "sáng"),
        ('what = "a.png"\nhours = "07:30Z-11:30Z"', "07:30Z-11:30Z"),
        ('what = "a.png"\nhours = "07:30Z-11:30"', "07:30Z-11:30"),
        ('what = "a.png"\nseconds = -1', "'seconds'"),
        ('what = "a.png"\nseconds = true', "'seconds'"),
    ],
)
def test_an_entry_with_a_fault_keeps_its_files_back(tmp_path, line, words):
    entries, faults = schedule(tmp_path, f'[[show]]\n{line}\n[[show]]\nwhat = "b.png"')
    assert entries == (Entry("a.png", first=date.max), Entry("b.png"))
    assert [words in fault and "1:" in fault for fault in faults] == [True]


@pytest.mark.parametrize("text", ["[[show]", "show = 5", "\x00", "a = " + "[" * 5000, "#" * 100_001])
def test_a_file_that_is_none_lets_everything_be_shown(tmp_path, text):
    entries, faults = schedule(tmp_path, text)
    assert (entries, len(faults)) == ((), 1)


def test_an_entry_that_names_nothing_and_a_stray_key(tmp_path):
    entries, faults = schedule(tmp_path, 'shows = 1\n[[show]]\nwhat = ""')
    assert (entries, len(faults)) == ((), 2)
    assert schedule(tmp_path, 'show = ["a"]')[1] == ("schedule.toml: [[show]] 1: no table",)
