"""A board as its program wires it, with a screen that notes every view and when it came instead of a window."""

import threading
import time
from dataclasses import replace
from pathlib import Path

from contract.profile import BoardProfile, read_profile
from queue_display.__main__ import board_link, board_service


class RecordedBoard:
    """``port``: where it meets the broker, else as its profile says; start it, stop it."""

    def __init__(self, path: Path, port: int | None = None) -> None:
        profile = read_profile(path, BoardProfile)
        if port is not None:
            profile = replace(profile, account=replace(profile.account, port=port))
        self.counter = profile.counter
        self.views = []
        self._changed = threading.Condition()
        self.service = board_service(profile, self)
        self._link = board_link(profile, self.service)
        self._link.listen(self._link.topics.pulse, self._heard_pulse)
        self.pulses = 0
        self._thread = threading.Thread(target=self.service.run, name="board")

    def start(self):
        self._thread.start()
        self._link.start()
        return self

    def stop(self):
        self._link.stop()
        self.service.stop()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def show(self, view):
        with self._changed:
            self.views.append((time.monotonic(), view))
            self._changed.notify_all()

    def set_office(self, office):
        """Names change no call."""

    def _heard_pulse(self, topic, payload):
        self.service.heard_pulse(topic, payload)
        with self._changed:
            self.pulses += 1
            self._changed.notify_all()

    def until_pulses(self, more, seconds=10):
        """Wait for so many more."""
        with self._changed:
            wanted = self.pulses + more
            assert self._changed.wait_for(lambda: self.pulses >= wanted, seconds)

    @property
    def view(self):
        return self.views[-1][1]

    def until(self, shows, seconds=10):
        """When the latest view came for which ``shows`` holds (monotonic seconds)."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.views and shows(self.views[-1][1]), seconds), self.views[-3:]
            return self.views[-1][0]
