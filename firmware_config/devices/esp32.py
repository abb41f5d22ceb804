"""The real board: an ESP32 with MicroPython. The only file here that CPython and the desktop's MicroPython cannot run."""

import os
import time

import esp32
import machine
import network

from .wifi import Wifi

try:
    from collections.abc import Callable
except ImportError:  # MicroPython has no types
    pass

_SERIAL = 1
"""The second serial port; the first one is the console."""


class Esp32:
    """See ``ports.Board``."""

    folder = ""

    def __init__(self) -> None:
        self._ticks = time.ticks_ms()
        self._now = 0

    def button(self, pin: int) -> "Callable[[], bool]":
        """See ``ports.Board``."""
        wire = machine.Pin(pin, machine.Pin.IN, machine.Pin.PULL_UP)
        return lambda: not wire.value()

    def output(self, pin: int) -> "Callable[[int], None]":
        """See ``ports.Board``."""
        wire = machine.Pin(pin, machine.Pin.OUT, value=0)
        return lambda level: wire.value(level)

    def open_drain(self, pin: int) -> "Callable[[int], None]":
        """See ``ports.Board``."""
        wire = machine.Pin(pin, machine.Pin.OPEN_DRAIN, machine.Pin.PULL_UP, value=1)
        return lambda level: wire.value(level)

    def serial(self, pin: int, baud: int) -> "Callable[[bytes], object]":
        """See ``ports.Board``."""
        wire = machine.UART(_SERIAL, baudrate=baud, tx=pin)
        return lambda data: wire.write(data)

    def now(self) -> int:
        """The chip's own counter turns over every twelve days; this one does not."""
        ticks = time.ticks_ms()
        self._now += time.ticks_diff(ticks, self._ticks)
        self._ticks = ticks
        return self._now

    def sleep(self, milliseconds: int) -> None:
        """See ``ports.Board``."""
        time.sleep_ms(milliseconds)

    def chance(self, count: int) -> bytes:
        """See ``ports.Board``."""
        return os.urandom(count)

    def network(self, name: str, password: str) -> Wifi:
        """See ``ports.Board``."""
        return Wifi(network.WLAN(network.STA_IF), name, password)

    def watchdog(self, milliseconds: int) -> "Callable[[], None]":
        """See ``ports.Board``."""
        dog = machine.WDT(timeout=milliseconds)
        return lambda: dog.feed()

    def set_time(self, seconds: int) -> None:
        """See ``ports.Board``."""
        year, month, day, hour, minute, second, weekday, _ = time.gmtime(seconds)
        machine.RTC().datetime((year, month, day, weekday, hour, minute, second, 0))

    def time(self) -> int:
        """See ``ports.Board``."""
        return time.time()

    def temperature(self) -> "float | None":
        """See ``ports.Board``; the first ESP32 has no sensor that deserves the name."""
        return float(esp32.mcu_temperature()) if hasattr(esp32, "mcu_temperature") else None

    def restart(self) -> None:
        """See ``ports.Board``."""
        machine.reset()

    def say(self, words: str) -> None:
        """See ``ports.Board``."""
        print("motcua:", words)
