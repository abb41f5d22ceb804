"""What became of every call of a hall of zones: what its journal tells, and what its ears heard, held against each other."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

import controller
from contract.commands import Unspoken
from contract.ids import CounterId, TicketNumber, VisitId
from contract.language import load_texts
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import CallUnspoken, TicketCalled
from controller.core.speech import spoken_call
from demo.heard_calls import GAP_S, Heard, heard_calls, words_of_calls
from demo.sound import RATE, Samples, spoken_parts
from demo.zoned_hall import ZONES, ZonedHall
from voice.ports import Voice
from voice.vocabulary import vocabulary

_TEXTS: Final = load_texts(Path(controller.__file__).parent / "texts", "vi")
_WORDS: Final = vocabulary("vi")


class CallStorm:
    """The calls of ``hall``, whose loudspeakers speak with ``voice``."""

    def __init__(self, hall: ZonedHall, voice: Voice) -> None:
        self.hall = hall
        self.voice = voice

    def calls(self) -> dict[str, CounterId]:
        """Numbers in the order in which they were called, each once, and to which counter."""
        return {_number(one.visit): one.counter for one in self._events() if isinstance(one, TicketCalled)}

    def unspoken(self) -> dict[str, Unspoken]:
        """Numbers whose call the journal says was not spoken, and why."""
        return {_number(one.visit): one.why for one in self._events() if isinstance(one, CallUnspoken)}

    def due(self, zone: str) -> list[str]:
        """Numbers that a zone should have heard, in order."""
        unspoken = self.unspoken()
        return [one for one, at in self.calls().items() if self.hall.zone_of(at) == zone and one not in unspoken]

    def texts(self) -> dict[str, str]:
        """What each call should say."""
        return {one: call_text(one, at) for one, at in self.calls().items()}

    def is_over(self) -> bool:
        """Whether every call was heard, with silence after the last, or is in the journal as unspoken."""
        return all(self._is_over(zone) for zone in ZONES)

    def heard(self) -> Mapping[str, tuple[Samples, list[Heard]]]:
        """By zone: the recording, and the calls in it."""
        sounds = words_of_calls(self.voice, self.texts())
        recordings = {zone: ear.samples() for zone, ear in self.hall.ears.items()}
        return {zone: (recording, heard_calls(recording, sounds)) for zone, recording in recordings.items()}

    def _is_over(self, zone: str) -> bool:
        recording = self.hall.ears[zone].samples()
        parts = spoken_parts(recording, GAP_S)
        silent = not parts or len(recording) - parts[-1][1] >= GAP_S * RATE
        return silent and len(parts) >= len(self.due(zone))

    def _events(self) -> list[object]:
        with closing(SqliteJournal(self.hall.hall.state, read_only=True)) as journal:
            return [entry.event for entry in journal.latest_day()]


def call_text(number: str, counter: CounterId) -> str:
    """What is said in Vietnamese."""
    return spoken_call(TicketNumber(number), counter, _TEXTS, _WORDS)


def _number(visit: VisitId) -> str:
    return visit.rpartition("-")[2]
