"""Where a finger is on a turned screen: the 3x3 matrix that takes a touch panel's point to the point of the whole picture.

Both run from 0 to 1, left to right and top to bottom. The panel is glued to the glass and knows nothing of how the picture is turned on it;
the picture of one screen may be a part of all that the X server has.
"""

from typing import Final

from contract.machines import Rotation

Matrix = tuple[float, float, float, float, float, float, float, float, float]
"""Row by row; the last row is 0 0 1."""

TURNS: Final[dict[Rotation, Matrix]] = {
    Rotation.NORMAL: (1, 0, 0, 0, 1, 0, 0, 0, 1),
    Rotation.LEFT: (0, -1, 1, 1, 0, 0, 0, 0, 1),
    Rotation.RIGHT: (0, 1, 0, -1, 0, 1, 0, 0, 1),
    Rotation.INVERTED: (-1, 0, 1, 0, -1, 1, 0, 0, 1),
}
"""For a picture turned as xrandr names it: turned left, its top is at the panel's left edge, and its left edge at the panel's foot."""


def touch_matrix(rotation: Rotation, size: tuple[int, int], left: int, whole: tuple[int, int]) -> Matrix:
    """For a picture of ``size`` pixels, turned, ``left`` pixels from the left edge of a whole of ``whole`` pixels."""
    across, down, shift = size[0] / whole[0], size[1] / whole[1], left / whole[0]
    a, b, c, d, e, f, *_ = TURNS[rotation]
    return (a * across, b * across, c * across + shift, d * down, e * down, f * down, 0, 0, 1)


def touched(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point of the panel is on the whole."""
    a, b, c, d, e, f, *_ = matrix
    return a * x + b * y + c, d * x + e * y + f


def as_option(matrix: Matrix) -> str:
    """As an X server's ``TransformationMatrix`` has it."""
    return " ".join(f"{number:.6g}" for number in matrix)
