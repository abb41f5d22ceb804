"""Kiosks that gave numbers by themselves while they were cut off: how many, and for how long, as their reports tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contract.ids import DeviceId
from controller.core.events import DayOpened, Entry, TicketIssued


@dataclass(frozen=True, slots=True)
class Spell:
    """``count`` numbers between ``since`` and the last at ``until``, by the kiosk's clock; the controller heard of the first of them at ``heard``."""

    count: int
    since: datetime
    until: datetime
    heard: datetime


def spells(before: Mapping[DeviceId, Spell], entries: Iterable[Entry]) -> Mapping[DeviceId, Spell]:
    """The latest spell of each kiosk today, after further entries of the journal."""
    found = dict(before)
    for entry in entries:
        event = entry.event
        if isinstance(event, DayOpened):
            found.clear()
        elif isinstance(event, TicketIssued) and event.taken_at is not None:
            found[entry.by] = _longer(found.get(entry.by), event.taken_at, entry.at)
    return found


def _longer(spell: Spell | None, taken: datetime, heard: datetime) -> Spell:
    """What was taken after the last report is another absence."""
    if spell is None or taken > spell.heard:
        return Spell(1, taken, taken, heard)
    return Spell(spell.count + 1, min(spell.since, taken), max(spell.until, taken), spell.heard)
