"""The rules of what counter boards show besides the number: photos that the pages can serve."""

import re
from pathlib import Path
from typing import Final

from contract.site import Site
from firmware_config.basic_rules import Faults
from firmware_config.fault import Fault

_PHOTO: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(jpg|jpeg|png)")
"""Bare names, so that no photo can be a file outside the folder."""


def counter_boards(site: Site) -> Faults:
    """Photos of counters and officers."""
    given = [(f"counters[{place}].photo", one.photo) for place, one in enumerate(site.counters)]
    given += [(f"officers[{place}].photo", one.photo) for place, one in enumerate(site.officers)]
    folder = site.counter_board.photos
    if folder and not Path(folder).is_absolute():
        yield Fault("counter_board.photos", "photos_folder", {"word": folder})
    for key, photo in given:
        if photo and not _PHOTO.fullmatch(photo):
            yield Fault(key, "photo_name", {"word": photo})
        elif photo and not folder:
            yield Fault(key, "no_photos_folder", {"word": photo})
