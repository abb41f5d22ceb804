"""The units of the nightly backup on the controller's machine."""

from collections.abc import Iterator
from typing import Final

from contract.site import Site
from contract.topics import CONTROLLER
from firmware_config.appliance import places as at
from firmware_config.appliance.units import HERE_ONLY, NO_DEVICES, SHUT_IN, Unit

_NAME: Final = "motcua-backup"
_SHELVES: Final = "/var/backups"


def backup_units(site: Site) -> Iterator[Unit]:
    """A service that may read everything and write backups, and its timer."""
    folder = site.backup.folder or _SHELVES
    yield Unit(
        f"{_NAME}.service",
        ("Description=Một cửa: backup", "After=time-sync.target local-fs.target remote-fs.target"),
        (
            "Type=oneshot",
            f"ExecStart={at.COMMAND} backup",
            "TimeoutStartSec=2h",
            "Nice=10",
            "IOSchedulingClass=idle",
            *(line for line in SHUT_IN if not line.startswith("CapabilityBoundingSet")),
            "CapabilityBoundingSet=CAP_CHOWN CAP_FOWNER CAP_DAC_OVERRIDE",
            "SystemCallFilter=@chown",
            # The shared memory of the journal's writer, the office's code at its first asking, and the backups.
            f"ReadWritePaths=-{at.STATE}/{CONTROLLER}",
            f"ReadWritePaths=-{at.OFFICE}",
            f'ReadWritePaths="-{folder.replace("%", "%%")}"',
            "PrivateTmp=yes",
            *NO_DEVICES,
            HERE_ONLY,
            "IPAddressDeny=any",
        ),
        wanted_by="",
    )
    yield Unit(
        f"{_NAME}.timer",
        ("Description=Một cửa: saves the office every night",),
        (f"OnCalendar=*-*-* {site.backup.at}:00 {site.timezone}", "Persistent=yes", "RandomizedDelaySec=5min"),
        wanted_by="timers.target",
    )
