"""The floor under a ticket's paper: the same slip drawn from nothing with Pillow, packed, and sent to the same printer.

Fonts stay loaded; everything else is drawn as one would first write it: one picture, one text after the other, one raster.
"""

import argparse
import io
import socket
import time
from typing import Any, Final

import segno
from PIL import Image, ImageDraw, ImageFont

from bench.process import obey
from bench.tap_kiosk import DOTS, TEXTS, slip_of
from contract import look
from contract.codec import from_plain
from contract.language import load_texts
from contract.notices import Receipt
from kiosk.core.slip import SlipLines, slip_lines

_HEIGHT: Final = 1120
_QR: Final = 288
_CUT: Final = b"\x1dVB\x18"
_FONTS: Final = {
    "number": (look.BOLD, 190),
    "bold": (look.BOLD, 36),
    "field": (look.BOLD, 50),
    "plain": (look.REGULAR, 36),
}


def draw(lines: SlipLines, follow: str, fonts: dict[str, ImageFont.FreeTypeFont]) -> Image.Image:
    """The slip from top to bottom."""
    paper = Image.new("L", (DOTS, _HEIGHT), 255)
    pen = ImageDraw.Draw(paper)
    y = 20
    for text, font in (
        (lines.office, "bold"),
        (lines.number, "number"),
        (lines.field, "field"),
        (lines.ahead, "plain"),
        (lines.seat, "bold"),
    ):
        pen.text((DOTS / 2, y), text, fill=0, font=fonts[font], anchor="ma")
        y += round(fonts[font].size * 1.5)
    code = io.BytesIO()
    segno.make_qr(follow, error="m").save(code, kind="png", scale=7)
    paper.paste(Image.open(code).convert("L").resize((_QR, _QR), Image.Resampling.NEAREST), ((DOTS - _QR) // 2, y))
    y += _QR + 20
    for text in (lines.scan, lines.issued):
        pen.text((DOTS / 2, y), text, fill=0, font=fonts["plain"], anchor="ma")
        y += 60
    return paper.crop((0, 0, DOTS, y)).point(lambda ink: 255 if ink > 127 else 0, "1")


def raster(picture: Image.Image) -> bytes:
    """ESC @, one GS v 0, and a cut."""
    height = picture.height
    size = bytes([DOTS // 8, 0, height % 256, height // 256])
    return b"\x1b@\x1dv0\x00" + size + picture.tobytes("raw", "1;I") + _CUT


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    texts = load_texts(TEXTS, "vi")
    fonts = {name: ImageFont.truetype(face, size) for name, (face, size) in _FONTS.items()}

    def do(order: dict[str, Any]) -> dict[str, Any]:
        receipt = from_plain(order["receipt"], Receipt)
        started = []
        start = time.monotonic() + order["each"]
        for number in range(order["taps"]):
            at = start + number * order["each"]
            time.sleep(max(0.0, at - time.monotonic()))
            started.append(max(at, time.monotonic()))
            picture = draw(slip_lines(slip_of(receipt), texts), receipt.follow, fonts)
            with socket.create_connection(("127.0.0.1", port)) as printer:
                printer.sendall(raster(picture))
        return {"tapped": started}

    obey(do)


if __name__ == "__main__":
    main()
