"""A picture as a screen takes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """``rgb``: three bytes a pixel, row by row from the top; ``width`` is a multiple of four."""

    width: int
    height: int
    rgb: bytes


def fitted(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    """The largest size of the same shape that ``room`` holds, in pixels; the width a multiple of four, nothing below four."""
    scale = min(room[0] / size[0], room[1] / size[1])
    return max(4, int(size[0] * scale) // 4 * 4), max(4, int(size[1] * scale))
