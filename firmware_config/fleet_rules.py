"""Rules of a site about alerts and figures of the fleet: a webhook that can be reached, kinds and times that there are."""

from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from contract.fleet import Trouble
from contract.site import Site
from firmware_config.basic_rules import Faults, address, within
from firmware_config.fault import Fault, nearest

_LANGUAGES: Final = ("vi", "en")
_LONGEST_MIN: Final = 7 * 24 * 60


def fleet(site: Site) -> Faults:
    """Every fault of the table."""
    given = site.fleet
    if given.webhook and not _is_open_address(given.webhook):
        yield Fault("fleet.webhook", "webhook", {"word": given.webhook})
    for key in ("secret_file", "metrics_file", "backups"):
        word = getattr(given, key)
        if word and not PurePosixPath(word).is_absolute():
            yield Fault(f"fleet.{key}", "whole_path", {"word": word})
    for kind, minutes in given.after_min.items():
        if kind not in set(Trouble):
            values = {"word": kind, "known": ", ".join(Trouble)}
            yield Fault(f"fleet.after_min.{kind}", "unknown_word", values, nearest(kind, tuple(Trouble)))
        else:
            yield from within(f"fleet.after_min.{kind}", minutes, 0, _LONGEST_MIN)
    if given.language not in _LANGUAGES:
        values = {"word": given.language, "known": ", ".join(_LANGUAGES)}
        yield Fault("fleet.language", "unknown_word", values, nearest(given.language, _LANGUAGES))
    yield from within("fleet.free_mb", given.free_mb, 1, 10_000_000)
    yield from within("fleet.warm_c", given.warm_c, 30, 120)
    yield from within("fleet.restarts", given.restarts, 1, 100)
    yield from within("fleet.backup_hours", given.backup_hours, 1, 24 * 365)


def _is_open_address(word: str) -> bool:
    """Without a user's name: a password does not belong in it."""
    return address(word, "http", "https") and "@" not in urlsplit(word).netloc
