"""Number series: one a field, a prefix letter and three digits, from the start again every day."""

from collections.abc import Mapping
from datetime import date

from contract.ids import TicketNumber, VisitId
from contract.site import Field


def ticket_number(prefix: str, place: int) -> TicketNumber:
    """``B012`` for the prefix B and 12."""
    return TicketNumber(f"{prefix}{place:03d}")


def next_place(given: Mapping[str, int], field: Field) -> int:
    """The next number of a field; ``given``: the last one of each prefix today.

    By prefix, not by field: two fields that swap their letters during the day must not give a number twice.
    """
    return max(field.first, given.get(field.prefix, 0) + 1)


def visit_id(day: date, number: TicketNumber) -> VisitId:
    """The number made unique for ever by its day."""
    return VisitId(f"{day.isoformat()}-{number}")
