"""The loudspeaker: one queue for one zone of the hall, so that no two calls overlap and none is lost.

A call begins with the chime at once, and only then the voices make its words and those of the next call: to start a
player takes less time than to make a sentence. A sound server that is away stops nobody: the call is tried again until its time has
passed. An emergency breaks in; the call that it interrupts is spoken after it.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Final

from contract.errors import MalformedMessageError
from contract.notices import Announcement, CounterState
from controller.core.call_line import CallLine, End, LineRules, Outcome, Turn
from controller.core.chime import alert, chime
from controller.core.loudness import turned
from controller.core.speech import FIRST, Sentence
from controller.ports import Clock
from voice.core.sound import Sound, silence
from voice.ports import Player, PlayerError, PlayerStuckError, Voice, VoiceError

BREATH_S: Final = 0.15
"""Silence between chime and words."""
BETWEEN_S: Final = 0.4
"""Silence between two sentences, such as the same call in two languages."""
LONGEST_S: Final = 180.0
"""No call and no emergency sounds for so long; one that does hangs."""

_LOG: Final = logging.getLogger(__name__)

Report = Callable[[Announcement, Outcome], None]
"""Told each call's end, and each DELAYED or INTERRUPTED on the way to it; on the speaker's thread, or the caller's."""


def as_it_stands(text: str) -> Sequence[Sentence]:
    """An emergency's words, for voices that can read anything."""
    return (Sentence(FIRST, text),)


class _CutError(PlayerError):
    """An emergency breaks in."""


class Speaker:
    """``words`` makes a call's sentences, ``alarm_words`` an emergency's; either may raise MalformedMessageError.

    ``alarm_report`` is told how each turn of an emergency went. ``voices`` by language, Vietnamese among them; a broken one leaves
    the chime. ``clock`` tells the office's local time.
    """

    def __init__(
        self,
        words: Callable[[Announcement], Sequence[Sentence]],
        voices: Mapping[str, Voice],
        player: Player,
        clock: Clock,
        report: Report,
        rules: LineRules = LineRules(),  # noqa: B008 (frozen)
        alarm_words: Callable[[str], Sequence[Sentence]] = as_it_stands,
        alarm_report: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        self._words = words
        self._alarm_words = alarm_words
        self._alarm_report = alarm_report
        self._voices = voices
        self._player = player
        self._clock = clock
        self._report = report
        self._line = CallLine(rules)
        self._sounding = False
        self._since: float | None = None
        self._cut = False
        self._changed = threading.Condition()
        self._stopping = False
        self._serves = True
        self._works: deque[tuple[Callable[[], object], bool]] = deque()
        self._chime, self._alert = chime(), alert()
        self._maker = ThreadPoolExecutor(1, "voice")
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        """Speak from now on, in the background."""
        self._thread.start()

    def call(self, call: Announcement) -> None:
        """Put a call in the line, unless it was there before or does not stand any more.

        One of the same ticket and counter that still waits is replaced. Raises MalformedMessageError for a call that
        has no words or no zone in its times.
        """
        if call.expires_at.tzinfo is None or call.called_at.tzinfo is None:
            raise MalformedMessageError(f"the call of {call.number} does not say in which zone its times are")
        sentences = self._words(call)
        with self._changed:
            if self._stopping:
                return
            ends: Sequence[End] = ((call, Outcome.STOPPED),)
            if self._serves:
                ends = self._line.add(call, self._clock())
            if self._sounding and len(self._line) == 1:
                self._make(sentences)
            self._changed.notify()
        self._tell(ends)

    def seen(self, state: CounterState) -> None:
        """A counter shows something else: what is not called there any more is not spoken, nor repeated."""
        with self._changed:
            ends = self._line.seen(state)
        self._tell(ends)

    def emergency(self, text: str) -> None:
        """Break in with this, again and again, until the text is empty. Raises MalformedMessageError for one without words."""
        if text and not self._alarm_words(text):
            raise MalformedMessageError("an emergency without words")
        with self._changed:
            if self._line.emergency(text):
                self._cut = True
                self._player.hush()
            self._changed.notify()

    def lives(self, patience_s: float = LONGEST_S) -> bool:
        """Whether its thread runs, and no call has been sounding for longer than that; does not return while the line is stuck."""
        with self._changed:
            since = self._since
        return self._thread.is_alive() and (since is None or time.monotonic() - since <= patience_s)

    def between(self, work: Callable[[], object], *, empty: bool = False) -> None:
        """Do this between two calls, or, ``empty``, when no call waits; on the speaker's thread."""
        with self._changed:
            self._works.append((work, empty))
            self._changed.notify()

    def test(self, sentences: Sequence[Sentence], told: Callable[[Outcome], object]) -> None:
        """Between two calls the chime and these words; ``told`` hears how it went, on the speaker's thread."""

        def sound() -> None:
            outcome = self._play(0.0, lambda: sentences, "a test", self._chime)
            with self._changed:
                self._sounding = False
            told(outcome)

        self.between(sound)

    def refit(self, player: Player, rules: LineRules) -> None:
        """From the next turn on this way out, and these rules; between two calls."""
        with self._changed:
            self._player = player
            self._line.adopt(rules)

    def serve(self, *, serves: bool) -> None:
        """Out of service no call is spoken, and each is told as stopped; an emergency is spoken all the same."""
        with self._changed:
            self._serves = serves
            ends = () if serves else self._line.stop()
        self._tell(ends)

    def stop(self) -> None:
        """Fall silent, report what waits and end; the player plays nothing more."""
        with self._changed:
            self._stopping = True
            left = self._line.stop()
            self._maker.shutdown(wait=False, cancel_futures=True)
            self._changed.notify()
        self._player.stop()
        if self._thread.is_alive():
            self._thread.join()
        self._maker.shutdown()
        self._tell(left)

    def _run(self) -> None:
        while (turn := self._next()) is not None:
            outcome = Outcome.UNHEARD
            self._since = time.monotonic()
            try:
                outcome = self._sound(turn)
            except Exception:  # noqa: BLE001  the line must go on whatever one call does
                _LOG.exception("%s failed", _named(turn))
            self._since = None
            with self._changed:
                self._sounding = False
                ends = self._line.ended(self._clock(), Outcome.STOPPED if self._is_broken_off(outcome) else outcome)
            if turn.call is None:
                self._alarm_report(outcome)
            self._tell(ends)

    def _is_broken_off(self, outcome: Outcome) -> bool:
        return self._stopping and outcome is not Outcome.SPOKEN

    def _next(self) -> Turn | None:
        """Wait for what sounds next; None when it is over."""
        while True:
            self._work()
            with self._changed:
                if self._stopping:
                    return None
                step = self._line.next(self._clock())
                self._cut = False
                if step.turn is None and not step.ends and not self._ready():
                    self._changed.wait(step.wait_s)
            self._tell(step.ends)
            if step.turn is not None:
                return step.turn

    def _ready(self) -> bool:
        return bool(self._works) and not (self._works[0][1] and len(self._line))

    def _work(self) -> None:
        """What was kept for the silence between two calls."""
        with self._changed:
            work = self._works.popleft()[0] if self._ready() else None
        if work is not None:
            try:
                work()
            except Exception:  # noqa: BLE001  the line must go on whatever is done to it
                _LOG.exception("what was to be done between two calls failed")

    def _sound(self, turn: Turn) -> Outcome:
        def words() -> Sequence[Sentence]:
            return self._words(turn.call) if turn.call else self._alarm_words(turn.urgent)

        return self._play(turn.db, words, _named(turn), self._chime if turn.call else self._alert)

    def _play(self, db: float, words: Callable[[], Sequence[Sentence]], name: str, first: Sound) -> Outcome:
        complete = False

        def pieces() -> Iterator[Sound]:
            nonlocal complete
            self._go_on()
            yield turned(first, db)
            yield silence(BREATH_S)
            complete = yield from self._spoken(words, db, name)

        try:
            self._player.play(pieces())
        except PlayerStuckError as fault:
            _LOG.warning("%s was perhaps not heard: %s", name, fault)
            return Outcome.UNHEARD
        except PlayerError as fault:
            if self._cut:
                return Outcome.INTERRUPTED
            _LOG.warning("%s waits for the sound: %s", name, fault)
            return Outcome.DELAYED
        return Outcome.SPOKEN if complete else Outcome.CHIME_ONLY

    def _spoken(self, words: Callable[[], Sequence[Sentence]], db: float, name: str) -> Generator[Sound, None, bool]:
        """The words, made while the chime sounds, and then those of the call behind; whether the Vietnamese ones came."""
        sentences = words()
        with self._changed:
            if self._stopping:
                return False
            self._sounding = True
            made = self._make(sentences)
            if behind := self._line.first():
                self._make(self._words(behind))
        spoken = bool(made)
        for place, (sentence, sound) in enumerate(zip(sentences, made, strict=True)):
            try:
                heard = sound.result()
            except (VoiceError, CancelledError) as fault:
                _LOG.warning("%s lacks its words in %s: %s", name, sentence.language, fault)
                spoken = spoken and sentence.language != FIRST
                continue
            self._go_on()
            if place:
                yield silence(BETWEEN_S)
            yield turned(heard, db)
        return spoken

    def _make(self, sentences: Sequence[Sentence]) -> list[Future[Sound]]:
        """Begin to make them, one after the other; the voices keep them."""
        return [self._maker.submit(self._voices[one.language].render, one.text) for one in sentences]

    def _go_on(self) -> None:
        if self._cut:
            raise _CutError("an emergency")

    def _tell(self, ends: Sequence[End]) -> None:
        for call, outcome in ends:
            try:
                self._report(call, outcome)
            except Exception:  # noqa: BLE001  a listener's fault must not silence the hall
                _LOG.exception("the end of %s was not told", call.number)


def _named(turn: Turn) -> str:
    return f"the call of {turn.call.number}" if turn.call else "the emergency"
