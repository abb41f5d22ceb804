"""Whether the controller's machine has a backup, and of when."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from contract.controller_profile import ControllerProfile
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.BACKUP,)
_OLD_DAYS: Final = 8
"""A week, and a day of grace."""
_DAY_S: Final = 86400
_AHEAD_S: Final = 3600
"""One of a later hour was made by a clock that was ahead, and says nothing of when the next is due."""


def _is_whole(path: Path) -> bool:
    """False for one that was begun and cut off."""
    return path.is_file() and not path.name.startswith(".")


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """On the machine that has the journal, once its programs are installed."""
    controllers = [profile for _, profile in patient.of(ControllerProfile)]
    if not patient.installed or not controllers:
        return
    named = controllers[0].site.backup.folder
    folder = Path(named) if named else patient.places.backups
    yield Area.BACKUP
    try:
        every = (time.time() - one.stat().st_mtime for one in folder.iterdir() if _is_whole(one))
        ages = [one for one in every if one > -_AHEAD_S]
    except FileNotFoundError:
        ages = []
    except OSError:
        yield Finding("backup_unseen", {"folder": folder})
        return
    if not ages:
        yield Finding("backup_none", {"folder": folder})
    elif min(ages) > _OLD_DAYS * _DAY_S:
        made = datetime.fromtimestamp(time.time() - min(ages)).astimezone()
        yield Finding("backup_old", {"folder": folder, "days": int(min(ages) // _DAY_S), "day": f"{made:%d/%m/%Y}"})
