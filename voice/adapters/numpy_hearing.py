"""Where the words begin and end in a take, and how loud they and the room are."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice.adapters.numpy_loudness import levelled
from voice.core.sound import PEAK, RATE, Sound
from voice.core.take import HEARD_DB, TakeFigures

SILENT_S: Final = 0.8
"""So long a silence after words ends a take."""
_LOWEST_DB: Final = -120.0
_LEAST_DB: Final = -60.0
"""Nothing below this is speech, however silent the room."""
_RANGE_DB: Final = 35.0
"""Nothing so far below the loudest part is: a breath, or an echo."""
_FRAME: Final = RATE // 100
_BEFORE: Final = 2
_AFTER: Final = 6
"""Frames that stay around the words: a consonant begins and ends below what is heard as speech."""
_KNOCK: Final = 4
"""Frames: anything shorter is a knock or a click, no word."""
_RUMBLE_HZ: Final = 60.0
_TOP: Final = 0.97
_GAPS: Final = 10
"""Percent of the frames of any take that have no words."""

_Frames = NDArray[np.float64]


class NumpyHearing:
    """As the port says; all levels are of frames of 10 ms, without what is below 60 Hz."""

    def floor_db(self, room: Sound) -> float:
        """The median frame: one cough is not the room."""
        levels = _levels(_wave(room))
        return float(np.median(levels)) if len(levels) else _LOWEST_DB

    def is_said(self, take: Sound, floor_db: float) -> bool:
        """Words, and SILENT_S without any after them."""
        levels = _levels(_wave(take))
        spoken = _spoken(levels, _floor(levels, floor_db))
        return spoken is not None and len(levels) - spoken[1] >= SILENT_S * 100

    def figures(self, take: Sound, floor_db: float) -> TakeFigures:
        """``floor_db`` of the figures is that of the take where it has silence around the words."""
        samples = np.frombuffer(take.pcm, "<i2")
        levels = _levels(_wave(take))
        floor_db = _floor(levels, floor_db)
        spoken = _spoken(levels, floor_db)
        if spoken is None:
            return TakeFigures(self.floor_db(take), -np.inf, 0, take.seconds, take.seconds, 0.0)
        first, last = spoken
        around = np.concatenate([levels[:first], levels[last + _AFTER :]])
        floor = float(np.median(around)) if len(around) >= _KNOCK else floor_db
        words = levels[first:last]
        heard = words > floor + HEARD_DB
        loud = words[heard] if heard.any() else words
        speech = 10 * np.log10(np.mean(10 ** (loud / 10)))
        return TakeFigures(
            floor, float(speech), _roof(samples), first / 100, (len(levels) - last) / 100, _pause(words, floor_db)
        )

    def trimmed(self, take: Sound, floor_db: float) -> Sound:
        """Empty where nothing was said."""
        wave = _wave(take)
        levels = _levels(wave)
        spoken = _spoken(levels, _floor(levels, floor_db))
        first, last = spoken or (0, 0)
        words = wave[max(0, first - _BEFORE) * _FRAME : (last + _AFTER) * _FRAME]
        samples = levelled(np.asarray(np.clip(np.round(words * PEAK), -PEAK, PEAK), np.int16))
        return Sound(RATE, samples.tobytes())


def _wave(sound: Sound) -> NDArray[np.float64]:
    """Samples as parts of the largest, without rumble and without a microphone's constant offset."""
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float64) / PEAK
    if not len(samples):
        return samples
    around = min(RATE // 10, len(samples) - 1)
    wave = np.pad(samples, around, mode="reflect")
    length = 1 << len(wave).bit_length()  # spectra of other lengths take their time
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    clear = np.fft.irfft(np.fft.rfft(wave, length) * (hertz**4 / (hertz**4 + _RUMBLE_HZ**4)), length)
    return clear[around : around + len(samples)]


def _levels(wave: NDArray[np.float64]) -> _Frames:
    frames = len(wave) // _FRAME
    power = np.mean(wave[: frames * _FRAME].reshape(frames, _FRAME) ** 2, axis=1) if frames else np.zeros(0)
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_LOWEST_DB / 10))))


def _floor(levels: _Frames, floor_db: float) -> float:
    """What goes on behind the words: the room as it was before, or a fan that somebody has switched on since.

    Speech has gaps in which the room is heard, and a take ends with silence; noise has none.
    """
    return max(floor_db, float(np.percentile(levels, _GAPS))) if len(levels) else floor_db


def _spoken(levels: _Frames, floor_db: float) -> tuple[int, int] | None:
    """First and one-past-last frame of the words."""
    if not len(levels):
        return None
    least = max(floor_db + HEARD_DB, _LEAST_DB, float(levels.max()) - _RANGE_DB)
    loud = levels > least
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    words = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= _KNOCK]
    return (words[0][0], words[-1][1]) if words else None


def _pause(words: _Frames, floor_db: float) -> float:
    """The longest silence within the words, in seconds."""
    least = max(floor_db + HEARD_DB, _LEAST_DB, float(words.max()) - _RANGE_DB)
    loud = np.flatnonzero(words > least)
    return float(np.diff(loud).max(initial=1) - 1) / 100


def _roof(samples: NDArray[np.int16]) -> int:
    """Samples at the very top or bottom of the scale; a sound server's resampling leaves ripples on a flat roof."""
    return int(np.count_nonzero(np.abs(samples.astype(np.int32)) > _TOP * PEAK))
