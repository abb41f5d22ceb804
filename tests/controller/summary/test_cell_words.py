"""Cells of reports in words: what is nearly all is not told as all, nor what is hardly anything as nothing."""

from pathlib import Path

import pytest

from contract.language import load_texts
from controller.summary.cells import Cells
from tests.office import small_site

CELLS = Cells(small_site(), load_texts(Path(__file__).parents[3] / "controller" / "texts", "vi"), "vi")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.5, "50 %"),
        (0.0004, "0,1 %"),
        (0.004, "0,4 %"),
        (0.9988, "99,9 %"),
        (0.99996, "99,9 %"),
        (1.004, "100 %"),
        (1.5, "150 %"),  # more transfers than visits
    ],
)
def test_a_share(share: float, words: str) -> None:
    assert CELLS.percent(share) == words
