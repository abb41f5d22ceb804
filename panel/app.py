"""The one Kivy application of a process: its measure and colours for the .kv files, and a door for other threads."""

from collections.abc import Callable
from typing import Any, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_COLOR_BUFFER_BIT, glClear, glClearColor
from kivy.uix.widget import Widget

from contract.look import ICONS
from contract.profile import Screen
from panel.measure import CAPITAL, SMALLEST_CAPITAL_MM, Measure, Steps
from panel.paint import Paint
from panel.trace import Trace

_WATCH_S: Final = 0.003
"""So often input is looked at while a finger is down, else only as often as a frame may be drawn."""
_WATCHED_S: Final = 2.0
"""Whoever has not let go by then leans on the screen."""


class PanelApp(App):
    """A window that citizens cannot close. In .kv files: ``app.mm``, ``app.font``, ``app.paint``, ``app.icons``.

    Call ``panel.window.prepare`` first. ``trace`` is a file's path or empty.
    """

    icons: Final = str(ICONS)

    def __init__(self, screen: Screen, paint: Paint, steps: Steps, trace: str = "") -> None:
        super().__init__()
        self.screen = screen
        self.fit_to(steps)
        self.paint = paint
        self.trace = Trace(trace)
        Window.clearcolor = paint.ground
        Window.clear = _clear
        Window.bind(on_request_close=lambda *_args, **_more: True)
        Window.bind(on_hide=self._stand_again, on_minimize=self._stand_again)
        # A press is looked at in this turn of the loop, not after the wait for the next frame.
        Window.bind(on_mouse_down=self._put_down, on_mouse_up=self._let_go)
        self._watch = Clock.create_trigger(_nothing, _WATCH_S, interval=True)
        self._unwatch = Clock.create_trigger(lambda _seconds: self._watch.cancel(), _WATCHED_S)
        self.began = (0.0, 0.0)
        """Where the latest touch went down; Kivy forgets it when a touch moves before its first frame."""
        self.trace.watch(Window)

    def fit_to(self, steps: Steps) -> None:
        """Other sizes of type, for what is built from now on."""
        self.measure = Measure(self.screen, steps)
        self.mm = self.measure.mm
        self.least_font = self.mm(SMALLEST_CAPITAL_MM / CAPITAL)
        self.font = self.measure.font

    def soon(self, change: Callable[[], object]) -> None:
        """Do something on the window's thread in its next turn; may be called from any thread, also before ``run``."""
        Clock.schedule_once(lambda _seconds: change(), 0)

    def end(self) -> None:
        """Close the window and let ``run`` return; may be called from any thread and from a signal handler."""
        self.soon(self.stop)

    def _put_down(self, window: Any, x: float, y: float, *_: object) -> None:
        self.began = (x, window.height - 1 - y)
        self._watch()
        self._unwatch.cancel()
        self._unwatch()
        _wake()

    def _let_go(self, *_: object) -> None:
        self._watch.cancel()
        _wake()

    def _stand_again(self, window: Any, *_: object) -> None:
        """Nobody in the hall may put it away."""
        self.soon(window.show)
        self.soon(window.restore)
        self.soon(window.raise_window)

    def load_kv(self, filename: str | None = None) -> bool:  # noqa: ARG002 (Kivy's signature)
        """Kivy would look for a file named after the application."""
        return False

    def open_settings(self, *_: object) -> bool:
        """No settings for citizens (F1)."""
        return True


def replace(room: Widget, screen: Widget) -> None:
    """Make ``screen`` the only child of ``room``."""
    if room.children != [screen]:
        room.clear_widgets()
        room.add_widget(screen)


def _clear() -> None:
    """Colour alone, before a frame is drawn: depth and stencil, which nothing here uses, are as many bytes again."""
    glClearColor(*Window.clearcolor)
    glClear(GL_COLOR_BUFFER_BIT)


def _wake(*_: Any) -> None:
    Clock.schedule_once(_nothing, 0)


def _nothing(_seconds: float) -> None:
    """Scheduling it ends the loop's wait."""
