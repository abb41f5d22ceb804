"""A QR code on the screen, drawn from its matrix in whole pixels."""

from kivy.graphics.texture import Texture


def qr_texture(address: str) -> Texture:
    """One pixel a module, dark on light, to be drawn without smoothing.

    The quiet zone of four modules (ISO/IEC 18004) is the light ground that the screen leaves around it.
    """
    import segno  # noqa: PLC0415 (the first ticket needs it, the first frame does not)

    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    side = len(rows)
    drawn = b"".join(bytes(0 if dark else 255 for dark in row) for row in reversed(rows))
    texture = Texture.create(size=(side, side), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(drawn, colorfmt="luminance", bufferfmt="ubyte")
    return texture
