"""The real controller and two loudspeakers of one zone, over real brokers: what clerks and the head do, and what the hall hears.

Their voices hum and their players remember; between them everything is real: service, journal, link, broker, access lists.
"""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from contract.announcing import Announcing
from contract.commands import (
    CallNext,
    Command,
    EndEmergency,
    Finish,
    OpenCounter,
    RaiseEmergency,
    Request,
    SignIn,
    TakeTicket,
    Undo,
    Unspoken,
)
from contract.device_twin import DeviceTwin
from contract.ids import CounterId, DeviceId, OfficerId, VisitId
from contract.link import Link
from contract.notices import Acceptance, Receipt
from contract.profile import SpeakerProfile, read_profile
from contract.request_ids import new_request_id
from contract.site import Site
from contract.topics import Role
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.adapters.link_outlet import LinkOutlet
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.chime import alert
from controller.core.events import CallUnspoken
from controller.core.rights import Sender, device_sender, page_sender
from controller.fleet_running import heard_presences
from controller.running import heard_commands
from controller.service import Service
from controller.speaker_node import run_speaker
from demo.brokers import BrokerRun
from tests.voice.fake_player import FakePlayer
from tests.voice.fake_voice import FakeVoice

FIVE = CounterId(5)
PAIR = (DeviceId("speaker-dong"), DeviceId("speaker-dong-2"))


class Loudspeaker:
    """One node of the zone; ``heard`` are the sentences that sounded, in order."""

    def __init__(self, profile: SpeakerProfile) -> None:
        self.player, self.voice = FakePlayer(), FakeVoice()
        self._stop = threading.Event()
        twin = DeviceTwin(profile, profile.state)
        arguments = (twin, {"vi": self.voice, "en": self.voice}, lambda _sink: self.player, self._stop)
        self._thread = threading.Thread(target=run_speaker, args=arguments)
        self._thread.start()

    def heard(self) -> list[str]:
        said = {self.voice.render(text): text for text in list(self.voice.asked)}
        return [said[piece] for pieces in list(self.player.played) for piece in pieces if piece in said]

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(10)


class Hall:
    """Lan sits at counter 5 in the east, where both loudspeakers hang."""

    def __init__(self, site: Site, folder: Path, kind: str) -> None:
        self.broker = BrokerRun(site, folder / "office", kind)
        self.broker.start()
        self.site = self.broker.site
        self.workers = ThreadPoolExecutor(2)
        self.journal = SqliteJournal(folder / "journal")
        self.link = Link(
            self.broker.account("controller"), on_change=lambda up: self.service.tell_all() if up else None
        )
        zone = ZoneInfo(site.timezone)
        self.service = Service(
            self.site,
            self.journal,
            LinkOutlet(self.link),
            HttpFileRegistry(site.registry, zone),
            lambda: datetime.now(zone),
            self.workers,
            "http://office",
            "secret",
            HoursCalendar(None),
            lambda _stored, _given: True,
        )
        self.link.listen(self.link.topics.commands, heard_commands(self.service))
        self.link.listen(self.link.topics.presences, heard_presences(self.service))
        self.link.start()
        assert self.link.wait_up(10)
        self.loudspeakers = [Loudspeaker(read_profile(self.broker.profile(one), SpeakerProfile)) for one in PAIR]
        self.until(lambda: all(self.service.devices.get(one) and self.service.devices[one].online for one in PAIR))
        officers = {one.id: one for one in site.officers}
        self.clerk = page_sender(officers[OfficerId("lan")], FIVE)
        self.head = page_sender(officers[OfficerId("hoa")], None)
        kiosk = device_sender(self.site, DeviceId("kiosk-1"))
        assert kiosk is not None
        self.kiosk = kiosk
        self.service.sign_in(self.clerk, Request(new_request_id(), SignIn(OfficerId("lan"), "x", FIVE)))
        self.do(self.clerk, OpenCounter(FIVE))

    def do(self, who: Sender, command: Command) -> VisitId | None:
        answer = self.service.handle(who, Request(new_request_id(), command))
        assert isinstance(answer, Acceptance | Receipt), answer
        return answer.visit

    def take(self, language: str = "vi") -> None:
        self.do(self.kiosk, TakeTicket(self.site.counters[4].fields[0], language=language))

    def call(self) -> VisitId:
        visit = self.do(self.clerk, CallNext(FIVE))
        assert visit is not None
        return visit

    def until(self, right: Callable[[], object], seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not right():
            assert time.monotonic() < deadline, [one.heard() for one in self.loudspeakers]
            threading.Event().wait(0.02)

    def until_heard(self, words: str) -> None:
        self.until(lambda: all(any(words in one for one in each.heard()) for each in self.loudspeakers))

    def unspoken(self, visit: VisitId) -> list[tuple[DeviceId, CallUnspoken]]:
        return [(one.by, one.event) for one in self.journal.story(visit) if isinstance(one.event, CallUnspoken)]

    def stop(self) -> None:
        for one in self.loudspeakers:
            one.stop()
        self.link.stop()
        self.broker.kill()
        self.workers.shutdown()
        self.journal.close()


@pytest.fixture(scope="module", params=["embedded", "mosquitto"])
def hall(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    first = next(one for one in site.devices if one.role is Role.SPEAKER)
    devices = tuple(one for one in site.devices if one.role is not Role.SPEAKER)
    pair = tuple(dataclasses.replace(first, id=one, zone="dong") for one in PAIR)
    counters = tuple(dataclasses.replace(one, zone="dong") if one.id == FIVE else one for one in site.counters)
    patient = dataclasses.replace(site.tickets, double_tap_s=0, per_minute=0, per_minute_peak=0)
    brief = dataclasses.replace(site.calling, expires_s=15)
    changed = dataclasses.replace(
        site,
        hours=None,
        devices=(*devices, *pair),
        counters=counters,
        tickets=patient,
        calling=brief,
        announcing=Announcing(repeat_after_s=0),
    )
    opened = Hall(changed, tmp_path_factory.mktemp("hall"), request.param)
    yield opened
    opened.stop()


def test_what_the_hall_hears_of_a_morning(hall: Hall) -> None:
    """One walk through all of it: each step begins where the one before ended."""
    _a_call_in_two_languages(hall)
    _what_is_taken_back_is_not_said_and_an_emergency_is(hall)
    _a_dead_broker_loses_no_call(hall)
    _what_could_not_be_said_is_in_the_journal(hall)
    first, second = (one.heard() for one in hall.loudspeakers)
    assert [one for one in first if "cháy" not in one] == [one for one in second if "cháy" not in one]


def _a_call_in_two_languages(hall: Hall) -> None:
    hall.take("en")
    visit = hall.call()
    hall.until_heard("please go to counter five")
    hall.do(hall.clerk, Finish(FIVE, visit, whole=True))
    for one in hall.loudspeakers:
        assert one.heard() == [
            "Mời số xê không không một đến quầy số năm",
            "Number see zero zero one, please go to counter five",
        ]


def _what_is_taken_back_is_not_said_and_an_emergency_is(hall: Hall) -> None:
    hall.do(hall.head, RaiseEmergency("Có cháy ở tầng 2"))
    hall.until_heard("Có cháy ở tầng hai")
    hall.take()
    taken_back = hall.call()
    hall.do(hall.clerk, Undo(FIVE, taken_back))
    hall.take()
    again = hall.call()
    assert again == taken_back
    hall.do(hall.clerk, Finish(FIVE, again, whole=True))
    after = hall.call()
    hall.do(hall.head, EndEmergency())
    hall.until_heard("không không ba")
    hall.do(hall.clerk, Finish(FIVE, after, whole=True))
    assert all(pieces[0] == alert() for pieces in hall.loudspeakers[0].player.played[1:2])
    assert not any("không không hai" in one for each in hall.loudspeakers for one in each.heard())
    assert hall.unspoken(taken_back) == []


def _a_dead_broker_loses_no_call(hall: Hall) -> None:
    hall.take()
    hall.broker.kill()
    hall.until(lambda: not hall.link.up)
    visit = hall.call()
    hall.broker.start()
    hall.until_heard("không không bốn")
    hall.do(hall.clerk, Finish(FIVE, visit, whole=True))


def _what_could_not_be_said_is_in_the_journal(hall: Hall) -> None:
    hall.do(hall.head, RaiseEmergency("Có cháy ở tầng 3"))
    hall.until_heard("Có cháy ở tầng ba")
    hall.take()
    visit = hall.call()
    hall.until(lambda: len(hall.unspoken(visit)) == 2, 45)
    assert set(hall.unspoken(visit)) == {(one, CallUnspoken(visit, FIVE, 1, Unspoken.EXPIRED)) for one in PAIR}
    assert hall.service.desk(FIVE).served.visit == visit
    hall.do(hall.head, EndEmergency())
