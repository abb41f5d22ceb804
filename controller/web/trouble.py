"""Devices in trouble, as one quiet line for the clerk: what only a person can put right."""

from collections.abc import Iterable, Mapping
from typing import Final

from contract.ids import CounterId, DeviceId
from contract.notices import Presence, Printer
from contract.site import Device

_SHOWN: Final = 2
_SEVERITY: Final = {condition: place for place, condition in enumerate(Printer)}


def trouble_line(
    devices: Iterable[Device], heard: Mapping[DeviceId, Presence], counter: CounterId, texts: Mapping[str, str]
) -> str:
    """The worst first, two in words and the others counted; empty when all is well.

    A counter hears of what serves the whole hall and of what stands at it. A device that was never heard of is none of a
    clerk's business: it may not be unpacked yet.
    """
    found: list[tuple[int, str]] = []
    for device in devices:
        presence = heard.get(device.id)
        if presence is None or device.counter not in {None, counter}:
            continue
        severity, trouble = _trouble(presence, texts)
        if severity:
            found.append((severity, texts[f"clerk.device.{device.role}"].format(device=device.id, trouble=trouble)))
    found.sort(key=lambda one: -one[0])
    words = [text for _, text in found[:_SHOWN]]
    if len(found) > _SHOWN:
        words.append(texts["clerk.device.more"].format(count=len(found) - _SHOWN))
    return " · ".join(words)


def _trouble(presence: Presence, texts: Mapping[str, str]) -> tuple[int, str]:
    """How bad, 0 for not at all, and what it is."""
    if not presence.online:
        return len(_SEVERITY), texts["clerk.device.offline"]
    if presence.printer not in {None, Printer.READY}:
        assert presence.printer is not None
        text = texts[f"printer.{presence.printer}"]
        return _SEVERITY[presence.printer], text[:1].lower() + text[1:]
    if presence.sound is False:
        return 1, texts["clerk.device.silent"]
    return 0, ""
