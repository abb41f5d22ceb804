"""``python -m controller``: the controller, the embedded broker, a loudspeaker, and a visit's story.

The only place of this package that picks adapters. Broker and loudspeaker load theirs when they are wanted: a controller that
comes back after a power cut should not wait for theirs.
"""

import argparse
import json
import logging
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from contract.codec import decode_notice_as, decode_request
from contract.errors import HallError, MalformedMessageError
from contract.ids import TicketNumber, VisitId
from contract.language import languages, load_texts
from contract.link import Link
from contract.notices import Presence
from contract.process import log_to_stderr, stop_on_signal
from contract.profile import BrokerProfile, ControllerProfile, SpeakerProfile, read_profile
from contract.topics import sender
from controller.adapters.argon2_passwords import is_password
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.adapters.link_outlet import LinkOutlet
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.follow import follow_root
from controller.core.rights import device_sender
from controller.service import Service
from controller.story import story_lines, story_plain
from controller.web.app import make_app
from controller.web.server import WebServer

TEXTS = Path(__file__).parent / "texts"
_LOOK_UPS_AT_ONCE = 4
_REFRESH_S = 2.0
_LOG = logging.getLogger(__name__)


def run(profile: ControllerProfile) -> None:
    """The controller, until SIGTERM or SIGINT."""
    stop = stop_on_signal()
    site = profile.site
    zone = ZoneInfo(site.timezone)
    journal = SqliteJournal(Path(profile.state))
    link = Link(profile.account, on_change=lambda up: service.tell_all() if up else None)
    registry = HttpFileRegistry(site.registry.url, site.registry.unit, site.registry.deadline_s)
    workers = ThreadPoolExecutor(_LOOK_UPS_AT_ONCE, "look-up")
    service = Service(
        site,
        journal,
        LinkOutlet(link),
        registry,
        lambda: datetime.now(zone),
        workers,
        follow_root(site.web),
        profile.secret,
        HoursCalendar(site.hours),
        is_password,
    )
    link.listen(link.topics.commands, _commands(service))
    link.listen(link.topics.presences, _presences(service))
    web = WebServer(make_app(service), site.web)
    web.start()
    link.start()
    while not stop.wait(_REFRESH_S):
        try:
            service.refresh()
        except (OSError, sqlite3.Error):
            _LOG.exception("what time brought cannot be journalled")
    link.stop()
    web.stop()
    workers.shutdown(cancel_futures=True)
    journal.close()


def _commands(service: Service) -> Callable[[str, bytes], None]:
    def handle(topic: str, payload: bytes) -> None:
        request = decode_request(payload)
        device = device_sender(service.site, sender(topic))
        if device is None:
            raise MalformedMessageError("the site file has no such device")
        service.handle(device, request)

    return handle


def _presences(service: Service) -> Callable[[str, bytes], None]:
    def handle(topic: str, payload: bytes) -> None:
        presence = decode_notice_as(payload, Presence)
        if presence.device != sender(topic):
            raise MalformedMessageError(f"the presence of {presence.device[:64]!r}")
        service.heard(presence)

    return handle


def broker(profile: BrokerProfile) -> None:
    """The embedded broker, until SIGTERM or SIGINT."""
    from controller.adapters.amqtt_broker import run_broker  # noqa: PLC0415

    run_broker(profile, stop_on_signal())


def speaker(profile: SpeakerProfile) -> None:
    """A loudspeaker, until SIGTERM or SIGINT."""
    from controller.adapters.espeak_voice import EspeakVoice  # noqa: PLC0415
    from controller.adapters.pulse_player import PulsePlayer  # noqa: PLC0415
    from controller.speaker import run_speaker  # noqa: PLC0415

    run_speaker(profile, EspeakVoice(), PulsePlayer(profile.sink), stop_on_signal())


def visit(folder: Path, number: str, language: str, *, as_json: bool) -> int:
    """Print the story of today's (or the latest) visit with this number, or of a visit's full id."""
    texts = load_texts(TEXTS, language)
    if not (folder / "journal.sqlite").exists():
        print(texts["story.no_journal"].format(folder=folder), file=sys.stderr)
        return 1
    journal = SqliteJournal(folder, read_only=True)
    found = [VisitId(number)] if journal.story(VisitId(number)) else journal.visits(TicketNumber(number.upper()))
    if not found:
        print(texts["story.unknown"].format(number=number), file=sys.stderr)
        return 1
    entries = journal.story(found[0])
    journal.close()
    if as_json:
        print(json.dumps(story_plain(found[0], entries), ensure_ascii=False, indent=2))
    else:
        print(texts["story.title"].format(visit=found[0]))
        print("\n".join(story_lines(entries, texts)))
    return 0


def main() -> int:
    """Parse the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m controller", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    for part, words in (
        ("run", "the controller and its pages"),
        ("broker", "the embedded broker"),
        ("speaker", "a loudspeaker"),
    ):
        parts.add_parser(part, help=words).add_argument("--profile", type=Path, required=True)
    story = parts.add_parser("visit", help="a visit's story from the journal")
    story.add_argument("number", help="a ticket's number, e.g. B012, or a visit's id, e.g. 2026-11-22-B012")
    story.add_argument(
        "--state", type=Path, default=Path("var/demo/office/var/controller"), help="the journal's folder"
    )
    story.add_argument("--language", default="vi", choices=languages(TEXTS))
    story.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        if given.part == "visit":
            return visit(given.state, given.number, given.language, as_json=given.json)
        log_to_stderr(given.part)
        if given.part == "run":
            run(read_profile(given.profile, ControllerProfile))
        elif given.part == "broker":
            broker(read_profile(given.profile, BrokerProfile))
        else:
            speaker(read_profile(given.profile, SpeakerProfile))
    except HallError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
