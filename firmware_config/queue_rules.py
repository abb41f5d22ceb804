"""Rules of a site about the queue: steps and targets of fields, officers and their passwords, calling, and giving numbers."""

from collections.abc import Mapping
from typing import Final

from argon2 import Parameters, Type, extract_parameters
from argon2.exceptions import InvalidHashError

from contract.ids import FieldId
from contract.site import OfficerRole, Site
from contract.topics import Role
from firmware_config.basic_rules import Faults, short_name, some_words, twice, within
from firmware_config.fault import Fault, nearest

_MEMORY_KIB: Final = (8 * 1024, 256 * 1024)
_PASSES: Final = (1, 10)
"""Costs of a password's hash: less is soon guessed, more makes every sign-in wait and may use up the machine's memory."""


def targets(site: Site) -> Faults:
    """Quotas, expected times and the share of those who go first by law."""
    for place, one in enumerate(site.fields):
        key = f"fields[{place}]"
        yield from within(f"{key}.quota", one.quota, 0, 999)
        yield from within(f"{key}.target_wait_min", one.target_wait_min, 1, 240)
        yield from within(f"{key}.service_min", one.service_min, 0.1, 240)
        yield from within(f"{key}.priority_cap", one.priority_cap, 1, 9)


def steps(site: Site) -> Faults:
    """Where a visit goes on to: fields that there are, never back to where it came from."""
    if site.fields and not any(one.offered for one in site.fields):
        yield Fault("fields", "none_offered")
    known = [one.id for one in site.fields]
    reached = _reached(site)
    told: set[FieldId] = set()
    for place, one in enumerate(site.fields):
        key = f"fields[{place}].then"
        for number, after in enumerate(one.then):
            if after not in known:
                yield Fault(f"{key}[{number}]", "unknown_field", {"word": after}, nearest(after, known))
            elif after in one.then[:number]:
                yield Fault(f"{key}[{number}]", "twice", {"word": after})
        circle = {other for other in reached.get(one.id, ()) if one.id in reached.get(other, ())}
        if one.id in circle - told:
            told |= circle
            yield Fault(key, "circle", {"word": one.id})


def _reached(site: Site) -> Mapping[FieldId, set[FieldId]]:
    """Every field that a visit of a field may come to, however many steps later."""
    reached: dict[FieldId, set[FieldId]] = {one.id: set(one.then) for one in site.fields}
    for middle, beyond in reached.items():
        for before in reached.values():
            if middle in before:
                before.update(beyond)
    return reached


def officers(site: Site) -> Faults:
    """Who signs in; and that somebody can call people at every counter."""
    yield from twice("officers", "id", [one.id for one in site.officers])
    for place, one in enumerate(site.officers):
        key = f"officers[{place}]"
        yield from short_name(f"{key}.id", one.id)
        yield from some_words(f"{key}.name", one.name)
        yield from _password(f"{key}.password", one.password)
        yield from twice(f"{key}.rights", "", one.rights)
    if site.officers and not any(one.role is OfficerRole.HEAD for one in site.officers):
        yield Fault("officers", "no_head")
    pads = {one.counter for one in site.devices if one.role is Role.KEYPAD}
    idle = [str(one.id) for one in site.counters if one.id not in pads]
    if idle and not site.officers:
        yield Fault("officers", "nobody_calls", {"counters": ", ".join(idle)})


def pins(site: Site) -> Faults:
    """Of the maintenance screens of kiosks."""
    for place, one in enumerate(site.devices):
        if one.pin:
            yield from _password(f"devices[{place}].pin", one.pin, "pin_hash")


def _password(key: str, stored: str, otherwise: str = "password_hash") -> Faults:
    """A hash, and one that can be checked in reasonable time. What stands there is not told: it may be the password."""
    found = _parameters(stored)
    if found is None:
        yield Fault(key, otherwise)
    elif not (
        _MEMORY_KIB[0] <= found.memory_cost <= _MEMORY_KIB[1]
        and _PASSES[0] <= found.time_cost <= _PASSES[1]
        and found.parallelism <= _PASSES[1]
    ):
        yield Fault(key, "password_cost")


def _parameters(stored: str) -> Parameters | None:
    try:
        found = extract_parameters(stored)
    except (InvalidHashError, ValueError):
        return None
    whole = found.salt_len >= 16 and found.hash_len >= 32  # as RFC 9106, 4, recommends: shorter was cut off
    return found if found.type is Type.ID and whole else None


def priorities(site: Site) -> Faults:
    """Who goes first by law."""
    yield from twice("priorities", "id", [one.id for one in site.priorities])
    yield from twice("priorities", "name", [one.name for one in site.priorities])
    for place, one in enumerate(site.priorities):
        yield from short_name(f"priorities[{place}].id", one.id)
        yield from some_words(f"priorities[{place}].name", one.name)


def calling(site: Site) -> Faults:
    """How often and how fast a number is called, and what becomes of who does not come."""
    rules = site.calling
    yield from within("calling.recalls", rules.recalls, 0, 3)
    yield from within("calling.recall_gap_s", rules.recall_gap_s, 5, 60)
    yield from within("calling.expires_s", rules.expires_s, 10, 600)
    yield from within("calling.absent_after", rules.absent_after, 1, 4)
    if 1 <= rules.recalls + 1 < rules.absent_after <= 4:
        yield Fault("calling.absent_after", "absent_after", {"calls": rules.recalls + 1})
    yield from within("calling.late_places", rules.late_places, 0, 20)
    yield from within("calling.returns", rules.returns, 0, 9)
    yield from within("calling.undo_s", rules.undo_s, 0, 300)
    known = ("linh", "lẻ")
    if rules.zero_tens not in known:
        values = {"word": rules.zero_tens, "known": ", ".join(known)}
        yield Fault("calling.zero_tens", "unknown_word", values, nearest(rules.zero_tens, known))


def tickets(site: Site) -> Faults:
    """Against slips and hoarding; at peaks the limit gets tighter, never looser."""
    rules = site.tickets
    yield from within("tickets.double_tap_s", rules.double_tap_s, 0, 10)
    yield from within("tickets.per_minute", rules.per_minute, 0, 600)
    yield from within("tickets.per_minute_peak", rules.per_minute_peak, 0, 600)
    if 0 < rules.per_minute <= 600 and not 0 < rules.per_minute_peak <= rules.per_minute:
        yield Fault("tickets.per_minute_peak", "looser_at_peak", {"most": rules.per_minute})
    yield from within("tickets.peak_waiting", rules.peak_waiting, 1, 999)
    yield from within("tickets.before_open_min", rules.before_open_min, 0, 240)
    yield from within("tickets.appointment_grace_min", rules.appointment_grace_min, 0, 240)
    yield from within("tickets.block", rules.block, 0, 50)
