"""Why somebody was the next, in the engine's words; pages and stories say it in the reader's."""

from enum import StrEnum


class Cause(StrEnum):
    """Why this one."""

    FIRST = "first"
    """Came first, and nobody else waits for this counter in another line."""
    FRONT = "front"
    """Was sent to the very front."""
    BACK = "back"
    """Was absent, has come after all, and stands near the front."""
    OWN = "own"
    """Waits for this very counter or its officer."""
    LAW = "law"
    """Goes first by law."""
    TURN = "turn"
    """So many by law were called in a row that an ordinary citizen's turn has come."""
    OVERDUE = "overdue"
    """Ought to have been called by now."""
    BOOKED = "booked"
    """Has an appointment, and its time has come."""
    DUE = "due"
    """Is due before the first of every other line."""
    LISTED = "listed"
    """Stands in the field that this counter takes first, and nobody is overdue."""
