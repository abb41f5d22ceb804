"""Whether a device's own account is let in and hears what its program needs; asked only of one that is not there."""

import time
from collections.abc import Iterator
from typing import Final

from contract.topics import Topics, grants
from firmware_config.doctor.adapters.mqtt_line import Address, LineError, MqttLine
from firmware_config.doctor.finding import Finding
from firmware_config.doctor.patient import Device

ABOUT_ACCOUNTS: Final = frozenset({"broker_wrong_password", "broker_not_heard"})
"""Kinds that one device may have and the next one not."""
_KEPT_S: Final = 0.7
"""Within which a broker hands over what it keeps."""


def account_findings(device: Device, address: Address, until: float, *, alive: bool = False) -> Iterator[Finding]:
    """``alive``: a controller is there, so what it always leaves at the broker must come.

    A mosquitto takes the wish to hear what may not be heard and then hands over nothing; only what does not come shows it.
    """
    try:
        line = MqttLine(address, device.name, device.account.password, until)
    except LineError as fault:
        values = {"host": address.host, "port": address.port, "ca": address.ca, "user": device.name}
        yield Finding(fault.kind, values, device.name)
        return
    try:
        silent = line.ask(topics_of(device), until) or (_missing(line, device, until) if alive else [])
    finally:
        line.close()
    if silent:
        yield Finding("broker_not_heard", {"user": device.name, "topic": silent[0]}, device.name)


def _missing(line: MqttLine, device: Device, until: float) -> list[str]:
    """Of what is always kept, in the order in which it is asked for, what has not come."""
    at = Topics(device.account.site)
    kept = {at.office, at.board, at.outlook, *_own_counter(device)}
    awaited = [topic for topic in topics_of(device) if topic in kept]
    ends = min(until, time.monotonic() + _KEPT_S)
    while awaited and time.monotonic() < ends:
        heard = line.hear(ends)
        if heard and heard[0] in awaited:
            awaited.remove(heard[0])
    return awaited


def _own_counter(device: Device) -> Iterator[str]:
    counter = getattr(device.profile, "counter", None)
    if counter is not None:
        yield Topics(device.account.site).counter(counter)


def topics_of(device: Device) -> tuple[str, ...]:
    """What its program hears, with the counter and zone of its profile where it has them."""
    account, profile = device.account, device.profile
    counter, zone = getattr(profile, "counter", None), getattr(profile, "zone", "")
    try:
        return grants(account.site, account.role, account.device, counter, zone).subscribe
    except ValueError:  # a small device stands at a counter that this profile does not tell
        at = Topics(account.site)
        return (at.office, at.pulse)
