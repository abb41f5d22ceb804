"""What a screen has to say, on as many leaves as it takes: words may grow to twice their size and none is lost."""

from typing import Any, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from panel.band import Band
from panel.press import Pressable
from panel.rules import load_rules
from panel.text import Text, height_of, split
from panel.tile import fitting, sign_px

_OFTEN: Final = 20
"""So many times leaves are bound anew within one frame."""


class Turner(BoxLayout):
    """The two buttons that turn the leaves, and which leaf is open."""

    earlier = StringProperty("")
    later = StringProperty("")
    count = StringProperty("")
    page = NumericProperty(0)
    pages = NumericProperty(1)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)


def turner_height(words: tuple[str, str], width: float) -> int:
    """Pixels that a ``Turner`` with these two words needs where it is ``width`` pixels wide."""
    app = App.get_running_app()
    room = (width - 2 * app.mm(5)) / 2.4 - app.mm(4)
    font = min(fitting(each, room, beside=True, one_line=True) for each in words)
    return int(max(app.mm(20), *(height_of(each, font, room - sign_px(font)) + app.mm(5) + 1 for each in words)))


class Leaves(BoxLayout):
    """Blocks one below the other; those that do not fit follow on the next leaf, which two buttons turn.

    Each block tells its own height (``size_hint_y`` None); one of no height takes no room. A ``Text`` higher than a leaf is
    cut between words. ``earlier`` and ``later`` are the buttons' words; ``middle`` is the part of the spare room that
    stays above the blocks. Other blocks must be lower than a leaf.
    """

    earlier = StringProperty("")
    later = StringProperty("")
    page = NumericProperty(0)
    pages = NumericProperty(1)
    middle = NumericProperty(0)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        self._blocks: list[Widget] = []
        self._pieces: dict[Widget, tuple[object, list[Widget]]] = {}
        self._laid: object = None
        self._laid_in = (-1, 0)
        super().__init__(**settings)
        self._lay_soon = Clock.create_trigger(self._lay, -1)
        self._turner = Turner()
        self._turner.bind(height=self._lay_soon)
        self._turner.ids.earlier.bind(on_press=lambda _button: self._turn(-1))
        self._turner.ids.later.bind(on_press=lambda _button: self._turn(+1))
        self.bind(size=self._lay_soon, page=self._lay_soon, earlier=self._lay_soon, later=self._lay_soon)

    def add_widget(self, widget: Widget, *_args: Any, **_settings: Any) -> None:
        """Another block below the others."""
        self._blocks.append(widget)
        widget.bind(height=lambda *_: self._lay_soon())
        if isinstance(widget, Text):
            widget.bind(text=lambda *_: self._lay_soon())
        self._lay_soon_or_never()

    def clear_widgets(self, children: Any = None) -> None:
        """No blocks any more."""
        super().clear_widgets(children)
        if children is None:
            self._blocks, self._laid = [], None
            self._pieces.clear()

    def open_first(self) -> None:
        """Begin at the first leaf."""
        self.page = 0

    def _lay_soon_or_never(self) -> None:
        """The rules of the .kv file add blocks before there is a trigger."""
        if hasattr(self, "_lay_soon"):
            self._lay_soon()

    def _turn(self, pages: int) -> None:
        self.page = max(0, min(self.pages - 1, self.page + pages))

    def _lay(self, _seconds: float) -> None:
        if self.width < 2 or self.height < 2 or not self._restless():  # not in a window yet
            return
        self._turner.width = self.width
        self._turner.earlier, self._turner.later = self.earlier, self.later
        for each in self._blocks:  # also those of other leaves: their heights follow from it
            if each.size_hint_x is not None:
                each.width = self.width
        whole = [each for each in self._blocks if each.height > 0]
        leaves = [whole]
        room = self.height - self.spacing * (2 if self.middle else 1)  # spare room is a block too, or two
        if self._high(whole) > room:
            leaves = self._bind(whole, room - self._turner.height - self.spacing)
        self.pages = len(leaves)
        self.page = min(self.page, self.pages - 1)
        shown = leaves[self.page]
        laid = (shown, self.page, self.pages, self.earlier, self.later)
        if laid == self._laid:
            return
        self._laid = laid
        self._place(shown)

    def _restless(self) -> bool:
        """Whether it may be laid once more: blocks whose height follows from where they stand must not keep it for ever."""
        frame, times = self._laid_in
        self._laid_in = (frame, times + 1) if frame == Clock.frames else (Clock.frames, 1)
        return self._laid_in[1] <= _OFTEN

    def _place(self, shown: list[Widget]) -> None:
        super().clear_widgets()
        if self.middle:
            super().add_widget(Widget(size_hint_y=self.middle))
        for each in shown:
            super().add_widget(each)
        super().add_widget(Widget(size_hint_y=1 - self.middle))
        if self.pages > 1:
            self._turner.page, self._turner.pages = self.page, self.pages
            self._turner.count = f"{self.page + 1}/{self.pages}"
            super().add_widget(self._turner)
        Pressable.moved(self)

    def _bind(self, blocks: list[Widget], height: float) -> list[list[Widget]]:
        """Blocks on leaves of ``height`` pixels, in their order."""
        leaves: list[list[Widget]] = [[]]
        for block in blocks:
            for piece in self._cut(block, height):
                if leaves[-1] and self._high([*leaves[-1], piece]) > height:
                    leaves.append([])
                leaves[-1].append(piece)
        return leaves

    def _cut(self, block: Widget, height: float) -> list[Widget]:
        """A text too high for a leaf as several; a band too, each with its sign."""
        if not isinstance(block, Text | Band) or block.height <= height:
            return [block]
        words = block.ids.words if isinstance(block, Band) else block
        beside = block.height - words.height
        made_of = (words.text, words.font_size, words.bold, tuple(words.color), words.width, height)
        if block not in self._pieces or self._pieces[block][0] != made_of:
            parts = split(words.text, words.font_size, words.width, height - beside, bold=words.bold)
            made = [_piece(block, part, self.width) for part in parts]
            self._pieces[block] = made_of, made
        return [*self._pieces[block][1]]

    def _high(self, blocks: list[Widget]) -> float:
        return float(sum(each.height for each in blocks) + self.spacing * max(0, len(blocks) - 1))


def _piece(block: Text | Band, part: str, width: float) -> Widget:
    """A part of the words of a block, drawn like it; of its height at once."""
    if isinstance(block, Text):
        text = Text(text=part, width=width, step=block.step, bold=block.bold, color=block.color, halign=block.halign)
        text.texture_update()
        return text
    band = Band(text=part, width=width, step=block.step, tone=block.tone, icon=block.icon)
    band.do_layout()
    band.ids.words.texture_update()
    return band
