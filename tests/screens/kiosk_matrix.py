"""Every view in every language, size of words, reach and shape of screen: whole, readable, large enough, within reach.

``python -m tests.screens.kiosk_matrix`` (``make matrix``) walks all of it in about half an hour, tells every fault and ends with 1 where
there is one. The pictures are kept as one sheet for each screen and comfort in ``var/pictures``.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from contract.codec import to_plain
from kiosk.core.comfort import Comfort, TextSize
from kiosk.core.maintenance_journey import CameraTest, Maintenance, Pin, TouchTest
from tests.screens.kiosk_hand import PICTURES, KioskHand, packed
from tests.screens.kiosk_views import VIEWS, board, office, outlook

SCREENS = {
    "27-inch": (("346", "615"), (720, 1280), 700),
    "15-inch": (("194", "345"), (720, 1280), 900),
    "22-inch-wide": (("476", "268"), (1280, 720), 950),
}
"""Millimetres, pixels, and the lower edge above the floor."""
LANGUAGES = ("vi", "en")
STAFF = (Pin, Maintenance, CameraTest, TouchTest)
CONTRAST = 7.0
"""WCAG 2.2, 1.4.6."""
THUMB = 6
"""Pictures are kept at a sixth of their size."""


def luminance(colour: Iterable[float]) -> float:
    """Of red, green and blue from 0 to 1, as WCAG 2.2 defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faint(picture: Image.Image, texts: Any) -> list[str]:
    """A line for each text that does not stand out from what is behind it: the commonest colour of its box."""
    pixels = np.asarray(picture, np.uint32)
    packed_pixels = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    found = []
    for text, (left, top, width, height), colour in texts:
        part = packed_pixels[max(0, top) : top + height : 3, max(0, left) : left + width : 3]
        if not part.size:
            continue
        colours, counts = np.unique(part, return_counts=True)
        ground = int(colours[counts.argmax()]).to_bytes(3, "big")
        low, high = sorted((luminance([each / 255 for each in ground]), luminance(colour)))
        if (ratio := (high + 0.05) / (low + 0.05)) < CONTRAST:
            found.append(f"{text!r}: {ratio:.1f}")
    return found


def leaves(hand: KioskHand, view: Any) -> Iterator[tuple[Any, Image.Image]]:
    """Every leaf of a view: what the window tells of it, and its picture."""
    told = hand.ask("look", packed(view))
    yield told, hand.screen.grab()
    for _ in range(60):
        if not told["more"]:
            return
        told = hand.ask("turn", told="look")
        yield told, hand.screen.grab()


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """One picture of many, a sixth of their size."""
    small = [each.resize((each.width // THUMB, each.height // THUMB)) for each in pictures]
    columns = 12
    wide, high = small[0].width + 4, small[0].height + 4
    whole = Image.new("RGB", (wide * columns, high * -(-len(small) // columns)), "#888888")
    for place, each in enumerate(small):
        whole.paste(each, (place % columns * wide, place // columns * high))
    return whole


@dataclass(frozen=True)
class Combination:
    """One screen as one citizen wants it."""

    screen: str
    language: str
    size: TextSize
    reach: bool

    def __str__(self) -> str:
        return f"{self.screen}-{self.language}-{self.size.name.lower()}{'-low' * self.reach}"


ALL = [Combination(*each) for each in product(SCREENS, LANGUAGES, TextSize, (False, True))]


def faults(combination: Combination, folder: Path) -> dict[str, list[str]]:
    """What is wrong with each view; staff's are walked in the plain comfort only, as the kiosk shows them."""
    millimetres, pixels, bottom = SCREENS[combination.screen]
    shape = ("--fps", "500", "--millimetres", *millimetres, "--pixels", *map(str, pixels), "--bottom", str(bottom))
    comfort = Comfort(combination.language, combination.size, combination.reach)
    found: dict[str, list[str]] = {}
    kept = []
    hand = KioskHand(folder, *shape, pixels=pixels)
    try:
        hand.order(picture=1)
        hand.office(office(8), board(8), outlook(8))
        hand.order(comfort=to_plain(comfort))
        for name, view in VIEWS.items():
            if isinstance(view, STAFF) and (comfort.size or comfort.reach):
                continue
            for told, picture in leaves(hand, view):
                wrong = told["faults"] + faint(picture, told["texts"])
                if told["too_high"]:
                    wrong.append(f"buttons {told['too_high']} px too high")
                if wrong:
                    found.setdefault(name, []).extend(wrong)
                kept.append(picture)
    finally:
        hand.stop()
    PICTURES.mkdir(parents=True, exist_ok=True)
    sheet(kept).save(PICTURES / f"kiosk-{combination}.png")
    return found


def main() -> int:
    """Walk all of it; returns the exit code."""
    ends = 0
    for each in ALL:
        with tempfile.TemporaryDirectory() as folder:
            found = faults(each, Path(folder))
        print(each, "whole" if not found else "", flush=True)
        for name, wrong in found.items():
            ends = 1
            print(f"  {name}: {'; '.join(wrong)}", flush=True)
    return ends


if __name__ == "__main__":
    sys.exit(main())
