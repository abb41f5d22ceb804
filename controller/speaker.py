"""The loudspeaker: one queue for one zone of the hall, so that no two calls overlap and none is lost.

A call begins with the chime at once, and only then the voice makes its words and those of the next call: to start a
player takes less time than to make a sentence. A sound server that is away stops nobody: the call is tried again until its time has passed.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from contract.codec import decode_notice_as
from contract.errors import MalformedMessageError
from contract.language import load_texts
from contract.link import Link
from contract.notices import Announcement, Presence
from contract.profile import SpeakerProfile
from controller.core.call_line import CallLine
from controller.core.chime import chime
from controller.core.speech import spoken_call
from controller.ports import Clock
from voice.core.sound import Sound, silence
from voice.ports import Player, PlayerError, PlayerStuckError, Voice, VoiceError
from voice.vocabulary import vocabulary

PAUSE_S: Final = 0.7
"""Silence between two calls, and before another try."""
BREATH_S: Final = 0.15
"""Silence between chime and words."""

_LOG: Final = logging.getLogger(__name__)
_TEXTS: Final = Path(__file__).parent / "texts"


class Outcome(StrEnum):
    """What became of a call."""

    SPOKEN = "spoken"
    CHIME_ONLY = "chime_only"
    DUPLICATE = "duplicate"
    EXPIRED = "expired"
    DELAYED = "delayed"
    UNHEARD = "unheard"


_HEALTHY: Final = {Outcome.SPOKEN: True, Outcome.CHIME_ONLY: False, Outcome.DELAYED: False, Outcome.UNHEARD: False}

Report = Callable[[Announcement, Outcome], None]
"""Told each call's end, and each DELAYED on the way to it; on the speaker's thread, or the caller's for a DUPLICATE."""


class Speaker:
    """``words`` makes a call's sentence; ``clock`` is compared with ``expires_at``. A broken voice leaves the chime."""

    def __init__(
        self,
        words: Callable[[Announcement], str],
        voice: Voice,
        player: Player,
        clock: Clock,
        report: Report,
        pause_s: float = PAUSE_S,
    ) -> None:
        self._words = words
        self._voice = voice
        self._player = player
        self._clock = clock
        self._report = report
        self._pause_s = pause_s
        self._line = CallLine()
        self._latest: Announcement | None = None
        self._sounding = False
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._opening = (chime(), silence(BREATH_S))
        self._maker = ThreadPoolExecutor(1, "voice")
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        """Speak from now on, in the background."""
        self._thread.start()

    def call(self, call: Announcement) -> None:
        """Put a call in the line, unless it is the very one that was spoken last.

        One of the same ticket and counter that still waits is replaced. Raises MalformedMessageError for a call that
        has no words or no zone in its times.
        """
        if call.expires_at.tzinfo is None:
            raise MalformedMessageError(f"the call of {call.number} does not say in which zone it expires")
        text = self._words(call)
        with self._changed:
            if self._stopping.is_set():
                return
            dropped = call if call == self._latest else self._line.add(call)
            if self._sounding and len(self._line) == 1:
                self._maker.submit(self._voice.render, text)
            self._changed.notify()
        if dropped:
            self._report(dropped, Outcome.DUPLICATE)

    def stop(self) -> None:
        """Fall silent, drop what waits and end; the player plays nothing more."""
        with self._changed:
            self._stopping.set()
            self._maker.shutdown(wait=False, cancel_futures=True)
            self._changed.notify()
        self._player.stop()
        if self._thread.is_alive():
            self._thread.join()
        self._maker.shutdown()

    def _run(self) -> None:
        while not self._stopping.is_set():
            if call := self._next():
                try:
                    self._speak(call)
                except Exception:  # noqa: BLE001  the line must go on whatever one call does
                    _LOG.exception("the call of %s failed", call.number)
                    self._report(call, Outcome.UNHEARD)
                self._stopping.wait(self._pause_s)

    def _next(self) -> Announcement | None:
        """Wait for a call whose time has not passed; None if there is none after all."""
        with self._changed:
            self._changed.wait_for(lambda: self._line or self._stopping.is_set())
            if self._stopping.is_set():
                return None
            call, expired = self._line.take(self._clock())
            self._latest = call or self._latest
        for late in expired:
            self._report(late, Outcome.EXPIRED)
        return call

    def _speak(self, call: Announcement) -> None:
        """Try until it is spoken or too late; those behind it could not be heard either."""
        while not self._stopping.is_set():
            outcome = self._play(call) if self._clock() < call.expires_at else Outcome.EXPIRED
            if not self._stopping.is_set():
                self._report(call, outcome)
            if outcome is not Outcome.DELAYED:
                return
            self._stopping.wait(self._pause_s)

    def _play(self, call: Announcement) -> Outcome:
        complete = False

        def pieces() -> Iterator[Sound]:
            nonlocal complete
            yield from self._opening
            if words := self._made(call):
                yield words
                complete = True

        try:
            self._player.play(pieces())
        except PlayerStuckError as fault:
            _LOG.warning("the call of %s was perhaps not heard: %s", call.number, fault)
            return Outcome.UNHEARD
        except PlayerError as fault:
            _LOG.warning("the call of %s waits for the sound: %s", call.number, fault)
            return Outcome.DELAYED
        finally:
            self._sounding = False
        return Outcome.SPOKEN if complete else Outcome.CHIME_ONLY

    def _made(self, call: Announcement) -> Sound | None:
        """The call's words; those of the one behind it follow while this one sounds, and the voice keeps them."""
        with self._changed:
            if self._stopping.is_set():
                return None
            self._sounding = True
            words = self._maker.submit(self._voice.render, self._words(call))
            if behind := self._line.first():
                self._maker.submit(self._voice.render, self._words(behind))
        try:
            return words.result()
        except (VoiceError, CancelledError) as fault:
            _LOG.warning("the call of %s has its chime only: %s", call.number, fault)
            return None


def run_speaker(profile: SpeakerProfile, voice: Voice, player: Player, stop: threading.Event) -> None:
    """Be the loudspeaker of ``profile`` until ``stop`` is set; its presence says whether the last call came out."""
    link = Link(profile.account)
    device = profile.account.device
    texts, vi = load_texts(_TEXTS, "vi"), vocabulary("vi", profile.calling.zero_tens)

    def words(call: Announcement) -> str:
        return spoken_call(call.number, call.counter, texts, vi)

    def report(call: Announcement, outcome: Outcome) -> None:
        _LOG.info("%s to counter %d, call %d: %s", call.number, call.counter, call.times, outcome)
        if outcome in _HEALTHY:
            link.describe(Presence(device, online=True, sound=_HEALTHY[outcome]))

    speaker = Speaker(words, voice, player, lambda: datetime.now(UTC), report)

    def hear(_topic: str, payload: bytes) -> None:
        speaker.call(decode_notice_as(payload, Announcement))

    link.listen(link.topics.announcement, hear)
    speaker.start()
    link.start()
    try:
        stop.wait()
    finally:
        link.stop()
        speaker.stop()
