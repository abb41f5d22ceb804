"""What counter boards show besides the number, as the site file says it."""

from dataclasses import dataclass
from enum import StrEnum


class PlateOfficer(StrEnum):
    """Whose name and photo a counter board shows."""

    PLATE = "plate"
    SIGNED_IN = "signed_in"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CounterBoard:
    """``[counter_board]``: what every counter board shows besides the number."""

    officer: PlateOfficer = PlateOfficer.PLATE
    """``plate``: the counter's ``officer`` and ``photo``; ``signed_in``: name and photo of the officer who is signed in there now;
    ``nobody``: neither."""
    photos: str = ""
    """Folder with the photos on the controller's machine, from which its pages serve them; empty where there are none."""
    next: bool = True
    """Whether the next number is told, where nobody else could be called before it at another counter."""
