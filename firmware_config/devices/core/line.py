"""Frames to a line of LED letters on a serial wire: ``docs/devices.md`` has the table for who builds such a line."""

START, END = 0x02, 0x03
TEXT, LIGHT = "T", "L"


def frame(address: int, what: str, data: str) -> bytes:
    """STX, address in two figures, what, data, ETX, then the sum of all bytes after STX, modulo 256, as two hexadecimal figures, CR.

    Letters that are no printable ASCII become ``?``.
    """
    body = f"{address:02d}{what}" + "".join([one if " " <= one <= "~" else "?" for one in data])
    told = body.encode() + bytes((END,))
    return bytes((START,)) + told + f"{sum(told) & 0xFF:02X}\r".encode()
