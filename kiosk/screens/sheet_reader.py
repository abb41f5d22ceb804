"""What a screen shows, read from its widgets as eyes would: so nothing that stands there can be left unsaid."""

import re
from collections.abc import Iterator
from typing import Final

from kivy.uix.label import Label
from kivy.uix.widget import Widget

from kiosk.core.reading import Choice, Sheet
from kiosk.core.reading_order import in_order
from kiosk.screens.page import Page
from panel.fit import box
from panel.press import Pressable
from panel.text import Icon

_MARKUP: Final = re.compile(r"\[/?[a-z0-9]+(=[^\]]*)?\]")


def choices(page: Widget) -> tuple[Pressable, ...]:
    """The buttons that can be pressed now, in reading order."""
    found = [each for each in _walk(page, Pressable) if each.live and each.width > 1 and each.height > 1]
    return in_order(found, box)


def sheet(page: Page, view: str) -> Sheet:
    """What stands on a page that is laid out; ``view`` names it."""
    head = page.ids.head.__self__  # Kivy keeps a weak proxy
    texts = in_order([each for each in _texts(page) if not _under(each, head)], box)
    return Sheet(view, _words(_texts(head)), tuple(map(_spoken, texts)), tuple(map(_choice, choices(page))))


def _choice(press: Pressable) -> Choice:
    return Choice(press.key, _words(_walk(press, Label)), bool(getattr(press, "on", False)))


def _words(labels: Iterator[Label]) -> tuple[str, ...]:
    """Of labels that say something, in reading order."""
    return tuple(map(_spoken, in_order([each for each in labels if _says(each)], box)))


def _spoken(label: Label) -> str:
    """Its words, without what tells Kivy how to draw them."""
    return _MARKUP.sub("", label.text) if label.markup else str(label.text)


def _says(label: Label) -> bool:
    return bool(label.text.strip()) and not isinstance(label, Icon)


def _texts(root: Widget) -> Iterator[Label]:
    """Words that stand outside of buttons."""
    return (each for each in _walk(root, Label, inside=False) if _says(each))


def _walk(root: Widget, kind: type[Widget], *, inside: bool = True) -> Iterator[Widget]:
    """Widgets of a kind at and under ``root`` that can be seen; ``inside``: also those on buttons."""
    if not root.opacity:
        return
    if isinstance(root, kind):
        yield root
    if isinstance(root, Pressable) and not inside:
        return
    for child in root.children:
        yield from _walk(child, kind, inside=inside)


def _under(widget: Widget, above: Widget) -> bool:
    while widget is not None and widget is not above:
        widget = widget.parent if isinstance(widget.parent, Widget) else None
    return widget is above
