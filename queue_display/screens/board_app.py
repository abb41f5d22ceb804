"""A board's window: whatever view comes, from any thread, is shown with the next frame."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from kivy.clock import Clock

from contract.notices import Office
from contract.office_time import OfficeTime
from contract.profile import BoardProfile, Screen
from panel.app import PanelApp
from panel.measure import Steps
from panel.paint import NIGHT
from queue_display.screens.test_picture import TestPicture

_MINUTE_S: Final = 60
_UNSURE_S: Final = 1
"""Until the time is looked at again, where the controller has not told it yet."""


class Picture(Protocol):
    """The one widget of a board."""

    def show(self, view: Any) -> Mapping[str, str] | None:
        """Show a view; answers the facts of it for the trace, None where there is nothing to see yet."""

    def set_office(self, office: Office) -> None:
        """Names."""

    def set_minute(self, moment: datetime) -> None:
        """The office's time."""


class BoardApp(PanelApp):
    """The window of one board; ``unit`` is one hundredth of the board's height in pixels, unless another is given."""

    def __init__(
        self,
        profile: BoardProfile,
        texts: Mapping[str, str],
        steps: Steps,
        picture: Callable[[], Picture],
        unit: float | None = None,
    ) -> None:
        super().__init__(profile.screen, NIGHT, steps, profile.trace)
        self.texts = texts
        self.unit = board_height(profile.screen, "pixels") / 100 if unit is None else unit
        self._draw = picture
        self._test: TestPicture | None = None
        self.office_time = OfficeTime(ZoneInfo(profile.account.timezone))
        """For whoever hears the pulse to set, and for all of the board to go by."""

    def build(self) -> Picture:
        """The board, which needs the running application for its measures."""
        self.picture = self._draw()
        return self.picture

    def show(self, view: object) -> None:
        """Show a view of the board's kind."""
        self.soon(lambda: self._show(view))

    def set_office(self, office: Office) -> None:
        """Show the office's names."""
        self.soon(lambda: self.picture.set_office(office))

    def test(self, device: str, stands: Callable[[], object]) -> None:
        """Show the test picture for some seconds, unless a call comes; ``stands`` is told when it does, on the window's thread."""
        self.soon(lambda: self._show_test(device, stands))

    def on_start(self) -> None:
        """The clock changes with the minute, and nothing moves between."""
        self._minute()

    def _show_test(self, device: str, stands: Callable[[], object]) -> None:
        self._end_test()
        self._test = TestPicture(self.texts["test.title"], self.texts["test.note"].format(device=device), self.paint)
        self._test.stand()
        self.trace.show("TestPicture", {"device": device})
        stands()

    def _end_test(self) -> None:
        if self._test:
            self._test.leave()
            self._test = None

    def _show(self, view: object) -> None:
        if getattr(view, "fresh", False) or getattr(view, "urgent", False):
            self._end_test()
        facts = self.picture.show(view)
        if facts is not None:
            self.trace.show(type(view).__name__, facts)

    def _minute(self, _seconds: float = 0) -> None:
        now = self.office_time.now()
        self.picture.set_minute(now)
        left = _MINUTE_S - now.second - now.microsecond / 1e6 + 0.01
        Clock.schedule_once(self._minute, left if self.office_time.is_told else min(left, _UNSURE_S))


def board_height(screen: Screen, unit: str) -> float:
    """Height in ``pixels`` or ``millimetres`` of the 16:9 picture that the screen has room for."""
    width, height = getattr(screen, unit)
    return float(min(height, width * 9 / 16))
