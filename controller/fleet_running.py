"""The fleet as it runs: what it remembers, what it hears of the broker, and who is told of troubles."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from contract import VERSION
from contract.broker_topics import BROKER_TOPICS
from contract.codec import decode_notice_as
from contract.controller_profile import ControllerProfile
from contract.errors import MalformedMessageError
from contract.health import Health
from contract.language import load_texts
from contract.link import Handler, Link
from contract.machine_facts import machine_facts
from contract.mishaps import Mishaps
from contract.notices import Presence
from contract.topics import CONTROLLER, sender
from contract.twin import Reported
from controller.adapters.folder_backups import newest_backup
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.http_webhook import webhook
from controller.adapters.json_fleet import (
    keep_alarms,
    keep_errands,
    keep_sightings,
    keep_waiting,
    note_start,
    read_alarms,
    read_errands,
    read_sightings,
    read_waiting,
)
from controller.adapters.link_outlet import tell_directive
from controller.adapters.own_address import is_own_address
from controller.alarms import Alarms
from controller.alert_line import AlertLine
from controller.errands import Errands
from controller.fleet import Fleet
from controller.ports import Clock
from controller.service import Service
from controller.sightings import Sightings
from controller.twins import Twins

_TEXTS: Final = Path(__file__).parent / "texts"
_Word = TypeVar("_Word", Presence, Reported, Health)


def office_fleet(profile: ControllerProfile, link: Link, twins: Twins, mishaps: Mishaps, clock: Clock) -> Fleet:
    """Of a controller that starts now; its link is not started yet."""
    site, state = profile.site, Path(profile.state)
    starts = note_start(state, clock())
    sightings = Sightings(
        tuple(one.id for one in site.devices),
        starts[-1],
        HoursCalendar(site.hours),
        read_sightings(state),
        partial(keep_sightings, state),
    )
    fleet = Fleet(
        site,
        twins,
        clock,
        tell_directive(link),
        own_health(profile.state, starts[-1], mishaps),
        newest_backup(site.fleet.backups or site.backup.folder, ZoneInfo(site.timezone)),
        starts,
        sightings,
        Errands({one.id: one for one in site.devices}, read_errands(state), partial(keep_errands, state)),
        shares_machine=is_own_address(profile.account.host),
    )
    for topic in BROKER_TOPICS:
        link.listen(topic, fleet.heard_broker)
    return fleet


def own_health(state: str, started: datetime, mishaps: Mishaps) -> Callable[[], Health]:
    """How the controller and its machine are."""

    def look() -> Health:
        facts = machine_facts(state)
        return Health(
            CONTROLLER,
            VERSION,
            started_at=started,
            up_s=facts.up_s,
            temperature_c=facts.temperature_c,
            free_mb=facts.free_mb,
            disk_mb=facts.disk_mb,
            error=mishaps.latest,
        )

    return look


def office_alarms(profile: ControllerProfile, service: Service) -> Alarms:
    """Who tells the IT officer of troubles."""
    site, state = profile.site, Path(profile.state)
    line = (
        AlertLine(webhook(site.fleet), service.now, read_waiting(state), partial(keep_waiting, state))
        if site.fleet.webhook
        else None
    )
    texts = load_texts(_TEXTS, site.fleet.language)
    return Alarms(site, service.fleet, line, texts, service.now, read_alarms(state), partial(keep_alarms, state))


def heard_presences(service: Service) -> Handler:
    """Handler of the presences of all devices."""
    return _heard(Presence, service.heard)


def heard_twins(service: Service) -> Handler:
    """Handler of what all devices report of their configuration."""
    return _heard(Reported, service.heard_twin)


def heard_healths(service: Service) -> Handler:
    """Handler of the health of all devices."""
    return _heard(Health, service.heard_health)


def _heard(kind: type[_Word], take: Callable[[_Word], object]) -> Handler:
    """A device speaks for itself alone, on its own topic."""

    def handle(topic: str, payload: bytes) -> None:
        word = decode_notice_as(payload, kind)
        if word.device != sender(topic):
            raise MalformedMessageError(f"the {kind.__name__} of {word.device[:64]!r}")
        take(word)

    return handle
