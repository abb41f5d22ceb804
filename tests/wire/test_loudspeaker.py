"""The loudspeaker on a real link: it hears calls, ignores rubbish, and says whether it could be heard."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from contract.codec import decode_notice, encode_notice
from contract.ids import CounterId, TicketNumber
from contract.link import Link
from contract.notices import Announcement, Presence
from contract.profile import SpeakerProfile, read_profile
from controller.speaker import run_speaker
from demo.brokers import BrokerRun
from tests.voice.fake_player import FakePlayer
from tests.voice.fake_voice import FakeVoice
from voice.ports import PlayerStuckError

DEVICE = "speaker-1"


class Desk:
    """The controller's end: sends calls, hears the loudspeaker's presence."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self._latest: Presence | None = None
        self._more = threading.Condition()
        link.listen(link.topics.presences, self._heard)

    def _heard(self, topic: str, payload: bytes) -> None:
        notice = decode_notice(payload)
        if isinstance(notice, Presence) and notice.device == DEVICE:
            with self._more:
                self._latest = notice
                self._more.notify_all()

    def hears(self, right: Callable[[Presence], bool]) -> bool:
        with self._more:
            return self._more.wait_for(lambda: self._latest is not None and right(self._latest), 15)

    def call(self, number: str) -> None:
        now = datetime.now(UTC)
        call = Announcement(TicketNumber(number), CounterId(5), 1, now, now + timedelta(seconds=60))
        self.link.publish(self.link.topics.announcement, encode_notice(call))


@pytest.fixture
def desk(shared_broker: BrokerRun) -> Iterator[Desk]:
    link = Link(shared_broker.account("controller"))
    opened = Desk(link)
    link.start()
    assert link.wait_up(10)
    yield opened
    link.stop()


def test_it_hears_calls_and_tells_how_they_came_out(shared_broker: BrokerRun, desk: Desk) -> None:
    player, voice, stop = FakePlayer(PlayerStuckError("hangs")), FakeVoice(), threading.Event()
    profile = read_profile(shared_broker.profile(DEVICE), SpeakerProfile)
    thread = threading.Thread(target=run_speaker, args=(profile, voice, player, stop))
    thread.start()
    try:
        assert desk.hears(lambda presence: presence.online)
        desk.call("B011")
        assert desk.hears(lambda presence: presence.sound is False)
        desk.link.publish(desk.link.topics.announcement, b"\xff{")
        desk.call("Đ999")
        desk.call("B012")
        assert desk.hears(lambda presence: presence.sound is True)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    assert voice.asked[-1] == "Mời số bê không một hai đến quầy số năm"
    assert len(player.played) == 2
    assert desk.hears(lambda presence: not presence.online)
