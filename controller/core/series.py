"""Number series: one a field, a prefix letter and three digits, from the start again every day."""

from datetime import date

from contract.ids import TicketNumber, VisitId


def ticket_number(prefix: str, place: int) -> TicketNumber:
    """``B012`` for the prefix B and 12."""
    return TicketNumber(f"{prefix}{place:03d}")


def visit_id(day: date, number: TicketNumber) -> VisitId:
    """The number made unique for ever by its day."""
    return VisitId(f"{day.isoformat()}-{number}")
