"""Devices in trouble, as one quiet line for the clerk: what only a person can put right."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from contract.ids import CounterId, DeviceId
from contract.notices import Presence, Printer
from contract.site import Device
from controller.rolls import Rolls
from controller.web.page import clock_time

_SHOWN: Final = 2
_SHOWN_TO_HEADS: Final = 4
_SEVERITY: Final = {condition: place for place, condition in enumerate(Printer)}


def trouble_line(
    devices: Iterable[Device], heard: Mapping[DeviceId, Presence], counter: CounterId, texts: Mapping[str, str]
) -> str:
    """The worst first, two in words and the others counted; empty when all is well.

    A counter hears of what serves the whole hall and of what stands at it. A device that was never heard of is none of a
    clerk's business: it may not be unpacked yet.
    """
    near = [device for device in devices if device.counter in {None, counter}]
    return _line(near, heard, Rolls(), texts, _SHOWN)


def hall_trouble_line(
    devices: Iterable[Device],
    heard: Mapping[DeviceId, Presence],
    rolls: Rolls,
    texts: Mapping[str, str],
    serves: Callable[[DeviceId], bool] = lambda _device: True,
) -> str:
    """The same of all devices, for heads; a roll that runs out tells since when, and how many tickets it has given since.

    Heads read also what a hall board cannot show beside its calls, which is no clerk's business, and what was taken out of
    service, by ``serves``, wherever that was done.
    """
    return _line(devices, heard, rolls, texts, _SHOWN_TO_HEADS, serves, media=True)


def _line(
    devices: Iterable[Device],
    heard: Mapping[DeviceId, Presence],
    rolls: Rolls,
    texts: Mapping[str, str],
    most: int,
    serves: Callable[[DeviceId], bool] = lambda _device: True,
    *,
    media: bool = False,
) -> str:
    found: list[tuple[int, str]] = []
    for device in devices:
        presence = heard.get(device.id)
        severity, trouble = _trouble(presence, texts) if presence else (0, "")
        if not severity and media and presence and presence.media:
            severity, trouble = 1, texts["clerk.device.media"].format(count=presence.media)
        if not serves(device.id):
            severity, trouble = 1, texts["clerk.device.out"]
        if not severity:
            continue
        words = texts[f"clerk.device.{device.role}"].format(device=device.id, trouble=trouble)
        roll = rolls.low(device.id)
        if roll:
            words += f" ({texts['head.roll'].format(time=clock_time(roll.since), count=roll.tickets)})"
        found.append((severity, words))
    found.sort(key=lambda one: -one[0])
    words_of_all = [text for _, text in found[:most]]
    if len(found) > most:
        words_of_all.append(texts["clerk.device.more"].format(count=len(found) - most))
    return " · ".join(words_of_all)


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
