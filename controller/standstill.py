"""A controller whose disk takes nothing: pages and log say so, the webhook is told, and it starts by itself once the disk does.

It would end at its journal and be started again for ever, while browsers find nobody there.
"""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Final
from zoneinfo import ZoneInfo

from contract.alive import TURN_S, tell_alive, tell_ready
from contract.controller_profile import ControllerProfile
from contract.fleet import Trouble
from contract.ids import DeviceId
from contract.language import load_texts
from contract.process import stop_on_signal
from contract.state_disk import disk_fault
from controller.adapters.http_webhook import webhook
from controller.adapters.json_fleet import keep_waiting, read_waiting
from controller.adapters.pages_certificate import certificate_of
from controller.adapters.sqlite_journal import JournalUnreadableError, SqliteJournal
from controller.alarms import alert_of
from controller.alert_line import AlertLine
from controller.core.fleet_alarms import Alarm, News
from controller.web.door_keeper import DoorKeeper
from controller.web.server import WebServer
from controller.web.standstill_page import make_standstill

_LOG: Final = logging.getLogger(__name__)
_TEXTS: Final = Path(__file__).parent / "texts"


def start_fault(folder: Path) -> str:
    """What a start in ``folder`` would fail with; empty: nothing. Raises JournalInUseError."""
    if fault := disk_fault(folder):
        return f"nothing can be kept in {folder} ({fault})"
    try:
        with closing(SqliteJournal(folder)):
            return ""
    except JournalUnreadableError as wrong:
        return str(wrong)


def stand_still(profile: ControllerProfile, fault: str) -> bool:
    """Until a start may succeed: True; False: told to end. Raises WebServerError."""
    stop = stop_on_signal()
    certificate = certificate_of(profile)
    context = certificate.context if certificate else None
    web = WebServer(make_standstill(profile.site), profile.site.web, context=context)
    web.start()
    keeper = DoorKeeper(web, certificate)
    keeper.start()
    try:
        tell_ready()
        with _told(profile):
            return _until_well(Path(profile.state), fault, stop)
    finally:
        keeper.stop()
        web.stop()


def _until_well(folder: Path, fault: str, stop: Event) -> bool:
    told = ""
    while fault:
        if fault != told:
            _LOG.error(
                "THE CONTROLLER STANDS STILL: %s. It starts by itself once that is mended; `motcua doctor` says how",
                fault,
            )
            told = fault
        if stop.wait(TURN_S):
            return False
        tell_alive()
        fault = start_fault(folder)
    _LOG.warning("%s can be used again: the controller starts", folder)
    return True


@contextmanager
def _told(profile: ControllerProfile) -> Iterator[None]:
    """The webhook hears of a disk that takes nothing; that this is over, from the controller that starts."""
    site, folder, zone = profile.site, Path(profile.state), ZoneInfo(profile.site.timezone)
    if not site.fleet.webhook or Trouble.DISK not in site.fleet.kinds or not disk_fault(folder):
        yield
        return

    def clock() -> datetime:
        return datetime.now(zone)

    texts, news = load_texts(_TEXTS, site.fleet.language), News(Alarm(DeviceId(""), Trouble.DISK), clock())
    line = AlertLine(webhook(site.fleet), clock, read_waiting(folder))
    line.add(alert_of(news, site, texts, clock()))
    line.start()
    yield
    line.stop()
    if not disk_fault(folder):
        line.add(alert_of(replace(news, over=True), site, texts, clock()))
        keep_waiting(folder, line.waiting)
