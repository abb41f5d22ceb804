"""The camera looks for a code: its picture, how to hold the paper, and what is wrong if something is."""

from typing import Any, Final

from kivy.clock import Clock
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from contract.notices import Camera
from kiosk.core.typed_code import letters
from kiosk.core.typing_journey import TypeTapped
from kiosk.core.views import Scanning
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

_FRAMES_A_SECOND: Final = 12
"""More costs half a core where pictures are drawn in software, and shows nothing more."""
_WIDEST: Final = 640
"""Pixels of the preview; a larger picture is thinned."""


class ScanningScreen(Page):
    """The preview is mirrored: people move the paper as before a mirror."""

    picture = ObjectProperty(None, allownone=True)
    shape = NumericProperty(9 / 16)
    """Height of the picture in parts of its width."""
    message = StringProperty("")
    blind = BooleanProperty(defaultvalue=False)

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._shown: object = None
        self._look: Any = None

    def fill(self, view: Scanning) -> dict[str, str]:
        """Say what is wrong, blindness first, and begin to look."""
        self.message = self._message(view)
        self.blind = view.blind
        if view.blind:
            self.picture = self._shown = None
        if self._look is None:
            self._look = Clock.schedule_interval(self._blit, 1 / _FRAMES_A_SECOND)
        return {"foreign": str(view.foreign).lower(), "blind": str(view.blind).lower(), "camera": view.camera.value}

    def _message(self, view: Scanning) -> str:
        if view.camera is Camera.DARK:
            return self.word("scan.covered")
        return self.word("scan.blind") if view.blind else self.word("scan.foreign") if view.foreign else ""

    def type_code(self) -> None:
        """The camera does not read it."""
        self.doors.happen(TypeTapped(letters(self.doors.code_pattern)))

    def hide(self) -> None:
        """Keep nothing of what the camera saw."""
        if self._look is not None:
            self._look.cancel()
        self._look = self._shown = self.picture = None

    def _blit(self, _seconds: float) -> None:
        frame: Any = self.doors.latest_frame()
        if frame is None or frame is self._shown or self.blind:
            return
        self._shown = frame
        every = -(-frame.shape[1] // _WIDEST)
        small = frame[::every, ::every]
        size = (small.shape[1], small.shape[0])
        if self.picture is None or tuple(self.picture.size) != size:
            self.picture = _mirror(size)
            self.shape = size[1] / size[0]
        self.picture.blit_buffer(small.tobytes(), colorfmt="bgr", bufferfmt="ubyte")
        self.ids.preview.canvas.ask_update()


def _mirror(size: tuple[int, int]) -> Texture:
    texture = Texture.create(size=size, colorfmt="rgb")
    texture.flip_vertical()  # the camera begins at the top, Kivy at the bottom
    texture.flip_horizontal()
    return texture
