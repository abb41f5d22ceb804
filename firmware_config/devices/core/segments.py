"""Seven segments: figures and letters as bits, a (top) lowest, then clockwise, g in the middle, the dot highest."""

DOT = 0x80
ALL = 0xFF
_FIGURES = {
    " ": 0x00, "-": 0x40, "_": 0x08,
    "0": 0x3F, "1": 0x06, "2": 0x5B, "3": 0x4F, "4": 0x66, "5": 0x6D, "6": 0x7D, "7": 0x07, "8": 0x7F, "9": 0x6F,
    "a": 0x77, "b": 0x7C, "c": 0x39, "d": 0x5E, "e": 0x79, "f": 0x71, "g": 0x3D, "h": 0x76, "i": 0x30, "j": 0x1E,
    "k": 0x75, "l": 0x38, "m": 0x55, "n": 0x54, "o": 0x5C, "p": 0x73, "q": 0x67, "r": 0x50, "s": 0x2D, "t": 0x78,
    "u": 0x3E, "v": 0x1C, "w": 0x6A, "x": 0x64, "y": 0x6E, "z": 0x1B,
}  # fmt: skip
"""All differ from each other, so that the letters of two fields are never the same picture."""


def segments(text: str, places: int) -> bytes:
    """Bits of each place from the left; a dot lights that of the place before it. What no seven segments can draw stays dark."""
    drawn: list[int] = []
    for character in text:
        if character == "." and drawn:
            drawn[-1] |= DOT
        else:
            drawn.append(_FIGURES.get(character.lower(), 0))
    return bytes((drawn + [0] * places)[:places])
