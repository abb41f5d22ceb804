"""The order in which eyes go over a screen: line by line, each from the left."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Box = tuple[int, int, int, int]
"""Left, top, width, height."""

_T = TypeVar("_T")


def in_order(things: Sequence[_T], box: Callable[[_T], Box]) -> tuple[_T, ...]:
    """Things stand on one line where the middle of each is within the height of the line's first."""
    lines: list[list[_T]] = []
    for thing in sorted(things, key=lambda each: (box(each)[1], box(each)[0])):
        _left, top, _width, height = box(thing)
        first = box(lines[-1][0]) if lines else None
        if first and first[1] <= top + height / 2 < first[1] + first[3]:
            lines[-1].append(thing)
        else:
            lines.append([thing])
    return tuple(thing for line in lines for thing in sorted(line, key=lambda each: box(each)[0]))
