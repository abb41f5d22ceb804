"""The tactile keypad at the window: keys by their place on the keyboard become deeds, one by one."""

import time
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window

from contract.speech import Deed, TactileKeys, usages
from kiosk.core.keypad import ALONE_S, Hand, press, settle


class Keypad:
    """Calls ``do`` on the window's thread for each key that stands alone; takes no key from anybody."""

    def __init__(self, keys: TactileKeys, do: Callable[[Deed], None]) -> None:
        self._deeds = usages(keys)
        self._do = do
        self._hand = Hand()
        self._settle_soon = Clock.create_trigger(self._settle, ALONE_S)
        Window.bind(on_key_down=self._down)

    def assign(self, keys: TactileKeys) -> None:
        """Other keys from now on."""
        self._deeds = usages(keys)

    def _down(self, _window: Any, _key: int, usage: int, *_: object) -> bool:
        self._hand, settled = press(self._hand, usage, time.monotonic())
        self._count(settled)
        self._settle_soon.cancel()
        self._settle_soon()
        return False

    def _settle(self, _seconds: float) -> None:
        self._hand, settled = settle(self._hand, time.monotonic())
        self._count(settled)
        if self._hand.waiting is not None:
            self._settle_soon()

    def _count(self, usage: int | None) -> None:
        if usage in self._deeds:
            self._do(self._deeds[usage])
