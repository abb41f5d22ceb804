"""Number series: one a field, a prefix letter and three digits, from the start again every day.

Numbers are given from the first one up. Those that kiosks hold to give by themselves are taken from the last one down, so that
nobody misses them while they are not needed.
"""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Final

from contract.ids import TicketNumber, VisitId
from contract.site import Field

_TYPED: Final = re.compile(r"([A-Za-z])([0-9]{1,3})")


def ticket_number(prefix: str, place: int) -> TicketNumber:
    """``B012`` for the prefix B and 12."""
    return TicketNumber(f"{prefix}{place:03d}")


def spelled(text: str) -> TicketNumber:
    """A number as it is printed, from what was typed: ``b12`` is ``B012``. Anything else stays what it is."""
    found = _TYPED.fullmatch(text.strip())
    return ticket_number(found[1].upper(), int(found[2])) if found else TicketNumber(text)


def place_of(number: TicketNumber) -> int | None:
    """12 for ``B012``; None for whatever is no number as it is printed: ``B12``, ``B0012``, other scripts' figures."""
    found = _TYPED.fullmatch(number)
    return int(found[2]) if found and spelled(number) == number else None


def next_place(given: Mapping[str, int], field: Field, held: Container[int] = ()) -> int:
    """The next number of a field; ``given``: the last one of each prefix today, ``held``: numbers of its prefix that kiosks hold.

    By prefix, not by field: two fields that swap their letters during the day must not give a number twice.
    """
    place = max(field.first, given.get(field.prefix, 0) + 1)
    while place in held:
        place += 1
    return place


def places_to_hold(given: Mapping[str, int], field: Field, held: Container[int], most: int) -> Sequence[int]:
    """Up to so many numbers that nobody has or holds, the last ones of the series, smallest first."""
    free: list[int] = []
    for place in range(field.last, next_place(given, field, held) - 1, -1):
        if len(free) >= most:
            break
        if place not in held:
            free.append(place)
    return free[::-1]


def visit_id(day: date, number: TicketNumber) -> VisitId:
    """The number made unique for ever by its day."""
    return VisitId(f"{day.isoformat()}-{number}")
