"""What was installed on a machine: a file that stands there and is read before anything is changed."""

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from firmware_config.on_machine.disk import put, write_beside
from firmware_config.on_machine.order import FORMAT, Order

STATE: Final = "var/lib/motcua"
_RECORD: Final = "installed.json"


@dataclass(frozen=True, slots=True)
class Installed:
    """One file of ours. ``digests``: of its content, two while an installation is under way."""

    digests: tuple[str, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """``restart``: units that have not been restarted since their files changed; ``whole``: the installation came to its end."""

    site: str = ""
    machine: str = ""
    release: str = ""
    whole: bool = False
    restart: tuple[str, ...] = ()
    files: dict[str, Installed] = field(default_factory=dict)


def read_record(root: Path) -> Record:
    """An empty one where nothing was installed, or what stands there cannot be read: then everything is compared anew."""
    try:
        told = json.loads((root / STATE / _RECORD).read_text("utf-8"))
        if told.pop("format") != FORMAT:
            return Record()
        files = {path: Installed(tuple(one["digests"]), tuple(one["units"])) for path, one in told["files"].items()}
        return Record(**{**told, "restart": tuple(told["restart"]), "files": files})
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, RecursionError):
        return Record()


def write_record(root: Path, record: Record) -> None:
    """Raises OSError."""
    place = root / STATE / _RECORD
    place.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": FORMAT, **dataclasses.asdict(record)}, indent=1)
    put(write_beside(place, text.encode(), 0o600), place)


def entries(order: Order, before: Record) -> dict[str, Installed]:
    """The order's files; while it is under way, a file may have its old content or its new one."""
    return {
        one.path: Installed(
            tuple(dict.fromkeys((*before.files.get(one.path, Installed(())).digests[-1:], one.digest))), one.units
        )
        for one in order.files
    }
