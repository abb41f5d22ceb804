"""Fields, frames and words cover the pixels that they should, and no others."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo.screen import VirtualScreen

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dark(tmp_path_factory):
    """How dark each pixel is, from 0 to 1, counted from below."""
    picture = tmp_path_factory.mktemp("plate") / "plate.png"
    with VirtualScreen(200, 200) as screen:
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name("plate_window.py")), str(picture)],
            env={**screen.env, "PYTHONPATH": str(ROOT)},
            timeout=60,
            check=True,
        )
    return 1 - np.asarray(Image.open(picture).convert("L"), float)[::-1] / 255


def test_field_is_full_and_round_only_where_it_should_be(dark):
    field = dark[20:60, 20:80]
    assert (field[10:30].min(), field[:, 10:].min()) == (1, 1)
    for corner in (field[:10, :10], field[:29:-1, :10]):
        assert corner[0, 0] == 0
        assert corner[9, 9] == 1
        assert corner.sum() == pytest.approx(np.pi / 4 * 100, rel=0.02)
    assert (dark[20:60, 19].max(), dark[20:60, 80].max(), dark[19, 20:80].max(), dark[60, 20:80].max()) == (0, 0, 0, 0)


def test_frame_has_one_thickness_all_round(dark):
    frame = dark[20:60, 120:180]
    assert frame[3:37, 3:57][10:24, 10:44].max() == 0
    sides = (frame[:3, 10:50], frame[-3:, 10:50], frame[10:30, :3], frame[10:30, -3:])
    assert [side.min() for side in sides] == [1] * 4
    assert (frame[3:-3, 10:50].max(), frame[10:30, 3:-3].max()) == (0, 0)
    for corner in (frame[:10, :10], frame[:10, :-11:-1], frame[:29:-1, :10], frame[:29:-1, :-11:-1]):
        assert corner.sum() == pytest.approx(np.pi / 4 * (10**2 - 7**2), rel=0.03)


def test_field_without_room_for_its_corners_is_not_drawn(dark):
    assert dark[10:65, 85:115].max() == 0


@pytest.mark.parametrize(("bottom", "left", "right"), [(70, True, False), (110, False, False), (150, False, True)])
def test_words_are_whole_at_their_side(dark, bottom, left, right):
    columns = np.flatnonzero(dark[bottom : bottom + 28].max(axis=0) > 0.5)
    assert 20 < columns[-1] - columns[0] < 60
    assert (columns[0] < 28, columns[-1] > 172) == (left, right)
    if not left and not right:
        assert columns[0] - 20 == pytest.approx(179 - columns[-1], abs=4)
