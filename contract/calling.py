"""How numbers are called: times, gaps and words, for the queue and for the voices."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calling:
    """``[calling]``: how numbers are called."""

    recalls: int = 3
    """Times a number may be called again."""
    recall_gap_s: int = 5
    """Seconds between two calls of the same number."""
    expires_s: int = 60
    """A call not spoken by then is not spoken any more."""
    zero_tens: str = "linh"
    """``linh`` (north) or ``lẻ`` (south), for counters such as 105."""
    absent_after: int = 2
    """Calls before a number may be marked absent."""
    late_places: int = 2
    """People who still go before somebody who was absent and has come after all."""
    returns: int = 2
    """Times that one visit may come back after being absent."""
    undo_s: int = 60
    """Seconds within which a clerk can take the latest step back."""
