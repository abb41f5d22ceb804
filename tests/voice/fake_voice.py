"""A voice that hums a fifth of a second, higher for each new sentence."""

from array import array
from math import pi, sin

from voice.core.sound import RATE, Sound
from voice.ports import VoiceError


class FakeVoice:
    """``dumb``: it has lost its voice."""

    def __init__(self, *, dumb: bool = False) -> None:
        self.asked: list[str] = []
        self._dumb = dumb

    def render(self, text: str) -> Sound:
        if self._dumb:
            raise VoiceError("no voice today")
        if text not in self.asked:
            self.asked.append(text)
        pitch = 200 + 40 * self.asked.index(text)
        wave = (round(6000 * sin(2 * pi * pitch * i / RATE)) for i in range(RATE // 5))
        return Sound(RATE, array("h", wave).tobytes())
