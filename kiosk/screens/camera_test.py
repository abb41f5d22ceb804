"""What the scanner's camera sees, how it is, and what it read last, most of it masked."""

from typing import Any, Final

from kivy.clock import Clock
from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from contract.notices import Camera
from kiosk.core.maintenance_journey import CameraTest
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page

_FRAMES_A_SECOND: Final = 6
_WIDEST: Final = 640


class CameraTestScreen(Page):
    """The picture as the camera gives it, not mirrored: staff looks whether it is the right way up."""

    staff = True
    picture = ObjectProperty(None, allownone=True)
    shape = NumericProperty(9 / 16)
    state = StringProperty("")
    tone = StringProperty("done")
    read = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._shown: object = None
        self._look: Any = None

    def fill(self, view: CameraTest) -> dict[str, str]:
        """How it is, and what it read."""
        fine = view.camera is Camera.READY
        self.state = self.word(f"maintenance.looks.{view.camera}")
        self.tone = "done" if fine else "soon"
        self.read = view.read or self.word("maintenance.foreign" if view.foreign else "maintenance.nothing_read")
        if self._look is None:
            self._look = Clock.schedule_interval(self._blit, 1 / _FRAMES_A_SECOND)
        return {"read": view.read, "foreign": str(view.foreign).lower(), "camera": view.camera.value}

    def hide(self) -> None:
        """Keep nothing of what the camera saw."""
        if self._look is not None:
            self._look.cancel()
        self._look = self._shown = self.picture = None
        self.read = ""

    def _blit(self, _seconds: float) -> None:
        frame: Any = self.doors.latest_frame()
        if frame is None or frame is self._shown:
            return
        self._shown = frame
        every = -(-frame.shape[1] // _WIDEST)
        small = frame[::every, ::every]
        size = (small.shape[1], small.shape[0])
        if self.picture is None or tuple(self.picture.size) != size:
            self.picture = Texture.create(size=size, colorfmt="rgb")
            self.picture.flip_vertical()  # the camera begins at the top, Kivy at the bottom
            self.shape = size[1] / size[0]
        self.picture.blit_buffer(small.tobytes(), colorfmt="bgr", bufferfmt="ubyte")
        self.ids.preview.canvas.ask_update()
