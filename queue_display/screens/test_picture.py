"""The test picture: bars of every colour and words that nobody takes for a call, above the whole board for some seconds."""

from typing import Any, Final

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from panel.paint import Paint
from panel.text import Text

SHOWN_S: Final = 6.0
_SHADES: Final = ((1, 1, 1, 1), (1, 1, 0, 1), (0, 1, 1, 1), (0, 1, 0, 1), (1, 0, 1, 1), (1, 0, 0, 1), (0, 0, 1, 1))
"""White, then each mixture of red, green and blue: a missing one shows a broken cable or screen."""


class TestPicture(BoxLayout):
    """Stands in the window by itself; ``leave`` takes it away, once."""

    def __init__(self, title: str, note: str, paint: Paint) -> None:
        super().__init__(orientation="vertical")
        with self.canvas.before:
            Color(rgba=paint.ground)
            self._ground = Rectangle()
        self.bind(pos=self._cover, size=self._cover)
        bars = BoxLayout(size_hint_y=0.5)
        for shade in _SHADES:
            bars.add_widget(_Bar(shade))
        words = BoxLayout(orientation="vertical", size_hint=(0.9, None))
        words.bind(minimum_height=words.setter("height"))
        for text, step, colour in ((title, "title", paint.ink), (note, "text", paint.ink)):
            words.add_widget(Text(text=text, step=step, color=colour, halign="center"))
        below = AnchorLayout()
        below.add_widget(words)
        self.add_widget(bars)
        self.add_widget(below)
        self.shown = False

    def stand(self) -> None:
        """Above everything."""
        self.shown = True
        Window.add_widget(self)
        Clock.schedule_once(self.leave, SHOWN_S)

    def leave(self, _seconds: float = 0) -> None:
        """The board is there again."""
        if self.shown:
            self.shown = False
            Window.remove_widget(self)

    def _cover(self, *_: Any) -> None:
        self._ground.pos, self._ground.size = self.pos, self.size


class _Bar(Widget):
    def __init__(self, shade: tuple[float, float, float, float]) -> None:
        super().__init__()
        with self.canvas:
            Color(rgba=shade)
            self._area = Rectangle()
        self.bind(pos=self._fill, size=self._fill)

    def _fill(self, *_: Any) -> None:
        self._area.pos, self._area.size = self.pos, self.size
