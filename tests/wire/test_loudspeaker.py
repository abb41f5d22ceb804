"""Loudspeakers on a real link, with both brokers: zones, what no longer stands, what could not be said, and an emergency."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract.announcing import Announcing
from contract.codec import decode_notice, decode_request, encode_notice
from contract.commands import ReportUnspoken, Request, Unspoken
from contract.device_twin import DeviceTwin
from contract.ids import CounterId, DeviceId, TicketNumber, VisitId
from contract.link import Link
from contract.notices import Acceptance, Announcement, CounterState, Emergency, Presence
from contract.profile import SpeakerProfile, read_profile
from contract.pulse import Pulse
from contract.site import Site
from contract.topics import Role, sender
from controller.core.chime import alert
from controller.speaker_node import run_speaker
from demo.brokers import BrokerRun
from tests.voice.fake_player import FakePlayer
from tests.voice.fake_voice import FakeVoice
from voice.ports import PlayerStuckError

HALL, EAST, EAST_TOO, WEST = "speaker-1", "speaker-dong", "speaker-dong-2", "speaker-tay"
ZONES = {HALL: "", EAST: "dong", EAST_TOO: "dong", WEST: "tay"}


class Desk:
    """The controller's end: sends calls, hears presences and reports."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.reports: list[tuple[DeviceId, Request]] = []
        self._latest: dict[str, Presence] = {}
        self._more = threading.Condition()
        self._count = 0
        link.listen(link.topics.presences, self._heard)
        link.listen(link.topics.commands, self._asked)

    def _heard(self, topic: str, payload: bytes) -> None:
        notice = decode_notice(payload)
        if isinstance(notice, Presence):
            with self._more:
                self._latest[notice.device] = notice
                self._more.notify_all()

    def _asked(self, topic: str, payload: bytes) -> None:
        with self._more:
            self.reports.append((sender(topic), decode_request(payload)))
            self._more.notify_all()

    def hears(self, right: Callable[[Presence], bool], device: str = HALL) -> bool:
        with self._more:
            return self._more.wait_for(lambda: device in self._latest and right(self._latest[device]), 15)

    def is_told(self, count: int) -> bool:
        with self._more:
            return self._more.wait_for(lambda: len(self.reports) >= count, 15)

    def beat(self, at: datetime) -> None:
        self.link.publish(self.link.topics.pulse, encode_notice(Pulse(self._count, at)), fleeting=True)

    def call(
        self, number: str, zone: str = "", language: str = "vi", lasts: float = 60, now: datetime | None = None
    ) -> Announcement:
        self._count += 1
        now = now or datetime.now(UTC)
        expires, visit = now + timedelta(seconds=lasts), VisitId(f"2026-11-23-{number}")
        call = Announcement(TicketNumber(number), CounterId(5), 1, now, expires, visit, self._count, zone, language)
        self.link.publish(self.link.topics.announcement(zone), encode_notice(call))
        return call

    def tell(self, topic: str, notice: CounterState | Emergency | Acceptance, *, retain: bool = False) -> None:
        self.link.publish(topic, encode_notice(notice), retain=retain)


class Node:
    """One loudspeaker, what it said, and its end."""

    def __init__(self, profile: SpeakerProfile, player: FakePlayer) -> None:
        self.player, self.vi, self.en = player, Listened(), Listened()
        self.stop = threading.Event()
        voices = {"vi": self.vi, "en": self.en}
        twin = DeviceTwin(profile, "")
        self.thread = threading.Thread(target=run_speaker, args=(twin, voices, lambda _sink: player, self.stop))
        self.thread.start()

    def end(self) -> None:
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


class Listened(FakeVoice):
    """Tells when something was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self._more = threading.Condition()

    def render(self, text: str):
        with self._more:
            sound = super().render(text)
            self._more.notify_all()
        return sound

    def says(self, words: str) -> bool:
        with self._more:
            return self._more.wait_for(lambda: any(words in one for one in self.asked), 15)


@pytest.fixture(scope="module")
def site(site: Site) -> Site:
    """With loudspeakers in two zones."""
    first = next(one for one in site.devices if one.role is Role.SPEAKER)
    others = (dataclasses.replace(first, id=DeviceId(one), zone=zone) for one, zone in ZONES.items() if zone)
    quick = Announcing(repeat_after_s=0)
    return dataclasses.replace(site, devices=(*site.devices, *others), announcing=quick)


@pytest.fixture(scope="module", params=["embedded", "mosquitto"])
def office(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerRun]:
    run = BrokerRun(site, Path(tmp_path_factory.mktemp("office")), request.param)
    run.start()
    yield run
    run.kill()


@pytest.fixture
def desk(office: BrokerRun) -> Iterator[Desk]:
    link = Link(office.account("controller"))
    opened = Desk(link)
    link.start()
    assert link.wait_up(10)
    yield opened
    link.stop()


@contextmanager
def loudspeakers(office: BrokerRun, desk: Desk, *players: tuple[str, FakePlayer]) -> Iterator[list[Node]]:
    nodes = []
    try:
        for device, player in players:
            nodes.append(Node(read_profile(office.profile(device), SpeakerProfile), player))
        assert all(desk.hears(lambda one: one.online, device) for device, _ in players)
        yield nodes
    finally:
        for node in nodes:
            node.end()
    assert all(desk.hears(lambda one: not one.online, device) for device, _ in players)


def test_it_hears_calls_and_tells_how_they_came_out(office: BrokerRun, desk: Desk) -> None:
    with loudspeakers(office, desk, (HALL, FakePlayer(PlayerStuckError("hangs")))) as (node,):
        call = desk.call("B011")
        assert desk.hears(lambda presence: presence.sound is False)
        desk.link.publish(desk.link.topics.announcement(""), b"\xff{")
        desk.call("B-99")
        desk.call("B012", language="en")
        assert desk.hears(lambda presence: presence.sound is True)
        assert desk.is_told(1)
    assert node.vi.asked[-1] == "Mời số bê không một hai đến quầy số năm"
    assert node.en.asked == ["Number bee zero one two, please go to counter five"]
    assert len(node.player.played) == 2
    told = ReportUnspoken(VisitId("2026-11-23-B011"), CounterId(5), 1, Unspoken.UNHEARD)
    assert {(by, request.command) for by, request in desk.reports} == {(HALL, told)}
    assert desk.reports[0][1].id == f"2026-11-23-B011.5.1.{call.called_at:%H%M%S%f}"


def test_each_zone_hears_its_own_and_two_in_one_zone_the_same(office: BrokerRun, desk: Desk) -> None:
    with loudspeakers(office, desk, *((one, FakePlayer()) for one in ZONES)) as nodes:
        for number, zone in (("B021", "dong"), ("B022", "tay"), ("B023", ""), ("B024", "dong"), ("B025", "tay")):
            desk.call(number, zone)
        hall, east, east_too, west = nodes
        assert all(node.vi.says("hai bốn") for node in (east, east_too))
        assert west.vi.says("hai năm")
        assert hall.vi.says("hai năm")
        assert desk.hears(lambda one: one.sound is True, WEST)
    assert east.vi.asked == east_too.vi.asked
    east_said = [f"Mời số bê không hai {one} đến quầy số năm" for one in ("một", "bốn")]
    assert east.vi.asked == east_said
    assert len(west.vi.asked) == 2
    assert len(hall.vi.asked) == 5


def test_what_its_counter_does_not_call_any_more_is_not_spoken(office: BrokerRun, desk: Desk) -> None:
    player = FakePlayer(held=True)
    with loudspeakers(office, desk, (EAST, player)) as (node,):
        desk.call("B031", "dong")
        assert node.vi.says("ba một")
        assert player.begun.wait(10)
        over = desk.call("B032", "dong")
        desk.tell(desk.link.topics.counter(CounterId(5)), CounterState(over.seq, CounterId(5), None))
        desk.call("B033", "dong")
        assert node.vi.says("ba ba")
        player.release()
        assert desk.hears(lambda one: one.sound is True, EAST)
        desk.call("B034", "dong")
        assert node.vi.says("ba bốn")
        assert desk.hears(lambda one: len(player.played) == 3, EAST)
    spoken = [pieces[2] for pieces in player.played]
    assert spoken == [node.vi.render(f"Mời số bê không ba {one} đến quầy số năm") for one in ("một", "ba", "bốn")]
    assert desk.reports == []


def test_what_was_not_said_is_told_until_it_is_answered(office: BrokerRun, desk: Desk) -> None:
    with loudspeakers(office, desk, (WEST, FakePlayer())):
        desk.call("B041", "tay", lasts=-1)
        assert desk.is_told(2)
        ((_, first), (_, again)) = desk.reports[:2]
        assert first == again
        assert isinstance(first.command, ReportUnspoken)
        assert first.command.why is Unspoken.EXPIRED
        desk.tell(desk.link.topics.answer(DeviceId(WEST)), Acceptance(first.id))
        desk.call("B042", "tay", lasts=-1)
        told = len(desk.reports)
        assert desk.is_told(told + 2)
        assert [request.id for _, request in desk.reports[-1:]] != [first.id]


def test_a_loudspeaker_whose_clock_is_fast_or_slow_goes_by_the_controllers(office: BrokerRun, desk: Desk) -> None:
    with loudspeakers(office, desk, (WEST, FakePlayer())) as (west,):
        for number, hours in (("B046", -2), ("B047", 2)):
            then = datetime.now(UTC) + timedelta(hours=hours)
            desk.beat(then)
            over = desk.call(number, "tay", lasts=-1, now=then)
            assert desk.is_told(1)
            desk.tell(desk.link.topics.answer(DeviceId(WEST)), Acceptance(desk.reports[-1][1].id))
            desk.reports.clear()
            desk.call(f"{number[:-1]}9", "tay", now=over.called_at)
            assert west.vi.says("bốn chín")
            west.vi.asked.clear()


def test_an_emergency_reaches_every_zone_and_whoever_comes_later(office: BrokerRun, desk: Desk) -> None:
    words = "Xin mọi người ra cửa số 2"
    topic = desk.link.topics.emergency
    with loudspeakers(office, desk, (WEST, FakePlayer())) as (west,):
        desk.tell(topic, Emergency(1, words, datetime.now(UTC)), retain=True)
        assert west.vi.says("Xin mọi người ra cửa số hai")
        with loudspeakers(office, desk, (HALL, FakePlayer())) as (hall,):
            assert hall.vi.says("Xin mọi người ra cửa số hai")
            desk.tell(topic, Emergency(2, None), retain=True)
            desk.call("B051")
            assert hall.vi.says("năm một")
    assert hall.player.played[0][0] == alert()
