"""``python -m controller summary``: one summary as a PDF, for those who want one again, and for the controller itself."""

import argparse
import os
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from contract.controller_profile import ControllerProfile
from contract.language import load_texts
from contract.profile import read_profile
from controller.adapters.reportlab_paper import write_paper
from controller.core.due import Due, Rhythm
from controller.core.period import week_of
from controller.reports.reports import Reports
from controller.summary.sheet import SheetMaker

WRITTEN, NOTHING_TO_SAY = 0, 3
_TEXTS: Final = Path(__file__).parents[1] / "texts"
_NICE: Final = 19


def tell_summary(given: argparse.Namespace, _texts: Mapping[str, str]) -> int:
    """Write it; 3 where the journal has none of its days."""
    os.nice(_NICE)
    profile = read_profile(given.profile, ControllerProfile)
    monday = week_of(given.day)
    due = (
        Due(Rhythm.WEEKLY, monday, monday + timedelta(days=6))
        if given.week
        else Due(Rhythm.DAILY, given.day, given.day)
    )
    return WRITTEN if write_summary(profile, due, given.to) else NOTHING_TO_SAY


def write_summary(profile: ControllerProfile, due: Due, to: Path) -> bool:
    """Whole or not at all; False where the journal has none of its days. Raises OSError, JournalUnreadableError."""
    site, language = profile.site, profile.site.reports.language
    with closing(Reports(Path(profile.state))) as reports:
        maker = SheetMaker(reports.table, site, load_texts(_TEXTS, language), language, due)
        if not maker.opened():
            return False
        sheet = maker.make(datetime.now(ZoneInfo(site.timezone)))
    _whole(to, lambda beside: write_paper(sheet, beside, author=site.name, language=language))
    return True


def _whole(to: Path, write: Callable[[Path], object]) -> None:
    """Beside its place first, and put there only when every byte is on the disk."""
    beside = to.with_name(f".{to.name}.part")
    try:
        write(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)
