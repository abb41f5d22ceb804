"""Reference pages stand in docs/reference as the code would write them."""

from pathlib import Path

import pytest

from firmware_config.reference import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_reference_pages_are_up_to_date(name):
    assert (REFERENCE / name).read_text("utf-8") == pages()[name], "run make reference"


def test_every_key_of_the_site_file_is_explained():
    assert not [line for line in pages()["site-file.md"].splitlines() if line.endswith("|  |")]
