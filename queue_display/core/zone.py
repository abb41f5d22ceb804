"""A zone of the hall: its board knows the calls of counters that stand there, and the fields that they serve."""

from dataclasses import dataclass, replace

from contract.ids import CounterId, FieldId
from contract.notices import Board, Office


@dataclass(frozen=True, slots=True)
class Zone:
    """The counters that stand in it, and the fields served there; fields of a step served elsewhere are not theirs."""

    counters: frozenset[CounterId]
    fields: frozenset[FieldId]

    def of(self, board: Board) -> Board:
        """What the board of the whole hall tells of this zone; the head's message is for everybody."""
        calls = tuple(call for call in board.calls if call.counter in self.counters)
        return replace(board, calls=calls, fields=tuple(one for one in board.fields if one.field in self.fields))


def zone_of(office: Office, name: str) -> Zone:
    """The zone called ``name``; the whole hall where that is empty."""
    here = [one for one in office.counters if name in {"", one.zone}]
    return Zone(frozenset(one.id for one in here), frozenset(field for one in here for field in one.fields))
