"""The controller as it runs: journal, link, pages, phones' messages, and what makes figures, put together and taken apart in order."""

import itertools
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from contract.alive import tell_alive, tell_ready
from contract.codec import decode_request
from contract.controller_profile import ControllerProfile
from contract.credentials import CREDENTIALS, Credentials
from contract.errors import MalformedMessageError
from contract.ids import VisitId
from contract.joining import OFFERS
from contract.language import languages, load_texts
from contract.link import Link
from contract.mishaps import Mishaps
from contract.process import stop_on_signal
from contract.profile_watch import ProfileWatch
from contract.pulse import PULSE_S
from contract.sealed_phone import book_key
from contract.topics import sender
from controller.adapters.argon2_passwords import is_password
from controller.adapters.home_assistant_outlet import outlet_of
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.adapters.http_messenger import HttpMessenger, gateway_secret
from controller.adapters.http_state import note_address
from controller.adapters.json_clock import JsonClock, ticks
from controller.adapters.json_twins import JsonTwins
from controller.adapters.link_outlet import tell_twin
from controller.adapters.pages_certificate import certificate_of
from controller.adapters.smtp_mail import SmtpMail
from controller.adapters.sqlite_journal import SqliteJournal
from controller.adapters.sqlite_phone_book import SqlitePhoneBook, erase_phone_book
from controller.core.day_guard import SteadyClock
from controller.core.events import Entry
from controller.core.follow import follow_root
from controller.core.rights import device_sender
from controller.demand.keeper import ForecastKeeper
from controller.fleet_running import heard_healths, heard_presences, heard_twins, office_alarms, office_fleet
from controller.joins import Joins
from controller.messaging import Messaging
from controller.reports.desk import ReportDesk
from controller.service import Service
from controller.summary.keeper import SummaryKeeper
from controller.summary.writer import SummaryWriter
from controller.twins import Twins
from controller.web.app import make_app
from controller.web.door_keeper import DoorKeeper
from controller.web.report_reading import Evidence, forget_taken
from controller.web.server import WebServer

_TEXTS: Final = Path(__file__).parent / "texts"
_WORKERS: Final = 4
"""Look-ups and passwords of keypads at the same time."""
_GATEWAY_WORKERS: Final = 4
"""Messages to phones at the same time."""
_BEATS: Final = 2
"""Pulses between two looks at what time has brought."""
_LOG: Final = logging.getLogger(__name__)


def run_controller(profile: ControllerProfile, place: Path) -> None:
    """The controller whose profile lies at ``place``, until SIGTERM or SIGINT."""
    stop = stop_on_signal()
    site = profile.site
    zone = ZoneInfo(site.timezone)
    journal = SqliteJournal(Path(profile.state))
    link = Link(profile.account, on_change=lambda up: _linked(service, up=up))
    registry = HttpFileRegistry(site.registry, zone)
    workers = ThreadPoolExecutor(_WORKERS, "worker")
    state, mishaps = Path(profile.state), Mishaps()
    logging.getLogger().addHandler(mishaps)
    twins = Twins(site, JsonTwins(state), tell_twin(link), lambda: datetime.now(zone))
    fleet = office_fleet(profile, link, twins, mishaps, lambda: datetime.now(zone))
    service = Service(
        site,
        journal,
        outlet_of(link, site),
        registry,
        lambda: datetime.now(zone),
        workers,
        follow_root(site.web),
        profile.secret,
        HoursCalendar(site.hours),
        is_password,
        profile.catalogue.version,
        twins,
        fleet,
    )
    clock = JsonClock(state)
    days = service.keep_day(SteadyClock(ticks, clock.read(), clock.keep))
    service.alerts.append(lambda texts: texts["head.clock"] if days.held else "")
    gate = service.gate.guarded
    link.listen(link.topics.commands, gate(heard_commands(service)), fresh=True)
    link.listen(link.topics.presences, gate(heard_presences(service)))
    link.listen(link.topics.all_reported, gate(heard_twins(service)))
    link.listen(link.topics.all_health, gate(heard_healths(service)))
    credentials = ProfileWatch(place.with_name(CREDENTIALS), Credentials, Credentials())
    service.gate.adopt(credentials.look() or Credentials())
    ends = ExitStack()
    messaging = ends.enter_context(_messaging(profile, service))
    evidence = ends.enter_context(_evidence(profile, place, service))
    joins = Joins(place.with_name(OFFERS), Path(profile.state) / "joined.json", service.now)
    app = make_app(
        service,
        profile.catalogue,
        messaging=messaging,
        evidence=evidence,
        joins=joins,
        authority=profile.authority if site.web.https_port else "",
    )
    certificate = certificate_of(profile)
    web = WebServer(app, site.web, context=certificate.context if certificate else None)
    fleet.pages = lambda: web.doors
    web.start()
    note_address(state, web.address)
    keeper = DoorKeeper(web, certificate, lambda address: note_address(state, address))
    keeper.start()
    link.start()
    alarms = office_alarms(profile, service)
    alarms.start()
    tell_ready()
    _live(service, credentials, stop)
    alarms.stop()
    link.stop()
    keeper.stop()
    note_address(state, "")
    web.stop()
    ends.close()
    workers.shutdown(cancel_futures=True)
    journal.close()
    logging.getLogger().removeHandler(mishaps)


def _linked(service: Service, *, up: bool) -> None:
    service.fleet.link_changed(up=up)
    if up:
        service.tell_all()


def _live(service: Service, credentials: ProfileWatch[Credentials], stop: threading.Event) -> None:
    """Pulses at their time, however long the rest takes, and a look at who is shut out; until ``stop``."""
    due = time.monotonic()
    for beat in itertools.count(1):
        due = max(due + PULSE_S, time.monotonic())  # a machine that was asleep does not make up for it
        if stop.wait(due - time.monotonic()):
            return
        service.beat()
        tell_alive()  # behind the lock that every command passes
        if beat % _BEATS == 0:
            try:
                if (changed := credentials.look()) is not None:
                    service.adopt_credentials(changed)
                service.refresh()
                service.fleet.look_around()
            except (OSError, sqlite3.Error):
                _LOG.exception("what time brought cannot be journalled")


@contextmanager
def _messaging(profile: ControllerProfile, service: Service) -> Iterator[Messaging | None]:
    """Words to and from phones, where the site file has them; numbers of a time when it had are erased."""
    settings = profile.site.messages
    if not (settings.on or settings.status.secret_file):
        erase_phone_book(Path(profile.state))
        yield None
        return
    texts = {one: load_texts(_TEXTS, one) for one in languages(_TEXTS)}
    messenger = HttpMessenger(settings) if settings.on else None
    with (
        closing(SqlitePhoneBook(Path(profile.state), book_key(profile.secret))) as book,
        ThreadPoolExecutor(_GATEWAY_WORKERS, "gateway") as workers,
    ):
        messaging = Messaging(service, book, messenger, gateway_secret(settings.status), workers, texts, service.now)
        messaging.start()
        yield messaging
        messaging.stop()
        workers.shutdown(wait=False, cancel_futures=True)  # what has begun ends within its deadline


@contextmanager
def _evidence(profile: ControllerProfile, place: Path, service: Service) -> Iterator[Evidence]:
    """Figures for the head's reports, which a process of its own counts, and the summaries, which are written by themselves."""
    folder, reports = Path(profile.state), profile.site.reports
    summaries = Path(reports.folder or folder / "summaries")
    writer = SummaryWriter(place)
    mail = SmtpMail(profile.site, load_texts(_TEXTS, reports.language)) if reports.mail.host else None
    send = mail.send if mail else None
    keeper = SummaryKeeper(
        reports, folder, summaries, service.now, HoursCalendar(profile.site.hours), writer.write, send
    )

    def story(visit: VisitId) -> Sequence[Entry]:
        with closing(SqliteJournal(folder, read_only=True)) as journal:
            return journal.story(visit)

    service.alerts.append(keeper.trouble)
    forecasts = ForecastKeeper(place, folder, service.now, HoursCalendar(profile.site.hours))
    keeper.start()
    forecasts.start()
    forget_taken(folder)
    with closing(ReportDesk(folder)) as desk:
        yield Evidence(desk.table, desk.export, story, summaries, keeper.trouble, folder)
    writer.end()
    keeper.stop()
    forecasts.stop()


def heard_commands(service: Service) -> Callable[[str, bytes], None]:
    """Handler of the commands of all devices."""

    def handle(topic: str, payload: bytes) -> None:
        request = decode_request(payload)
        device = device_sender(service.site, sender(topic))
        if device is None:
            raise MalformedMessageError("the site file has no such device")
        service.handle(device, request)

    return handle
