"""Buttons: large, blue, an icon beside a word; one press of a finger or the left mouse button is one press."""

import time
from typing import Any, ClassVar, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from panel.rules import load_rules

DEBOUNCE_S: Final = 0.4
"""After a press nothing on the screen can be pressed for this long: the second half of a double tap is not a choice."""
_SHOWN_S: Final = 0.2
"""A button stays as it is pressed until the next screen stands, or so long: a frame that only shows it let go would be
waited for by that screen, which on a machine that draws in software takes twice as long then."""


class Pressable(BoxLayout):
    """Whatever can be pressed; fires ``on_press`` when released inside.

    ``key`` names it in the trace; ``held`` is True while a finger is on it; ``live`` False lets touches pass unheard.
    """

    key = StringProperty("")
    held = BooleanProperty(False)
    live = BooleanProperty(True)

    __events__ = ("on_press",)
    _fired_at: ClassVar[float] = float("-inf")
    _pressed: ClassVar["Pressable | None"] = None

    @staticmethod
    def heard() -> bool:
        """Whether the latest press is long enough ago for another."""
        return time.monotonic() - Pressable._fired_at >= DEBOUNCE_S

    @staticmethod
    def rest() -> None:
        """Hear no press for a moment: buttons have moved, and a finger that is coming down meant another one."""
        Pressable._fired_at = time.monotonic()

    @staticmethod
    def moved(room: Widget) -> None:
        """Rest because what stands in ``room`` has moved; a screen that is built behind the present one moves nothing."""
        if room.get_root_window() is not None:
            Pressable.rest()

    @staticmethod
    def let_go() -> None:
        """Show the button that was pressed latest as one that is not: what came of it stands in the next frame."""
        pressed, Pressable._pressed = Pressable._pressed, None
        if pressed is not None:
            pressed.held = False

    @staticmethod
    def pressed_at() -> float:
        """When the latest press or rest was, by the monotonic clock."""
        return Pressable._fired_at

    def hears(self) -> bool:
        """Whether a touch of this button would be heard now."""
        return Pressable.heard()

    def choose(self) -> bool:
        """Press it without a finger, as a key of a keypad does; False where a finger would not be heard."""
        if not (self.live and self.hears() and self.get_root_window() is not None):
            return False
        Pressable.rest()
        self.dispatch("on_press")
        return True

    def on_press(self) -> None:
        """Nothing by itself."""

    def on_touch_down(self, touch: Any) -> bool:
        """Take the touch if it is a finger or the left button and nothing was pressed just now."""
        if not self.live or not self.collide_point(*touch.pos) or getattr(touch, "button", "left") != "left":
            return False
        if not self.collide_point(*App.get_running_app().began):
            return False  # it began elsewhere and slid here within one frame
        if self.hears():
            Pressable.let_go()
            touch.grab(self)
            self.held = True
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """Show whether letting go would fire."""
        if touch.grab_current is not self:
            return False
        self.held = self.collide_point(*touch.pos)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        """Fire if the finger is still inside and the button still on the screen."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if self.collide_point(*touch.pos) and self.choose():  # not where another finger has just pressed something else
            self._let_go_soon()
        else:
            self.held = False
        return True

    def _let_go_soon(self) -> None:
        Pressable.let_go()
        Pressable._pressed = self
        Clock.schedule_once(lambda _seconds: Pressable._pressed is self and Pressable.let_go(), _SHOWN_S)


class Press(Pressable):
    """A button with an icon and a word, and a smaller ``note`` below where one is needed.

    Not ``shown`` it takes no room and no touch. ``quiet`` draws it as an outline, for what is not the next step.
    """

    icon = StringProperty("")
    text = StringProperty("")
    note = StringProperty("")
    shown = BooleanProperty(defaultvalue=True)
    step = StringProperty("title")
    quiet = BooleanProperty(False)
    filled = BooleanProperty(defaultvalue=False)
    """Whether it is drawn as a blue field; one that cannot be pressed now is an outline with words that can be read."""
    least = NumericProperty(0)
    """Lowest height in pixels; it grows with its words."""
    ground = ColorProperty()
    figure = ColorProperty()

    def __init__(self, **settings: object) -> None:
        load_rules(__file__)
        super().__init__(**settings)

    def on_touch_down(self, touch: Any) -> bool:
        """What is not there cannot be pressed."""
        return self.shown and super().on_touch_down(touch)
