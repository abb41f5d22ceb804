"""A board on a desk: pins, serial wire and Wi-Fi as lines on standard input and output; runs on MicroPython and CPython.

    desk_board.py FOLDER

In: ``press 32`` (a finger, for a moment), ``32 0`` (pin 32 is pulled low, and stays), ``wifi 0``, ``hurry 31000`` (its clock goes so many
milliseconds on). Out: ``25 1`` (a pin is driven), ``tx 0241``, ``say ...``, ``time 860000000``.
To be killed at any moment and started again; ends where its input does.
"""

import os
import select
import sys
import time

from motcua.main import main

FINGER_MS, FINGER_LOOKS = 60, 12


def _text(line):
    return line.decode() if isinstance(line, bytes) else line


class Desk:
    """See ``ports.Board``."""

    def __init__(self, folder):
        self.folder = folder
        self._levels = {}
        self._wifi = True
        self._dog_until = None
        self._time = self._ahead = 0
        unbuffered = sys.implementation.name == "cpython"  # MicroPython's always is
        self._lines = open(0, "rb", buffering=0) if unbuffered else sys.stdin  # noqa: SIM115 (open to the end)
        self._presses = {}
        self._input = select.poll()
        self._input.register(self._lines, select.POLLIN)

    def button(self, pin):
        return lambda: self._levels.get(pin, 1) == 0 or self._finger(pin)

    def _finger(self, pin):
        """Fingers one after another, each down and then up until the device, however busy, has looked for long enough."""
        if not self._presses.get(pin):
            return False
        phase = self._presses[pin][0]
        down, looks, since = phase
        phase[1:] = [looks + 1, self.now() if looks == 0 else since]
        if looks >= FINGER_LOOKS and self.now() - since >= FINGER_MS:
            del self._presses[pin][0]
        return down

    def output(self, pin):
        return lambda level: self._tell(pin, level)

    open_drain = output

    def serial(self, pin, baud):
        self._tell("baud", baud)
        return lambda data: self._tell("tx", "".join([f"{one:02x}" for one in data]))

    def now(self):
        if hasattr(time, "ticks_ms"):
            return time.ticks_ms() + self._ahead  # enough for twelve days
        return time.monotonic_ns() // 1_000_000 + self._ahead

    def sleep(self, milliseconds):
        while self._input.poll(0):
            self._obey(_text(self._lines.readline()).split())
        if self._dog_until is not None and self.now() > self._dog_until:
            raise AssertionError("the watchdog would have bitten")
        milliseconds = min(milliseconds, 20)  # nobody waits here before a device starts anew
        if hasattr(time, "sleep_ms"):
            time.sleep_ms(milliseconds)
        else:
            time.sleep(milliseconds / 1000)

    def _obey(self, words):
        if not words:
            sys.exit(0)
        if words[0] == "wifi":
            self._wifi = int(words[1]) == 1
        elif words[0] == "hurry":
            self._ahead += int(words[1])
            self._dog_until = None
        elif words[0] == "press":
            self._presses.setdefault(int(words[1]), []).extend([[False, 0, 0], [True, 0, 0], [False, 0, 0]])
        else:
            self._levels[int(words[0])] = int(words[1])

    def chance(self, count):
        return os.urandom(count)

    def network(self, _name, _password):
        return self

    def step(self, _now):
        """Of the network."""
        return self._wifi

    def watchdog(self, milliseconds):
        def feed():
            self._dog_until = self.now() + milliseconds

        return feed

    def set_time(self, seconds):
        self._time = seconds
        self._tell("time", seconds)

    def time(self):
        return self._time

    def temperature(self):
        return 41.5

    def restart(self):
        sys.exit(3)

    def say(self, words):
        self._tell("say", words)

    def _tell(self, what, value):
        sys.stdout.write(f"{what} {value}\n")  # one write: a line is there, or it is not
        if hasattr(sys.stdout, "flush"):
            sys.stdout.flush()


main(Desk(sys.argv[1]))
