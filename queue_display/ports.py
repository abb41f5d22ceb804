"""What the boards' rules need from the world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self, TypeVar

from contract.notices import Office
from queue_display.core.frame import Frame
from queue_display.core.programme import Entry

N_contra = TypeVar("N_contra", contravariant=True)
V_co = TypeVar("V_co", covariant=True)
W_contra = TypeVar("W_contra", contravariant=True)
Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its length in bytes."""


class Stage(Protocol[N_contra, V_co]):
    """What one kind of board knows: notices in, views out; ``now`` in seconds of a clock that only goes forward."""

    def received(self, notice: N_contra, now: float, today: datetime, /) -> Self:
        """The stage after a notice."""

    def at(self, now: float, /) -> Self:
        """The stage when the clock shows ``now``."""

    @property
    def changes_at(self) -> float | None:
        """When ``at`` will answer something else by itself."""

    def disordered(self) -> Self:
        """The stage after the controller was away."""

    def view(self, *, away: bool) -> V_co:
        """The picture."""


class Screen(Protocol[W_contra]):
    """The window; every method may be called from any thread and returns at once."""

    def show(self, view: W_contra, /) -> None:
        """Show this from the next frame on."""

    def set_office(self, office: Office, /) -> None:
        """Names of office, fields and officers."""


class MediaError(Exception):
    """A file that cannot be shown, and why."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder of media holds now: the files with a stamp that changes with them, the schedule, and what is wrong with it."""

    stamps: Mapping[str, Stamp]
    entries: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()


class Film(Protocol):
    """A video being read, without its sound. ``pace_s``: seconds from one frame to the next."""

    pace_s: float

    def read(self) -> Frame | None:
        """The next frame; None at the end. Raises MediaError where no frame could be read at all."""

    def close(self) -> None:
        """Give everything back."""


class Media(Protocol):
    """Where media come from. ``room``: pixels of width and height that there are."""

    def look(self) -> Shelf:
        """What is there now."""

    def stills(self, file: str, room: tuple[int, int]) -> Iterator[Frame]:
        """A picture, or the leaves of a slide one after the other. Raises MediaError, when the first is asked for at the latest."""

    def film(self, file: str, room: tuple[int, int]) -> Film:
        """A video. Raises MediaError."""


class Wall(Protocol):
    """The part of a window where media are shown; every method may be called from any thread and returns at once."""

    def set_media(self, shown: bool, /) -> None:  # noqa: FBT001 (a plain switch)
        """Whether there is anything to show; the window then tells how much room there is."""

    def show_frame(self, frame: Frame, /) -> None:
        """Show this."""
