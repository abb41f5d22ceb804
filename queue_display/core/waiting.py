"""Which fields the waiting list shows when there are more than it has rows."""

from collections.abc import Sequence

from contract.notices import FieldState


def worth_a_row(fields: Sequence[FieldState], rows: int) -> tuple[FieldState, ...]:
    """In the office's order; where not all have room, those where most people wait."""
    if len(fields) <= rows:
        return tuple(fields)
    busiest = sorted(range(len(fields)), key=lambda place: (-fields[place].waiting, place))[:rows]
    return tuple(fields[place] for place in sorted(busiest))
