"""The kiosk's reading voice: one thread that says one sentence after the other, and stops within a syllable."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kiosk.core.hearing import Manner, Way
from kiosk.core.reading import Utterance
from kiosk.core.script import Script
from voice.core.sound import Sound, silence
from voice.ports import Player, PlayerError, Voice, VoiceError

_LOG: Final = logging.getLogger(__name__)
_BREATH_S: Final = 0.2
"""Between two sentences."""
_BEGIN_S: Final = 0.02
"""Played while the sentence is made, and while it can still be called back."""


class Reader:
    """``voices`` and ``fade`` make sound; ``players`` are the ways out. ``told``: each sentence that sounded to its end.

    Every method may be called from any thread and returns at once. A voice or a sound server that fails loses the sentence,
    never the thread; it is said once in the log until a sentence sounds again.
    """

    def __init__(
        self,
        voices: Callable[[str, int], Voice],
        fade: Callable[[Sound, int], Sound],
        players: Mapping[Way, Player],
        told: Callable[[str, Manner], None],
    ) -> None:
        self._voices, self._fade, self._players, self._told = voices, fade, players, told
        self._script = Script()
        self._manner: Manner | None = None
        self._turn = 0
        self._stopping = False
        self._failed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    def start(self) -> None:
        """Speak from now on, in the background."""
        self._thread.start()

    def say(self, utterance: Utterance, manner: Manner) -> None:
        """Say this, whatever is being said."""
        self._break(lambda _script: Script(utterance), manner)

    def follow(self, utterance: Utterance, manner: Manner) -> None:
        """Say this behind what is being said."""
        with self._changed:
            self._script, self._manner = self._script.followed(utterance), manner
            self._changed.notify()

    def aside(self, utterance: Utterance, manner: Manner) -> None:
        """A word in between, in a new manner; then the sentence that it broke into begins again."""
        self._break(lambda script: script.aside_of(utterance), manner)

    def again(self, manner: Manner) -> None:
        """The latest utterance from its beginning."""
        self._break(Script.again, manner)

    def pause(self, manner: Manner) -> None:
        """Be silent, or go on."""
        self._break(Script.turned, manner)

    def hush(self) -> None:
        """Be silent and forget what was said: it was not meant for the next citizen."""
        self._break(lambda _script: Script(), None)

    def stop(self) -> None:
        """Fall silent and end."""
        with self._changed:
            self._stopping = True
            self._turn += 1
            self._changed.notify()
        for player in self._players.values():
            player.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _break(self, change: Callable[[Script], Script], manner: Manner | None) -> None:
        with self._changed:
            self._script, self._manner = change(self._script), manner or self._manner
            self._turn += 1
            self._changed.notify()
        for player in self._players.values():
            player.hush()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or (self._script.sentence and self._manner))
                if self._stopping:
                    return
                turn, sentence, manner = self._turn, self._script.sentence, self._manner
            assert sentence
            assert manner
            try:
                sounded = self._speak(sentence, manner, turn)
            except Exception:  # noqa: BLE001 - the thread's edge: it must go on whatever one sentence does
                _LOG.exception("a sentence was not said")
                sounded = False
            self._ended(turn, sentence, manner, sounded=sounded)

    def _ended(self, turn: int, sentence: str, manner: Manner, *, sounded: bool) -> None:
        with self._changed:
            whole = turn == self._turn
            if whole:
                self._script = self._script.said()
        if whole and sounded:
            self._told(sentence, manner)

    def _speak(self, sentence: str, manner: Manner, turn: int) -> bool:
        """Whether it sounded; a broken sentence is none's fault."""

        def pieces() -> Iterator[Sound]:
            yield silence(_BEGIN_S)  # the player runs from here on, so that it can be hushed
            made = self._fade(self._voices(manner.language, manner.pace).render(sentence), manner.volume)
            if turn == self._turn:
                yield made
                yield silence(_BREATH_S)

        try:
            self._players[manner.way].play(pieces())
        except (PlayerError, VoiceError) as fault:
            if turn == self._turn and not self._failed:
                _LOG.warning("the kiosk cannot be heard: %s", fault)
            self._failed = self._failed or turn == self._turn
            return False
        self._failed = False
        return True
