"""Pictures that somebody took or drew, of any size, as large as there is room."""

import logging
import warnings
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from PIL import BmpImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from queue_display.core.frame import Frame, fitted
from queue_display.ports import MediaError

_LOG: Final = logging.getLogger(__name__)
_MOST_PIXELS: Final = 60_000_000
"""More than any camera's; what claims to be larger would fill the memory."""
_FORMATS: Final = tuple(
    one.format
    for one in (
        BmpImagePlugin.BmpImageFile, GifImagePlugin.GifImageFile, JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile, TiffImagePlugin.TiffImageFile, WebPImagePlugin.WebPImageFile,
    )
)  # fmt: skip
"""Whatever a file is called. Pillow reads dozens more, some by starting a program of others: PostScript by Ghostscript."""
_SHRINKS: Final = frozenset({"RGB", "RGBA", "L", "LA", "CMYK"})
"""Forms that Pillow makes smaller as they are; a palette, or a colour that stands for none, is turned into colours before."""
_ORIENTATION: Final = 0x0112
_SIDEWAYS: Final = {
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    **_SIDEWAYS,
}
"""How the camera was held, by EXIF, and what makes it upright."""


def read_picture(file: Path | BinaryIO, room: tuple[int, int]) -> Frame:
    """The picture as it was held, upright, on black where it is transparent. Raises MediaError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own limit is told below
            with Image.open(file, formats=_FORMATS) as picture:
                _bound(picture)
                picture.draft("RGB", (room[0] * 2, room[1] * 2))
                return frame_of(flat(_shrunk_upright(picture, room)))
    except MediaError:
        raise
    except Exception as fault:  # Pillow's readers raise what they like at broken files
        raise MediaError(str(fault) or type(fault).__name__) from fault


def read_face(name: str, photo: bytes, room: tuple[int, int]) -> Frame | None:
    """An officer's photo as ``read_picture`` reads it; none, and a line in the log, for bytes that are no picture."""
    try:
        return read_picture(BytesIO(photo), room) if photo else None
    except MediaError as fault:
        _LOG.warning("%s is no picture: %s", name, fault)
        return None


def _shrunk_upright(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    """Made smaller first: whatever else is done to a poster for a printing house would take its memory several times over."""
    if picture.mode not in _SHRINKS or "transparency" in picture.info:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    sideways = turn in _SIDEWAYS.values()
    width, height = fitted(picture.size[::-1] if sideways else picture.size, room)
    small = picture.resize((height, width) if sideways else (width, height), Image.Resampling.LANCZOS)
    return small if turn is None else small.transpose(turn)


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
