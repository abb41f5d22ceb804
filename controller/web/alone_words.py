"""Kiosks that were cut off and gave numbers by themselves, in words for the head: how many, and for how long."""

from collections.abc import Mapping

from contract.ids import DeviceId
from controller.core.alone import Spell


def alone_words(spells: Mapping[DeviceId, Spell], texts: Mapping[str, str]) -> list[str]:
    """The latest time of each kiosk today, the latest first. From its first such number until the controller had them."""
    return [
        texts["head.alone"].format(
            device=device,
            count=one.count,
            since=f"{one.since:%H:%M}",
            minutes=max(1, round((one.heard - one.since).total_seconds() / 60)),
            heard=f"{one.heard:%H:%M}",
        )
        for device, one in sorted(spells.items(), key=lambda pair: pair[1].heard, reverse=True)
    ]
