"""The kiosk's voice behind its window, wired: voices and clips, ways out, and who watches them."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from contract.profile import KioskProfile
from contract.speech import Speech
from kiosk.adapters.pulse_outlets import PulseOutlets, pulse_name
from kiosk.adapters.said_trace import SaidTrace
from kiosk.core.hearing import GAINS, PACES, Hearing, Manner, Outlets, Way
from kiosk.ports import Reading
from kiosk.reader import Reader
from voice.adapters.pulse_player import PulsePlayer
from voice.core.sound import Sound
from voice.ports import Voice
from voice.vocabulary import vocabulary

LANGUAGES: Final = ("vi", "en")
"""Those whose numbers are taught and that a voice speaks; a screen in another language is silent."""
_LATENCY_MS: Final = 80
"""A new focus is heard at once, and an old one is silent within a tenth of a second."""
_GRACE_S: Final = 5.0
"""A busy machine may stutter; a server that hangs is left alone after so long."""


class Listening(Protocol):
    """The window, as far as it is heard; every method may be called from any thread."""

    def attach_voice(self, reader: Reading, words: Mapping[str, Mapping[str, str]]) -> None:
        """The voice is there."""

    def set_outlets(self, outlets: Outlets) -> None:
        """What can be heard."""

    def heard(self) -> None:
        """A sentence has sounded to its end."""


class VoiceTerminal:
    """``server`` as PULSE_SERVER, empty for the user's own."""

    def __init__(self, profile: KioskProfile, window: Listening, server: str = "") -> None:
        speech = profile.speech
        trace = SaidTrace(profile.trace)

        def told(sentence: str, manner: Manner) -> None:
            trace.note(sentence, manner)
            window.heard()

        sinks = {Way.HEADPHONES: speech.headphones, Way.LOUDSPEAKER: speech.sound}
        players = {
            way: PulsePlayer(pulse_name(sink), server, _GRACE_S, _LATENCY_MS) for way, sink in sinks.items() if sink
        }
        self._reader = Reader(voices(speech), fade, players, told)
        self._outlets = PulseOutlets(speech.headphones, speech.sound, window.set_outlets, server)
        self._window = window
        self._words = {code: vocabulary(code, profile.zero_tens if code == "vi" else "") for code in LANGUAGES}

    def start(self) -> None:
        """Be heard from now on."""
        self._window.attach_voice(self._reader, self._words)
        self._reader.start()
        self._outlets.start()

    def stop(self) -> None:
        """In reverse."""
        self._outlets.stop()
        self._reader.stop()


def voices(speech: Speech) -> Callable[[str, int], Voice]:
    """The voice of a language at a step of ``PACES``: recorded where that is the pace of the record, else espeak-ng.

    What makes sound is loaded with the first sentence: with numpy it is 13 MB that a kiosk to which nobody listens has no use for.
    """

    @cache
    def voice(language: str, pace: int) -> Voice:
        from voice.adapters.clip_voice import ClipVoice  # noqa: PLC0415
        from voice.adapters.espeak_voice import EspeakVoice  # noqa: PLC0415

        spoken = EspeakVoice(language=language, words_a_minute=PACES[pace])
        if speech.clips and pace == Hearing().pace:
            return ClipVoice(Path(speech.clips) / language, spoken)
        return spoken

    return voice


def fade(sound: Sound, volume: int) -> Sound:
    """As loud as a step of ``GAINS``."""
    from voice.adapters.numpy_loudness import quieter  # noqa: PLC0415 - see voices

    return quieter(sound, GAINS[volume])
