"""The site file's table about when counters serve, and on which days they do not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closure:
    """``[[hours.closures]]``: days on which the office is closed besides public holidays."""

    first: str
    """First day, ``2026-12-24``."""
    last: str = ""
    """Last day; left out for one day."""
    words: str = ""
    """Why, as the citizen reads it."""


_WORKDAY = ("07:30-11:30", "13:30-17:00")


@dataclass(frozen=True, slots=True)
class Hours:
    """``[hours]``: when counters serve; each day a list such as ``["07:30-11:30", "13:30-17:00"]``, empty for closed."""

    monday: tuple[str, ...] = _WORKDAY
    """Hours of Mondays."""
    tuesday: tuple[str, ...] = _WORKDAY
    """Hours of Tuesdays."""
    wednesday: tuple[str, ...] = _WORKDAY
    """Hours of Wednesdays."""
    thursday: tuple[str, ...] = _WORKDAY
    """Hours of Thursdays."""
    friday: tuple[str, ...] = _WORKDAY
    """Hours of Fridays."""
    saturday: tuple[str, ...] = ()
    """Hours of Saturdays."""
    sunday: tuple[str, ...] = ()
    """Hours of Sundays."""
    holidays: bool = True
    """Closed on the public holidays of Vietnam, Tết among them, and open on the Saturdays worked in exchange for others."""
    closures: tuple[Closure, ...] = ()
    """See ``[[hours.closures]]``."""
    worked: tuple[str, ...] = ()
    """Days worked although they are holidays, closures or weekends (làm bù): ``["2026-12-26"]``, with Monday's hours."""
