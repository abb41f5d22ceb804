"""Fields and frames with round corners, laid together from upright boxes and one small picture of a corner.

On a machine that draws in software a smooth outline of Kivy's costs three times as much: it is of long thin triangles.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from kivy.factory import Factory
from kivy.graphics import Mesh
from kivy.graphics.texture import Texture

_PARTS: Final = 4
"""A pixel of a corner is looked at in so many rows and columns: it is as full as they are inside."""
_FULL: Final = 2
"""Columns beside the corner that are full, for all that is straight."""
_Box = tuple[float, ...]
"""Left, right, bottom and top in pixels, then the same of the picture in parts of it."""
_Kind = TypeVar("_Kind", bound=type)


class _Corner(NamedTuple):
    """Pixels of its radius and of the line, which is as thick as that where it is a field; which of the four are round.

    They are counted as Kivy does: from the upper left clockwise.
    """

    radius: int
    line: int
    round_ones: tuple[bool, ...]


def _named(kind: _Kind) -> _Kind:
    """Let .kv files draw with it; they import it, as they do with widgets."""
    Factory.register(kind.__name__, cls=kind)
    return kind


class _Setting:
    """A value in pixels with which a shape is laid out, anew for every new one."""

    def __init__(self, first: object) -> None:
        self._first = first

    def __set_name__(self, shape: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, shape: Any, kind: type) -> Any:
        return getattr(shape, self._name, self._first)

    def __set__(self, shape: Any, value: object) -> None:
        setattr(shape, self._name, value)
        shape.lay()


class _Boxes(Mesh):
    """Upright boxes in whole pixels; nothing where there is no room for two corners beside each other."""

    pos = _Setting((0.0, 0.0))
    size = _Setting((0.0, 0.0))
    _corner: Callable[[], _Corner]

    def __init__(self) -> None:
        super().__init__(mode="triangles")
        self._laid: object = None

    def lay(self) -> None:
        """Where it was not laid like this already."""
        left, bottom = (round(each) for each in self.pos)
        right, top = (round(start + each) for start, each in zip(self.pos, self.size, strict=True))
        corner = self._corner()
        laid = (left, bottom, right, top, corner)
        if laid == self._laid:
            return
        self._laid = laid
        boxes: list[_Box] = []
        if 1 <= corner.radius <= min(right - left, top - bottom) / 2:
            self.texture = _picture(corner.radius, corner.line)
            boxes = _boxes(left, bottom, right, top, corner)
        self.vertices, self.indices = _mesh(boxes)


@_named
class Plate(_Boxes):
    """A field; ``radius``: pixels of its corners from the upper left clockwise, all alike or none, or one for all."""

    radius = _Setting((0,))

    def _corner(self) -> _Corner:
        four = tuple(self.radius) if len(self.radius) == 4 else tuple(self.radius) * 4
        whole = round(max(four))
        return _Corner(whole, whole, tuple(each > 0 for each in four))


@_named
class Frame(_Boxes):
    """A line of ``width`` pixels along the inner side of the edge; ``radius``: pixels of its outer corners."""

    radius = _Setting(0.0)
    width = _Setting(1.0)

    def _corner(self) -> _Corner:
        radius = round(self.radius)
        return _Corner(radius, min(round(self.width), radius - 1), (True,) * 4)


def _boxes(left: int, bottom: int, right: int, top: int, corner: _Corner) -> list[_Box]:
    """Four corners and what is straight between them."""
    radius, line, round_ones = corner
    one = radius / (radius + _FULL)
    full = ((1 + one) / 2, (1 + one) / 2, 0.5, 0.5)
    west, east = (left, left + radius, 0.0, one), (right - radius, right, one, 0.0)
    south, north = (bottom, bottom + radius, 0.0, 1.0), (top - radius, top, 1.0, 0.0)
    boxes: list[_Box] = []
    for (start, end, u0, u1), (low, high, v0, v1), curved in zip(
        (west, east, east, west), (north, north, south, south), round_ones, strict=True
    ):
        boxes.append((start, end, low, high, *((u0, u1, v0, v1) if curved else full)))
    inner, sides = (left + radius, right - radius), (bottom + radius, top - radius)
    if line == radius:
        straight = [(*inner, bottom, bottom + line), (*inner, top - line, top), (left, right, *sides)]
    else:
        straight = [(*inner, bottom, bottom + line), (*inner, top - line, top)]
        straight += [(left, left + line, *sides), (right - line, right, *sides)]
    return boxes + [(*each, *full) for each in straight]


def _mesh(boxes: list[_Box]) -> tuple[list[float], list[int]]:
    """Vertices and indices of two triangles for each."""
    vertices: list[float] = []
    indices: list[int] = []
    for number, (left, right, bottom, top, u0, u1, v0, v1) in enumerate(boxes):
        vertices += (left, bottom, u0, v0, right, bottom, u1, v0, right, top, u1, v1, left, top, u0, v1)
        indices += (4 * number + each for each in (0, 1, 2, 2, 3, 0))
    return vertices, indices


@lru_cache(64)
def _picture(radius: int, line: int) -> Texture:
    """The lower left corner, white, and columns beside it that are full."""
    pixels = bytearray()
    for row in range(radius):
        for column in range(radius):
            pixels += b"\xff\xff\xff" + bytes((_share(radius, line, row, column),))
        pixels += b"\xff\xff\xff\xff" * _FULL
    picture = Texture.create(size=(radius + _FULL, radius), colorfmt="rgba")
    picture.min_filter = picture.mag_filter = "nearest"
    picture.blit_buffer(bytes(pixels), colorfmt="rgba", bufferfmt="ubyte")
    return picture


def _share(radius: int, line: int, row: int, column: int) -> int:
    """How much of a pixel lies between the outer and the inner circle, from 0 to 255."""
    spots = [(step + 0.5) / _PARTS for step in range(_PARTS)]
    away = [(radius - column - x) ** 2 + (radius - row - y) ** 2 for x in spots for y in spots]
    return round(255 * sum((radius - line) ** 2 <= each <= radius**2 for each in away) / len(away))
