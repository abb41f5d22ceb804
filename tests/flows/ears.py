"""A citizen who cannot see: headphones, a few keys, and what was heard, proven by what really sounded."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from contract.speech import Speech
from contract.topics import Role
from demo.daytime import by_day
from demo.diary import DiaryReader
from demo.hall import Hall
from demo.screen import ScreenError, VirtualScreen, wait_for
from demo.sound import RATE, Recording, Samples, SoundRoom, likeness
from firmware_config.site_file import read_site
from kiosk.voice_terminal import fade, voices
from tests.flows.halls import SITE

SECONDS = 15.0
JACK = "headset"
_PIECE = RATE // 10
_PIECES = 5
_LATE_S = 0.8
"""A busy machine sounds so much later than the program says that it has spoken."""


@dataclass(frozen=True)
class Said:
    """One sentence that sounded to its end, and how."""

    said: str
    way: str
    language: str
    pace: int
    volume: int
    at: float


class Listener:
    """Hears by the trace of what was said; ``proven`` holds it against what the headphones really played."""

    def __init__(self, hall: Hall, kiosk: str, screen: VirtualScreen, room: SoundRoom) -> None:
        self.hall, self.screen, self.room = hall, screen, room
        self._lines = DiaryReader(hall.folder / kiosk / "trace.jsonl.said")
        self.heard: list[Said] = []
        self._news: list[Said] = []
        self.recording: Recording | None = None
        self._module = ""

    def plug_in(self) -> None:
        """A USB headset brings its sink."""
        words = ["pactl", "--server", self.room.server, "load-module", "module-null-sink"]
        options = [f"sink_name={JACK}", "rate=48000", "channels=2", "norewinds=1"]
        done = subprocess.run([*words, *options], check=True, capture_output=True, text=True, timeout=SECONDS)
        self._module = done.stdout.strip()
        self.recording = Recording(f"{JACK}.monitor", self.room.server)
        self.recording.start()

    def pull_out(self) -> None:
        """And takes it away again."""
        words = ["pactl", "--server", self.room.server, "unload-module", self._module]
        subprocess.run(words, check=True, timeout=SECONDS)

    def press(self, key: str) -> None:
        """One key of the keypad."""
        self.screen.key(key)

    def hears(self, wanted: str | Callable[[str], object]) -> Said:
        """The next sentence that is this one, or that suits; what was heard before it is passed over."""

        def look() -> Said | None:
            fresh = [Said(**line) for line in self._lines.news()]
            self.heard += fresh
            self._news += fresh
            while self._news:
                one = self._news.pop(0)
                if wanted == one.said or (callable(wanted) and wanted(one.said)):
                    return one
            return None

        try:
            return wait_for(look, SECONDS, f"never heard {wanted}")
        except ScreenError as late:
            raise AssertionError(f"{late}; but: {[one.said for one in self.heard[-12:]]}") from late

    def find(self, name: str | Callable[[str], object], names: set[str], key: str = "Down") -> None:
        """From choice to choice until the one that is wanted is said; others are heard to their name, or to their place."""
        suits = name if callable(name) else name.__eq__
        for _ in range(40):
            self.press(key)
            said = self.hears(lambda said: said in names or suits(said) is True or said.startswith("Lựa chọn"))
            if suits(said.said) is True:
                return
        raise AssertionError(f"no choice is called {name}")

    def proven(self) -> list[tuple[float, Said]]:
        """How like each sentence that was heard is to what sounded when it did: 1 is the same.

        The first may have begun before anybody recorded.
        """
        assert self.recording
        sounds = voices(Speech())
        samples = self.recording.samples()
        found = []
        for one in self.heard[1:]:
            made = np.frombuffer(fade(sounds(one.language, one.pace).render(one.said), one.volume).pcm, np.int16)
            end = self.recording.sample_at(one.at / 1000 + _LATE_S)
            window = samples[max(0, end - len(made) - 2 * RATE) : end]
            found.append((_like(window, made), one))
        return found

    def stop(self) -> None:
        """Take the headphones off."""
        if self.recording:
            self.recording.stop()


def _like(window: Samples, made: Samples) -> float:
    """The median over pieces of a tenth of a second, or a fifth of a short sentence: a busy machine stutters in one or two
    of them, and is no other voice for that."""
    size = min(_PIECE, len(made) // _PIECES)
    pieces = [made[at : at + size] for at in range(0, len(made) - size + 1, size)]
    return float(np.median([likeness(window, piece)[0] for piece in pieces if piece.any()]))


@contextmanager
def quiet_office(folder: Path) -> Iterator[Listener]:
    """An office with one kiosk, its loudspeaker and a jack for headphones."""
    site = by_day(read_site(SITE))
    speech = Speech(headphones=JACK, sound="room")
    kiosk = next(one.id for one in site.devices if one.role is Role.KIOSK)
    devices = tuple(replace(one, speech=speech) if one.id == kiosk else one for one in site.devices)
    with ExitStack() as stack:
        room = stack.enter_context(SoundRoom())
        screen = stack.enter_context(VirtualScreen(1080, 1920))
        environment = {**os.environ, **screen.env, **room.environment}
        hall = Hall(replace(site, devices=devices), folder, {kiosk: environment})
        stack.callback(hall.stop)
        hall.start()
        hall.traces[kiosk].where("field:dat-dai", SECONDS)
        listener = Listener(hall, kiosk, screen, room)
        stack.callback(listener.stop)
        yield listener
