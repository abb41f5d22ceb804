"""Conditions of the parts that hang on a device: its printer and its camera."""

from enum import StrEnum


class Printer(StrEnum):
    """Conditions of a printer, worst last."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    UNKNOWN = "unknown"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    OFFLINE = "offline"


class Camera(StrEnum):
    """Conditions of a scanner's camera, worst last."""

    READY = "ready"
    UPSIDE_DOWN = "upside_down"
    """It reads all the same; receipt after receipt stands on its head."""
    DARK = "dark"
    """Covered, or in a room without light."""
    FROZEN = "frozen"
    """It sends the same picture again and again."""
    LOST = "lost"
    """Unplugged, or it sends nothing."""
