"""Which of the project's files an installed machine has: the programs whole, and nothing of demo, tests and measurements."""

from collections.abc import Iterable
from typing import Final

PACKAGES: Final = ("contract", "controller", "firmware_config", "kiosk", "panel", "queue_display", "voice")
LEFT_OUT: Final = frozenset({"firmware_config/install-packages.sh"})
"""The package's own dependencies stand in its place."""


def programs(tracked: Iterable[str]) -> list[str]:
    """Of all files that git knows, those of the programs, with words, windows and pages."""
    return sorted(one for one in tracked if one.split("/")[0] in PACKAGES and "/" in one and one not in LEFT_OUT)
