"""What the boards' rules need from the world."""

from datetime import datetime
from typing import Protocol, Self, TypeVar

from contract.notices import Office

N_contra = TypeVar("N_contra", contravariant=True)
V_co = TypeVar("V_co", covariant=True)
W_contra = TypeVar("W_contra", contravariant=True)


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
