"""Rows of unequal height on pages of one height: a long name takes the lines that it needs, a short one no more."""

from collections.abc import Sequence


def page_rows(heights: Sequence[int], room: int, gap: int, turn: int) -> tuple[slice, ...]:
    """Which rows stand on which page, in their order; at least one page, and at least one row on each that is not empty.

    ``room``: pixels for rows where one page holds all; more pages leave ``turn`` and a gap for the buttons that turn them.
    """
    if sum(heights) + gap * max(0, len(heights) - 1) <= room:
        return (slice(0, len(heights)),)
    pages, first, used = [], 0, 0
    for place, height in enumerate(heights):
        if place > first and used + gap + height > room - turn - gap:
            pages.append(slice(first, place))
            first, used = place, 0
        used += height + (gap if used else 0)
    return (*pages, slice(first, len(heights)))
