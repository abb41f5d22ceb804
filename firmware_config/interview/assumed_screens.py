"""Screens at counters, of which an office has many of one kind: ``new`` assumes their size and says where that is changed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

ASSUMED: Final[Mapping[str, Mapping[str, list[int]]]] = MappingProxyType(
    {
        "counter_board": {"screen": [1280, 720], "screen_mm": [531, 299]},
        "rating": {"screen": [1280, 800], "screen_mm": [217, 136]},
    }
)
"""By role, in pixels and millimetres: 24 inches lying, and a tablet of 10 inches."""


def is_assumed(device: Mapping[str, Any]) -> bool:
    """Whether a row of ``[[devices]]`` has the size that nobody was asked for."""
    sizes = ASSUMED.get(device.get("role", ""), {})
    return bool(sizes) and all(device.get(key) == size for key, size in sizes.items())
