"""The place of guide slides, pictures and videos: beside the calls, never over them, and in the shade while one is new."""

from collections.abc import Callable
from typing import Any, Final

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from queue_display.core.frame import Frame

_SHADE: Final = 0.35
"""Of its light, while something more important is to be seen."""


class MediaBox(Widget):
    """Draws one frame in its middle; ``fit`` is told its size in pixels once it stands."""

    def __init__(self, fit: Callable[[int, int], None], **settings: Any) -> None:
        super().__init__(**settings)
        self._fit = fit
        self._size = (0, 0)
        self._texture: Any = None
        with self.canvas:
            self._light = Color(1, 1, 1, 1)
            self._picture = Rectangle(size=(0, 0))
        self._tell_soon = Clock.create_trigger(self._tell, 0)
        self.bind(size=self._laid, pos=self._laid)

    def shade(self, shaded: bool) -> None:  # noqa: FBT001 (a plain switch)
        """Darker, or as bright as it is."""
        light = _SHADE if shaded else 1.0
        self._light.rgb = (light, light, light)

    def show(self, frame: Frame) -> None:
        """From the next frame of the window on."""
        if self._size != (frame.width, frame.height):
            self._size = (frame.width, frame.height)
            self._texture = texture_of(frame)
        else:
            self._texture.blit_buffer(frame.rgb, colorfmt="rgb", bufferfmt="ubyte")
        self._picture.texture = self._texture
        self._place()
        self.canvas.ask_update()

    def _laid(self, *_: object) -> None:
        self._place()
        self._tell_soon()

    def _place(self) -> None:
        wide, high = self._size
        self._picture.size = self._size
        self._picture.pos = (round(self.center_x - wide / 2), round(self.center_y - high / 2))

    def _tell(self, _seconds: float) -> None:
        if self.get_root_window() is not None:
            self._fit(int(self.width), int(self.height))


def texture_of(frame: Frame) -> Any:
    """The frame on the graphics chip; call on the window's thread."""
    texture = Texture.create(size=(frame.width, frame.height), colorfmt="rgb")
    texture.flip_vertical()
    texture.blit_buffer(frame.rgb, colorfmt="rgb", bufferfmt="ubyte")
    return texture
