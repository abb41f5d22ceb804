"""The site file's table about the nightly backup of the controller's machine."""

from dataclasses import dataclass
from typing import Final

FOLDER: Final = "/var/backups/motcua"
"""Where backups go unless the site file says otherwise."""


@dataclass(frozen=True, slots=True)
class Backup:
    """``[backup]``: the copy that the controller's machine makes of itself every night."""

    at: str = "02:10"
    """Local time: ``02:10``; empty: none is made by itself."""
    folder: str = ""
    """Whole path of where it goes, such as the place of a stick or of a share that is mounted; empty: ``/var/backups/motcua``."""
    mounted: bool = False
    """Whether the folder must lie on another disk than the system: without the stick or share the backup fails instead of filling the system's disk."""
    days: int = 30
    """A backup that is older is removed; the newest seven stay in any case."""

    @property
    def place(self) -> str:
        """The folder in any case."""
        return self.folder or FOLDER
