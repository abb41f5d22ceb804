"""The rules of what hall boards show besides calls: lines that can be read, and a folder that can be one."""

from typing import Final

from contract.hall_board import LONGEST_LINE
from contract.site import Site
from firmware_config.basic_rules import Faults, some_words, twice
from firmware_config.fault import Fault

_MOST_LINES: Final = 20
"""At ten seconds each, somebody who waits for a quarter of an hour sees all of them more than once."""


def board(site: Site) -> Faults:
    """Lines at the foot, and the folder of media; whether that is there, only the board's machine knows."""
    lines = site.board.ticker
    yield from twice("board.ticker", "", lines)
    for place, line in enumerate(lines):
        key = f"board.ticker[{place}]"
        yield from some_words(key, line)
        if len(line) > LONGEST_LINE:
            yield Fault(key, "line_too_long", {"count": len(line), "most": LONGEST_LINE})
    if len(lines) > _MOST_LINES:
        yield Fault(f"board.ticker[{_MOST_LINES}]", "too_many_lines", {"count": len(lines), "most": _MOST_LINES})
    if site.board.media:
        yield from some_words("board.media", site.board.media)
