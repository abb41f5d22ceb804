"""The recording of a voice pack with a member of staff: shows the words, listens, judges, plays back, asks again, and stops anywhere.

What is kept is on disk at once, so the rest can be recorded another day; it is made for somebody who has never recorded anything.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from voice.core.clip_list import Clip
from voice.core.sound import Sound
from voice.core.take import LOUD_ROOM_DB, fault_of
from voice.ports import ClipStore, Console, Hearing, Microphone, Player, PlayerError

LONGEST_TAKE_S: Final = 6.0
"""For the longest phrase, spoken slowly, and the time to begin."""
ROOM_S: Final = 2.0


class Step(Enum):
    """Where to go from a clip."""

    ON = 1
    BACK = -1
    STOP = 0


class Recorder:
    """``clips`` in the order of recording; ``texts`` with the table ``recording``. Raises MicrophoneError, OSError, EOFError."""

    def __init__(
        self,
        clips: Sequence[Clip],
        pack: ClipStore,
        microphone: Microphone,
        player: Player,
        hearing: Hearing,
        console: Console,
        texts: Mapping[str, str],
    ) -> None:
        self._clips = clips
        self._pack = pack
        self._microphone = microphone
        self._player = player
        self._hearing = hearing
        self._console = console
        self._texts = texts
        self._floor_db = 0.0

    def run(self, again: Sequence[Clip] = ()) -> bool:
        """Record what the pack lacks, or only ``again``, anew; whether the staff member went through to the end."""
        left = list(again) or [clip for clip in self._clips if not self._pack.has(clip)]
        if not left:
            return True
        self._tell("intro", left=len(left), all=len(self._clips))
        if not self._room():
            return False
        place = 0
        while place < len(left):
            step = self._clip(left[place], place + 1, len(left))
            if step is Step.STOP:
                return False
            place = max(0, place + step.value)
        return True

    def _room(self) -> bool:
        """Measure the silence of the room until it is quiet enough; False when the staff member stops."""
        while self._ask("room_ask") != self._texts["recording.stop"]:
            room = self._microphone.record(lambda: self._tell("room_listen"), lambda _heard: False, ROOM_S)
            self._floor_db = self._hearing.floor_db(room)
            if self._floor_db <= LOUD_ROOM_DB:
                self._tell("room_good")
                return True
            self._tell("room_loud")
        return False

    def _clip(self, clip: Clip, place: int, of: int) -> Step:
        """Until a take is kept, or passed over."""
        while True:
            kind = self._texts[f"recording.kind.{clip.kind}"]
            self._console.tell("")
            self._tell("read", place=place, of=of, words=clip.words, kind=kind)
            answer = self._ask("ask")
            if answer == self._texts["recording.stop"]:
                return Step.STOP
            if answer == self._texts["recording.skip"]:
                return Step.ON
            if answer == self._texts["recording.back"]:
                return Step.BACK
            if (sound := self._take()) is not None and self._is_liked(sound):
                self._pack.keep(clip, sound)
                self._tell("kept", words=clip.words)
                return Step.ON

    def _take(self) -> Sound | None:
        """A take that will do; else its fault is told."""
        take = self._microphone.record(
            lambda: self._tell("now"), lambda heard: self._hearing.is_said(heard, self._floor_db), LONGEST_TAKE_S
        )
        fault = fault_of(self._hearing.figures(take, self._floor_db))
        if fault is not None:
            self._tell(f"fault_{fault}")
            return None
        return self._hearing.trimmed(take, self._floor_db)

    def _is_liked(self, sound: Sound) -> bool:
        """Played back as often as is wished."""
        while True:
            try:
                self._player.play([sound])
            except PlayerError:
                self._tell("unplayed")
            answer = self._ask("keep")
            if answer != self._texts["recording.listen"]:
                return answer != self._texts["recording.redo"]

    def _tell(self, key: str, **values: object) -> None:
        self._console.tell(self._texts[f"recording.{key}"].format(**values))

    def _ask(self, key: str) -> str:
        return self._console.ask(self._texts[f"recording.{key}"]).casefold()
