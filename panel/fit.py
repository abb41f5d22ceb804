"""Proof that a screen can be read and pressed: nothing clipped, nothing outside, no button too small."""

from collections.abc import Iterator
from itertools import combinations

from kivy.uix.label import Label
from kivy.uix.widget import Widget

from panel.measure import CAPITAL, SMALLEST_CAPITAL_MM, TOUCH_MM, Measure
from panel.press import Pressable

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels of the window, from its upper left corner."""


def box(widget: Widget) -> Box:
    """Where a widget stands in its window."""
    left, top = widget.to_window(widget.x, widget.top)
    return round(left), round(widget.get_root_window().height - top), round(widget.width), round(widget.height)


def targets(root: Widget) -> dict[str, Box]:
    """Where each button stands that can be pressed now, by its key."""
    return {each.key: box(each) for each in shown(root, Pressable) if each.live and each.key and each.height}


def clipped(root: Widget) -> list[str]:
    """A line for each text under ``root`` that is cut off by its own box, by a box around it or by the window."""
    faults = []
    for label in _texts(root):
        wide, high = label.texture_size
        if wide > label.width + 1 or high > label.height + 1:
            faults.append(f"{label.text!r}: {wide}x{high} in {label.width:.0f}x{label.height:.0f}")
        around = [box(each) for each in _above(label, root)] + [_window(label)]
        if not all(_inside(_ink(label), each) for each in around):
            faults.append(f"{label.text!r}: {_ink(label)} leaves one of {around}")
    return faults


def overlapping(root: Widget) -> list[str]:
    """A line for each pair of texts, or of buttons, that cover each other."""
    texts = [(label.text, _ink(label)) for label in _texts(root)]
    presses = [(each.key, box(each)) for each in shown(root, Pressable)]
    return [
        f"{a!r} over {b!r}"
        for each in (texts, presses)
        for (a, one), (b, two) in combinations(each, 2)
        if _meet(one, two)
    ]


def too_small(root: Widget, measure: Measure) -> list[str]:
    """A line for each button under ``root`` that is smaller than a finger needs or not wholly in the window."""
    least = measure.mm(TOUCH_MM) - 1
    return [
        f"button {each.key!r}: {box(each)}"
        for each in shown(root, Pressable)
        if min(each.size) < least or not _inside(box(each), _window(each))
    ]


def too_low(root: Widget, measure: Measure) -> list[str]:
    """A line for each text under ``root`` whose capitals are lower than anybody should have to read."""
    least = measure.mm(SMALLEST_CAPITAL_MM) - 1
    return [f"{each.text!r}: {each.font_size:.0f} px" for each in _texts(root) if each.font_size * CAPITAL < least]


def faults(root: Widget, measure: Measure) -> list[str]:
    """Everything that is wrong with a screen that is laid out."""
    return clipped(root) + overlapping(root) + too_small(root, measure) + too_low(root, measure)


def shown(root: Widget, kind: type[Widget]) -> Iterator[Widget]:
    """The widgets of a kind at and under ``root`` that can be seen."""
    if root.opacity:
        if isinstance(root, kind):
            yield root
        for child in root.children:
            yield from shown(child, kind)


def _texts(root: Widget) -> list[Label]:
    return [label for label in shown(root, Label) if label.text]


def _above(widget: Widget, root: Widget) -> Iterator[Widget]:
    while widget is not root:
        widget = widget.parent
        yield widget


def _window(widget: Widget) -> Box:
    return 0, 0, *widget.get_root_window().size


def _ink(label: Label) -> Box:
    """The part of a label's box that its picture fills."""
    left, top, width, height = box(label)
    wide, high = label.texture_size
    shift = {"center": (width - wide) / 2, "right": width - wide}.get(label.halign, 0)
    drop = {"middle": (height - high) / 2, "center": (height - high) / 2, "bottom": height - high}.get(label.valign, 0)
    return round(left + shift), round(top + drop), wide, high


def _inside(one: Box, other: Box) -> bool:
    return (
        one[0] >= other[0] - 1
        and one[1] >= other[1] - 1
        and one[0] + one[2] <= other[0] + other[2] + 1
        and one[1] + one[3] <= other[1] + other[3] + 1
    )


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return wide > 1 and high > 1
