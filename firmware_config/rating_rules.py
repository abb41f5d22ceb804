"""Rules of a site about rating: faces, reasons, until when a phone may, and terminals that can be reached from a wheelchair."""

import re
from typing import Final

from contract.rating import FACES, OTHER_REASON
from contract.site import Device, Site
from contract.topics import Role
from firmware_config.basic_rules import Faults, short_name, some_words, twice, within
from firmware_config.fault import Fault

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_REASONS: Final = 5
"""Besides the other one: more would be smaller on a terminal's screen than a finger needs."""
REACH_MM: Final = 1100
LEAST_MM: Final = (125, 217)
"""Height of screen, wide or upright, that a rating terminal needs below what an arm reaches from a wheelchair."""


def ratings(site: Site) -> Faults:
    """The table, and the devices that people rate on."""
    given = site.rating
    yield from within("rating.seconds", given.seconds, 5, 300)
    if given.scale not in FACES:
        yield Fault("rating.scale", "rating_scale", {"word": given.scale})
    if given.phone_until and not _CLOCK.fullmatch(given.phone_until):
        yield Fault("rating.phone_until", "clock", {"word": given.phone_until})
    yield from _reasons(site)
    if len(given.reasons) > MOST_REASONS and any(one.role is Role.RATING for one in site.devices):
        yield Fault(f"rating.reasons[{MOST_REASONS}]", "too_many_reasons", {"most": MOST_REASONS})
    for place, one in enumerate(site.devices):
        if one.role is Role.RATING and one.screen_bottom_mm > _highest(one):
            yield Fault(f"devices[{place}].screen_bottom_mm", "out_of_reach", {"most": _highest(one)})


def _reasons(site: Site) -> Faults:
    given = site.rating.reasons
    yield from twice("rating.reasons", "id", [one.id for one in given])
    yield from twice("rating.reasons", "text", [one.text for one in given])
    for place, one in enumerate(given):
        key = f"rating.reasons[{place}]"
        yield from short_name(f"{key}.id", one.id)
        if one.id == OTHER_REASON:
            yield Fault(f"{key}.id", "reason_other", {"word": one.id})
        yield from some_words(f"{key}.text", one.text)
        if one.english:
            yield from some_words(f"{key}.english", one.english)


def _highest(device: Device) -> int:
    wide, high = device.screen_mm
    return REACH_MM - min(high, LEAST_MM[wide <= high])
