"""What stands on a machine: the files that a site file asks for, wherever they are put."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstalledFile:
    """One file on a machine."""

    path: str
    """Absolute, on the machine: ``/etc/motcua/kiosk-1/profile.json``."""
    content: bytes
    mode: int = 0o644
    """Permission bits."""
    owner: str = "root:root"
    """User and group."""
    units: tuple[str, ...] = ()
    """systemd units to restart where it has changed."""
    secret: bool = False
    """Whether its content is shown to nobody, not even as a difference."""
