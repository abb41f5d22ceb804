"""What the symbols of a Code 128 look like under three blurs, in samples that a line can be held against."""

from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.core.code_128 import SYMBOL, WIDTHS

FINE: Final = 4
"""Samples a module."""
ROOM: Final = 1
"""Modules beside a symbol that its pattern tells: the space before it and the bar after it."""
WIDE: Final = (SYMBOL + 2 * ROOM) * FINE
"""Samples of a pattern."""
_SOFT: Final = (0.35, 0.65, 1.0)
"""Widths of the blur in modules (sigma)."""


@cache
def patterns() -> tuple[NDArray[np.float32], ...]:
    """For each blur: samples x patterns, without mean, of length one."""
    banks = []
    for soft in _SOFT:
        bank = []
        for widths in WIDTHS:
            runs = [4 * ROOM, *(int(width) for width in widths), 4 * ROOM]
            paper = np.repeat([1.0 - place % 2 for place in range(len(runs))], runs)
            drawn = np.repeat(paper, FINE * 2).astype(np.float32)[np.newaxis]
            drawn = cv2.GaussianBlur(drawn, (0, 0), soft * FINE * 2, borderType=cv2.BORDER_REPLICATE)[0]
            start = (4 - ROOM) * FINE * 2
            cut = drawn[start : start + WIDE * 2].reshape(-1, 2).mean(1)
            cut = cut - cut.mean()
            bank.append(cut / np.sqrt((cut * cut).sum()))
        banks.append(np.array(bank, np.float32).T.copy())
    return tuple(banks)


@cache
def coarse_patterns() -> NDArray[np.float32]:
    """Of every second sample, at the middle blur."""
    bank = patterns()[1][::2]
    bank = bank - bank.mean(0)
    return np.asarray(bank / np.sqrt((bank * bank).sum(0)), np.float32)
