"""The checks of ``panel.fit`` find what is wrong and nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from demo.screen import VirtualScreen

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def finds():
    with VirtualScreen(600, 600) as screen:
        told = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("faulty_window.py"))],
            env={**screen.env, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    return json.loads(told.stdout)


def test_texts_cut_off_by_their_box_or_the_window(finds):
    assert {line.split("'")[1] for line in finds["clipped"]} == {"Ưu tiên", "Bên ngoài"}


def test_texts_over_each_other(finds):
    assert finds["overlapping"] == ["'Lên nhau' over 'Chồng'"]


def test_buttons_smaller_than_a_finger_or_half_outside(finds):
    assert {line.split("'")[1] for line in finds["too_small"]} == {"tiny", "half"}


def test_letters_too_low_to_read(finds):
    assert {line.split("'")[1] for line in finds["too_low"]} == {"Nhỏ quá"}


def test_places_are_counted_from_the_upper_left_corner(finds):
    assert finds["targets"]["half"] == [560, 500, 90, 90]
    assert set(finds["targets"]) == {"tiny", "half", "good"}


def test_kivy_imported_too_early_is_refused():
    early = "import kivy.config\nfrom contract.profile import Screen\nfrom panel.window import prepare\n"
    told = subprocess.run(
        [sys.executable, "-c", early + "prepare(Screen((600, 600), (200, 200)))"],
        env={"PYTHONPATH": str(ROOT), "KIVY_NO_CONFIG": "1", "KIVY_NO_FILELOG": "1", "KIVY_NO_ARGS": "1"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert told.returncode == 1
    assert "before anything that imports Kivy" in told.stderr
