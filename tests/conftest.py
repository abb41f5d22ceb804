"""Settings of all tests."""

import os
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

# The same examples in every run, so that what lands is what was tried; HYPOTHESIS_PROFILE=explore looks for new ones.
# No example has a deadline: how long one takes says how busy the machine is.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

HERE: Final = Path(__file__).parent
LONGEST: Final = ("wire", "flows", "screens")
"""Rooms whose single files take a minute, before all others: nobody is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole offices and windows first; files stay whole and in their order."""

    def place(item: pytest.Item) -> int:
        room = item.path.relative_to(HERE).parts[0]
        return LONGEST.index(room) if room in LONGEST else len(LONGEST)

    items.sort(key=place)
