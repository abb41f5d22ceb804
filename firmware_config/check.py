"""The rules of a site: what the types alone do not say. Each rule tells every fault that it finds."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from contract.printer_models import DEFAULT, printer_models
from contract.site import Device, Site
from contract.small_device import is_small
from contract.topics import CONTROLLER, Role
from firmware_config import queue_rules
from firmware_config.announcing_rules import announcing
from firmware_config.backup_rules import backup
from firmware_config.basic_rules import Faults, address, short_name, some_words, twice, within
from firmware_config.board_rules import board
from firmware_config.counter_board_rules import counter_boards
from firmware_config.fault import Fault, nearest
from firmware_config.fleet_rules import fleet
from firmware_config.home_assistant_rules import home_assistant
from firmware_config.hours_rules import hours
from firmware_config.machine_rules import machines
from firmware_config.message_rules import messages
from firmware_config.pattern import pattern_fault
from firmware_config.rating_rules import ratings
from firmware_config.registry_rules import registry
from firmware_config.report_rules import reports
from firmware_config.short_names import shortened
from firmware_config.small_device_rules import small_devices
from firmware_config.speech_rules import speech
from firmware_config.suggestion_rules import suggestions
from firmware_config.voices_rules import voices
from firmware_config.zone_rules import zones

_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")
_AT_A_COUNTER: Final = (Role.RATING, Role.COUNTER_BOARD, Role.KEYPAD, Role.PAD)
_NO_SCREEN: Final = (Role.SPEAKER, Role.KEYPAD, Role.PAD)
_RESERVED: Final = re.compile(rf"{CONTROLLER}|broker|doctor|head|phone|sms|counter-(\d+|unknown)")
"""The broker's folder, the doctor's account, and the names under which pages send commands."""
_PIXEL_SHAPE: Final = 1.25
"""How far from square a pixel may be before the millimetres are taken for a mistake."""


def check(site: Site) -> list[Fault]:
    """Every fault of the site."""
    rules: tuple[Callable[[Site], Faults], ...] = (
        _office, _fields, queue_rules.targets, queue_rules.steps, _counters, _service, queue_rules.officers,
        queue_rules.priorities, queue_rules.pins, _devices, _screens, _printers, _broker, _web, registry, ratings, queue_rules.calling,
        queue_rules.tickets, messages, hours, speech, announcing, voices, suggestions, zones, board, counter_boards, reports,
        machines, small_devices, fleet, backup, home_assistant,
    )  # fmt: skip
    return [fault for rule in rules for fault in rule(site)]


def _office(site: Site) -> Faults:
    yield from short_name("id", site.id)
    yield from some_words("name", site.name)
    if not _zone(site.timezone):  # listing all zones takes a tenth of a second
        hint = nearest(
            site.timezone.rsplit("/", 1)[-1], (zone.rsplit("/", 1)[-1].lower() for zone in available_timezones())
        )
        full = next((zone for zone in sorted(available_timezones()) if hint and zone.lower().endswith(f"/{hint}")), "")
        yield Fault("timezone", "unknown_zone", {"word": site.timezone}, full)
    wrong = pattern_fault(site.file_code)
    if wrong:
        yield Fault("file_code", wrong)


def _fields(site: Site) -> Faults:
    if not site.fields:
        yield Fault("fields", "no_fields")
    yield from twice("fields", "id", [one.id for one in site.fields])
    yield from twice("fields", "prefix", [one.prefix for one in site.fields])
    for place, one in enumerate(site.fields):
        key = f"fields[{place}]"
        yield from short_name(f"{key}.id", one.id)
        yield from some_words(f"{key}.name", one.name)
        if not re.fullmatch("[A-Z]", one.prefix):
            yield Fault(f"{key}.prefix", "prefix", {"word": one.prefix})
        yield from within(f"{key}.first", one.first, 1, 999)
        yield from within(f"{key}.last", one.last, 1, 999)
        if one.first > one.last:
            yield Fault(f"{key}.last", "first_after_last", {"first": one.first, "last": one.last})
    for place, one in enumerate(site.fields):
        for number, procedure in enumerate(one.procedures):
            key = f"fields[{place}].procedures[{number}]"
            yield from some_words(key, procedure)
            others = [two.id for two in site.fields if two is not one and procedure in two.procedures]
            if others and site.fields.index(one) > [two.id for two in site.fields].index(others[0]):
                yield Fault(key, "procedure_twice", {"word": procedure, "other": others[0]})


def _counters(site: Site) -> Faults:
    if not site.counters:
        yield Fault("counters", "no_counters")
    yield from twice("counters", "id", [one.id for one in site.counters])
    known = [one.id for one in site.fields]
    names = {one.name: one.id for one in site.fields}
    meant = {shortened(one, 32) for one in known}  # a short name that is none is told where it stands
    for place, one in enumerate(site.counters):
        key = f"counters[{place}]"
        yield from within(f"{key}.id", one.id, 1, 999)
        if not one.fields:
            yield Fault(f"{key}.fields", "serves_nothing")
        for number, field in enumerate(one.fields):
            if field not in known and field not in meant:
                hint = next(
                    (id_ for id_ in known if id_ in {names.get(field), shortened(field, 32)}), nearest(field, known)
                )
                yield Fault(f"{key}.fields[{number}]", "unknown_field", {"word": field}, hint)
            elif field in one.fields[:number]:
                yield Fault(f"{key}.fields[{number}]", "twice", {"word": field})


def _service(site: Site) -> Faults:
    known = [one.id for one in site.fields]
    served = {field for one in site.counters for field in one.fields}
    meant = {nearest(field, known) for field in served - set(known)}
    for place, one in enumerate(site.fields):
        if one.id not in served | meant:
            yield Fault(f"fields[{place}].id", "unserved", {"word": one.id})


def _devices(site: Site) -> Faults:
    yield from twice("devices", "id", [one.id for one in site.devices])
    known = [one.id for one in site.counters]
    for place, one in enumerate(site.devices):
        key = f"devices[{place}]"
        yield from short_name(f"{key}.id", one.id)
        if _RESERVED.fullmatch(one.id):
            yield Fault(f"{key}.id", "reserved", {"word": one.id})
        if one.role is Role.CONTROLLER:
            yield Fault(f"{key}.role", "controller_is_there")
        if one.role in _AT_A_COUNTER and one.counter is None:
            yield Fault(f"{key}.counter", "needs_counter", {"role": one.role})
        elif one.role not in _AT_A_COUNTER and one.counter is not None:
            yield Fault(f"{key}.counter", "not_for_role", {"role": one.role})
        elif one.counter is not None and one.counter not in known:
            yield Fault(f"{key}.counter", "unknown_counter", {"word": one.counter, "known": ", ".join(map(str, known))})
        for name, role in (
            ("printer", Role.KIOSK),
            ("camera", Role.KIOSK),
            ("pin", Role.KIOSK),
            ("sink", Role.SPEAKER),
        ):
            if getattr(one, name) and one.role is not role:
                yield Fault(f"{key}.{name}", "not_for_role", {"role": one.role})


def _screens(site: Site) -> Faults:
    for place, one in enumerate(site.devices):
        if one.role in _NO_SCREEN or is_small(one.role, one.hardware):
            continue
        key = f"devices[{place}]"
        good = all(240 <= size <= 8192 for size in one.screen)
        if not good:
            yield Fault(f"{key}.screen", "screen")
        if not all(40 <= size <= 5000 for size in one.screen_mm):
            yield Fault(f"{key}.screen_mm", "screen_mm")
        elif good and not _square(one):
            yield Fault(f"{key}.screen_mm", "not_square")


def _square(device: Device) -> bool:
    shape = device.screen[0] / device.screen_mm[0] / (device.screen[1] / device.screen_mm[1])
    return 1 / _PIXEL_SHAPE <= shape <= _PIXEL_SHAPE


def _printers(site: Site) -> Faults:
    for place, one in enumerate(site.devices):
        key = f"devices[{place}]"
        if one.printer and not (one.printer.startswith("/dev/") or address(one.printer, "tcp")):
            yield Fault(f"{key}.printer", "printer", {"word": one.printer})
        if one.paper_mm not in {58, 80}:
            yield Fault(f"{key}.paper_mm", "paper", {"word": one.paper_mm})
        else:
            yield from _printer_model(key, one)
        if "://" in one.camera and not address(one.camera, "http", "https", "rtsp"):
            yield Fault(f"{key}.camera", "camera", {"word": one.camera})


def _printer_model(key: str, one: Device) -> Faults:
    known = {name.lower(): name for name in printer_models(one.paper_mm)}
    if one.printer_model not in known.values():
        values = {"word": one.printer_model, "paper": one.paper_mm, "known": ", ".join(known.values())}
        yield Fault(f"{key}.printer_model", "printer_model", values, known.get(nearest(one.printer_model, known), ""))
    for name, changed in (("printer_model", one.printer_model != DEFAULT), ("test_print", one.test_print)):
        if changed and not one.printer:
            yield Fault(f"{key}.{name}", "no_printer")


def _broker(site: Site) -> Faults:
    kinds = ("embedded", "mosquitto")
    if site.broker.kind not in kinds:
        values = {"word": site.broker.kind, "known": ", ".join(kinds)}
        yield Fault("broker.kind", "unknown_word", values, nearest(site.broker.kind, kinds))
    yield from _host("broker.host", site.broker.host)
    yield from within("broker.port", site.broker.port, 1, 65535)


def _web(site: Site) -> Faults:
    yield from _host("web.host", site.web.host)
    yield from within("web.port", site.web.port, 1, 65535)
    if (site.web.host, site.web.port) == (site.broker.host, site.broker.port):
        yield Fault("web.port", "same_port", {"port": site.web.port})
    yield from _https(site)
    if site.web.address and not address(site.web.address, "http", "https"):
        yield Fault("web.address", "address", {"word": site.web.address})
    elif site.web.address and not _bare(site.web.address):
        yield Fault("web.address", "address_bare", {"word": site.web.address})
    if site.web.proxy and not _is_ip(site.web.proxy):
        yield Fault("web.proxy", "proxy", {"word": site.web.proxy})


def _https(site: Site) -> Faults:
    port = site.web.https_port
    if not port:
        return
    yield from within("web.https_port", port, 1, 65535)
    if port == site.web.port:
        yield Fault("web.https_port", "pages_port", {"port": port})
    if (site.web.host, port) == (site.broker.host, site.broker.port):
        yield Fault("web.https_port", "same_port", {"port": port})


def _is_ip(word: str) -> bool:
    try:
        return str(ip_address(word)) == word  # as callers are written, which it is compared with
    except ValueError:
        return False


def _host(key: str, host: str) -> Faults:
    try:
        ip_address(host)
    except ValueError:
        if not _HOST.fullmatch(host) or re.fullmatch(r"[\d.]+", host):
            yield Fault(key, "host", {"word": host})


def _bare(place: str) -> bool:
    """Host and port only: the pages stand at the root, and every ticket's path is put behind it."""
    parts = urlsplit(place)
    return parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found, a folder, an odd name
        return False
    return True
