"""What the controller remembers of its devices' twins over restarts: revisions, and who is out of service since when."""

from dataclasses import dataclass
from datetime import datetime

from contract.twin import Duty


@dataclass(frozen=True, slots=True)
class TwinEntry:
    """Of one device. ``by``: the officer who decided about its duty at ``at``; empty: staff at the device itself."""

    revision: int = 0
    version: str = ""
    duty: Duty = Duty()  # noqa: RUF009 (frozen)
    by: str = ""
    at: datetime | None = None
