"""When a kiosk that is cut off gives numbers that it holds: only as it was told last, and only on that day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from contract.ids import FieldId
from contract.notices import Door, FieldNow, Outlook

_STEP: Final = 5
"""So many numbers more or fewer left are worth keeping over a restart."""


def fields_alone(
    outlook: Outlook | None, left: Mapping[FieldId, int], given: Mapping[FieldId, int], now: datetime
) -> frozenset[FieldId]:
    """Fields of which a number can be had without the controller at ``now``, the office's local time.

    ``left``: held numbers of today that nobody has; ``given``: how many the kiosk gave by itself since the outlook. What was
    shut stays shut, what was few runs out, and what was to open in the morning opens.
    """
    if outlook is None or outlook.at.astimezone(now.tzinfo).date() != now.date():
        return frozenset()
    if outlook.closes_at is not None and now >= outlook.closes_at:
        return frozenset()
    return frozenset(
        one.field
        for one in outlook.fields
        if left.get(one.field, 0) > 0
        and _is_open(one, now)
        and (one.left is None or given.get(one.field, 0) < one.left)
    )


def worth_keeping(outlook: Outlook) -> object:
    """What of an outlook these rules depend on, in steps that change seldom."""
    fields = tuple(
        (one.field, one.door, one.opens_at, None if one.left is None else one.left // _STEP) for one in outlook.fields
    )
    return outlook.at.date(), outlook.closes_at, fields


def _is_open(field: FieldNow, now: datetime) -> bool:
    if field.door is Door.NOT_YET:
        return field.opens_at is not None and field.opens_at <= now
    return field.door is Door.OPEN
