"""All pictures of a visit on one sheet: it must look like one product made by one hand."""

from pathlib import Path
from typing import Final

from PIL import Image

_ROWS: Final = (
    (620, ("kiosk-home", "kiosk-status", "kiosk-ticket", "ticket")),
    (270, ("board-hall", "board-counter", "rating")),
    (350, ("clerk", "head")),
)
_GAP: Final = 24
_GROUND: Final = "#C9CED6"


def draw_sheet(folder: Path) -> Image.Image:
    """The sheet of the pictures in ``folder``; one that is missing is left out."""
    rows = [[_read(folder / f"{name}.png", height) for name in names if (folder / f"{name}.png").exists()]
            for height, names in _ROWS]  # fmt: skip
    width = max(sum(one.width + _GAP for one in row) for row in rows) + _GAP
    height = sum(max(one.height for one in row) + _GAP for row in rows if row) + _GAP
    sheet = Image.new("RGB", (width, height), _GROUND)
    top = _GAP
    for row in rows:
        left = (width - sum(one.width + _GAP for one in row) + _GAP) // 2
        for one in row:
            sheet.paste(one, (left, top))
            left += one.width + _GAP
        top += max((one.height for one in row), default=-_GAP) + _GAP
    return sheet


def _read(path: Path, height: int) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    return picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)
