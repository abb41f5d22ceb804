"""Pictures that somebody took or drew, of any size, as large as there is room."""

import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from queue_display.core.frame import Frame, fitted
from queue_display.ports import MediaError

_MOST_PIXELS: Final = 60_000_000
"""More than any camera's; what claims to be larger would fill the memory."""


def read_picture(path: Path, room: tuple[int, int]) -> Frame:
    """The picture as it was held, upright, on black where it is transparent. Raises MediaError."""
    try:
        with warnings.catch_warnings(), Image.open(path) as picture:
            warnings.simplefilter("ignore")  # Pillow's own limit is told below
            _bound(picture)
            picture.draft("RGB", (room[0] * 2, room[1] * 2))
            upright = ImageOps.exif_transpose(picture)
            return frame_of(flat(upright).resize(fitted(upright.size, room), Image.Resampling.LANCZOS))
    except MediaError:
        raise
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, Image.DecompressionBombError) as fault:
        # What Pillow's readers raise for broken files.
        raise MediaError(str(fault) or type(fault).__name__) from fault


def _bound(picture: Image.Image) -> None:
    if picture.width * picture.height > _MOST_PIXELS:
        raise MediaError(f"{picture.width} x {picture.height} pixels are too many")


def flat(picture: Image.Image) -> Image.Image:
    """Red, green and blue only."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, (0, 0, 0, 255))
        return Image.alpha_composite(ground, whole).convert("RGB")
    return picture.convert("RGB")


def frame_of(picture: Image.Image) -> Frame:
    """As a screen takes it."""
    return Frame(picture.width, picture.height, picture.tobytes())
