"""Rows of measurements: when a goal is met, and what is stored."""

import json
from pathlib import Path

import pytest

from bench import table
from bench.table import Row, percentile, print_table, store, times_floor


def test_a_goal_is_the_most_that_a_value_may_be() -> None:
    assert times_floor("tap", 5.0, 2.0, 2.5, "floor, ms").met is True
    assert times_floor("tap", 5.1, 2.0, 2.5, "floor, ms").met is False
    assert Row("tap", 5.0, "ms").met is None
    assert Row("lost", 0, "", 0).met is True


def test_a_goal_may_be_the_least_that_a_value_must_be(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        Row("speed", 99.0, "/s", least=100),
        Row("speed", 100.0, "/s", least=100),
        Row("in", 86.0, "%", 85, least=75),
    ]
    assert [row.met for row in rows] == [False, True, False]
    print_table("speed", rows)
    assert [line.split("goal ")[1] for line in capsys.readouterr().out.splitlines() if "goal" in line] == [
        "100 or more MISSED",
        "100 or more met",
        "75 or more, 85 MISSED",
    ]


def test_rows_are_stored_with_their_seven_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = store("tap", [times_floor("tap", 5.0, 2.0, 2.0, "floor, ms"), Row("tap", 5.0, "ms")])
    assert path == table.FOLDER / "tap.json"
    assert json.loads((tmp_path / "var" / "bench" / "tap.json").read_text()) == [
        {
            "name": "tap",
            "value": 2.5,
            "unit": "x",
            "goal": 2.0,
            "against": "floor, ms: 2.00",
            "least": None,
            "met": False,
        },
        {"name": "tap", "value": 5.0, "unit": "ms", "goal": None, "against": None, "least": None, "met": None},
    ]


def test_percentiles_lie_within_what_was_measured() -> None:
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert percentile([1.0, 2.0], 99) < 2.0
