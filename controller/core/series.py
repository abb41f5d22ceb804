"""Number series: one a field, a prefix letter and three digits, from the start again every day."""

import re
from collections.abc import Mapping
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


def next_place(given: Mapping[str, int], field: Field) -> int:
    """The next number of a field; ``given``: the last one of each prefix today.

    By prefix, not by field: two fields that swap their letters during the day must not give a number twice.
    """
    return max(field.first, given.get(field.prefix, 0) + 1)


def visit_id(day: date, number: TicketNumber) -> VisitId:
    """The number made unique for ever by its day."""
    return VisitId(f"{day.isoformat()}-{number}")
