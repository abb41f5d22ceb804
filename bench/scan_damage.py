"""Damaged Code 128s, cut out closely: what a decoder makes of codes that nobody could be sure of."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.random import default_rng

from bench.scan_page import Grey, bars, chance_code
from contract.ids import FileCode

SIZE: Final = (640, 160)


def damaged(seed: int, count: int, first: int = 0) -> Iterator[tuple[Grey, FileCode]]:
    """Bars of 1.2 to 2.4 pixels a module, each scratched, blotted, smeared, blurred, noisy and pressed hard, by chance.

    ``first``: the number of the first one; what a number looks like depends on the seed and on it alone.
    """
    for number in range(first, first + count):
        chance = default_rng([seed, 80, number])
        code = chance_code(chance)
        drawn = bars(code, 8, 60)
        wide = int(min(chance.uniform(1.2, 2.4) * drawn.shape[1] / 8, SIZE[0] - 40))
        picture = np.full((SIZE[1], SIZE[0]), 255, np.uint8)
        mark = cv2.resize(drawn, (wide, 70), interpolation=cv2.INTER_AREA)
        left = (SIZE[0] - wide) // 2
        picture[45:115, left : left + wide] = mark
        for _ in range(int(chance.integers(0, 6))):
            x, colour = (
                left + int(chance.integers(0, wide)),
                (0, 255, int(chance.integers(256)))[int(chance.integers(3))],
            )
            lean = int(chance.integers(-6, 7))
            cv2.line(picture, (x, 40), (x + lean, 120), colour, int(chance.integers(1, 5)))
        for _ in range(int(chance.integers(0, 5))):
            at = (left + int(chance.integers(0, wide)), int(chance.integers(45, 115)))
            axes = (int(chance.integers(2, 25)), int(chance.integers(4, 50)))
            cv2.ellipse(picture, at, axes, 0, 0, 360, int(chance.integers(256)), -1)
        blurred = cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.3, 1.8))
        low, gain = chance.uniform(0, 120), chance.uniform(0.25, 0.9)
        noisy = blurred * gain + low * (1 - gain) + chance.normal(0, chance.uniform(1, 14), blurred.shape)
        grey = np.clip(noisy, 0, 255).astype(np.uint8)
        data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(8, 90))])[1]
        yield np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8), code
