"""Rules of what loudspeakers say: times that exist, and loudness that a hall can bear."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from contract.announcing import Loudspeaker, clock, span
from contract.site import Site
from contract.topics import Role
from firmware_config.basic_rules import Faults, within
from firmware_config.fault import Fault

SOFTEST_DB: Final = -60.0
_REPEAT_S: Final = 30.0
_HOURS: Final = re.compile(r"(?<![\d:])(\d{1,2})\s*[:h.g]\s*(\d\d)?")


def announcing(site: Site) -> Faults:
    """Of the office, and of its loudspeakers."""
    rules = site.announcing
    yield from within("announcing.repeat_after_s", rules.repeat_after_s, 0, min(_REPEAT_S, site.calling.expires_s))
    yield from _quiet("announcing.quiet", rules.quiet)
    for since, volume in rules.volumes.items():
        key = f"announcing.volumes.{since}"
        if not _exists(clock, since):
            yield Fault(key, "clock", {"word": since}, _meant(since))
        yield from within(key, volume, SOFTEST_DB, 0)
    for place, one in enumerate(site.devices):
        key = f"devices[{place}].loudspeaker"
        if one.loudspeaker != Loudspeaker() and one.role is not Role.SPEAKER:
            yield Fault(key, "not_for_role", {"role": one.role})
        yield from within(f"{key}.gain_db", one.loudspeaker.gain_db, SOFTEST_DB, -SOFTEST_DB)
        yield from _quiet(f"{key}.quiet", one.loudspeaker.quiet)


def _quiet(key: str, spans: Sequence[str]) -> Faults:
    for place, text in enumerate(spans):
        if not _exists(span, text):
            yield Fault(f"{key}[{place}]", "quiet", {"word": text}, _meant(text))


def _exists(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _meant(text: str) -> str:
    """How ``11h30 - 13h`` is written here; empty where it cannot be told."""
    found = [f"{int(hour):02}:{minute or '00'}" for hour, minute in _HOURS.findall(text)]
    meant = "-".join(found)
    return meant if _exists(span if len(found) == 2 else clock, meant) else ""
