"""Real programs follow their twins over a real broker: live, by a start of their own, after power cuts, and never a third time."""

import dataclasses
import json
import os
import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from contract.announcing import Announcing
from contract.calling import Calling
from contract.codec import decode_notice_as
from contract.device_twin import DeviceTwin, Hands
from contract.hall_board import HallBoard
from contract.link import Link
from contract.profile import BoardProfile, KioskProfile, SpeakerProfile, read_profile
from contract.site import Site
from contract.speech import Speech
from contract.topics import Role
from contract.twin import Unfit, Wanted, Why
from controller.core.twin_standing import Standing
from controller.speaker_node import run_speaker
from demo.brokers import BrokerRun
from demo.printer import VirtualPrinter
from demo.screen import ScreenError, TraceReader, VirtualScreen
from tests.voice.fake_player import FakePlayer
from tests.wire.test_loudspeaker import Desk, Listened
from tests.wire.twin_office import SECONDS, Program, TwinOffice, traced

KIOSK, BOARD, SPEAKER = "kiosk-1", "hall-board-1", "speaker-1"
WINDOW = (432, 768)
ALL = {"screen", "printer", "paper_mm", "camera", "speech", "web", "file_code", "zero_tens"}
"""Keys of a kiosk's settings that the test changes."""


@pytest.fixture
def stack():
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def office(site: Site, tmp_path: Path, stack: ExitStack) -> TwinOffice:
    """A kiosk and a hall board with small windows, without printer and camera."""
    devices = tuple(
        dataclasses.replace(one, printer="", camera="", screen=WINDOW if one.role is Role.KIOSK else (640, 360))
        if one.id in {KIOSK, BOARD}
        else one
        for one in site.devices
    )
    site = dataclasses.replace(site, devices=devices, announcing=Announcing(repeat_after_s=0))
    run = BrokerRun(site, tmp_path / "office", "mosquitto")
    run.start()
    stack.callback(run.kill)
    opened = TwinOffice(run, tmp_path / "controller")
    opened.start()
    stack.callback(opened.stop)
    return opened


def started(module, device, office, env, stack, **how):
    """Whatever an earlier run of it has said is no proof."""
    office.forget(device)
    program = Program(module, office.broker.profile(device), env, **how)
    stack.callback(program.kill)
    return program


def home_with(key, trace, sight=None):
    """The first screen, as soon as it has this button; ``sight``: as it was seen last."""
    while sight is None or key not in sight.targets:
        sight = trace.wait("Home", SECONDS)
    return sight


def press(screen, trace, sight, key, then):
    """Touch until it answers, once a finger is heard there."""
    trace.ready(key, SECONDS, time.monotonic())  # perhaps somebody has touched it just now
    for _ in range(9):
        screen.tap(*sight.middle(key))
        try:
            return trace.wait(then, SECONDS / 20)
        except ScreenError:
            continue  # another look for the button would pass over a late answer
    return trace.wait(then, SECONDS / 20)


def test_a_kiosk_changes_between_two_citizens_and_staff_and_heads_agree(office, tmp_path, stack):
    trace = TraceReader(traced(office.broker.profile(KIOSK)))
    screen = stack.enter_context(VirtualScreen(*WINDOW))
    printer = stack.enter_context(VirtualPrinter(out=tmp_path / "paper"))
    started("kiosk", KIOSK, office, screen.env, stack)
    home = home_with("suggest", trace)
    office.until(KIOSK, lambda said: said.in_step)
    asked = press(screen, trace, home, "suggest", "SuggestKinds")
    web = dataclasses.replace(office.site.web, port=9)
    office.want(dataclasses.replace(office.site, web=web, file_code="^H[0-9]+$", calling=Calling(zero_tens="lẻ")))
    line = f"tcp://127.0.0.1:{printer.port}"
    office.want_of(KIOSK, screen_mm=(200, 355), printer=line, paper_mm=58, camera="7", speech=Speech())
    busy = office.until(KIOSK, lambda said: set(said.waits) == ALL)
    assert not busy.in_step
    back = press(screen, trace, asked, "back", "Home")
    done = office.until(KIOSK, lambda said: said.in_step)
    assert (set(done.live), done.restart) == (ALL, ())
    assert "scan" not in home.targets
    wider = home_with("scan", trace, back)
    assert wider.targets["suggest"][3] > home.targets["suggest"][3], "what is touched is larger on the smaller screen"
    office.until_present(KIOSK, lambda presence: presence.printer is not None)

    assert office.twins.set_duty(KIOSK, serves=False, by="hung")
    trace.wait("OutOfService", SECONDS)
    assert not office.until(KIOSK, lambda said: not said.duty.serves).duty.serves
    office.twins.set_duty(KIOSK, serves=True, by="hung")
    trace.wait("Home", SECONDS)

    office.want_of(KIOSK, screen=(400, 700))
    assert office.until(KIOSK, lambda said: not said.in_step).restart == ("screen",)
    assert office.until(KIOSK, lambda said: said.in_step).live == ()
    assert home_with("suggest", trace).targets["suggest"][1] < 700


def test_a_hall_board_live_by_a_start_of_its_own_and_after_two_deaths(office, stack):
    trace = TraceReader(traced(office.broker.profile(BOARD)))
    screen = stack.enter_context(VirtualScreen(640, 360))
    first = started("queue_display", BOARD, office, screen.env, stack)
    trace.wait("HallView", SECONDS)
    office.until(BOARD, lambda said: said.in_step)

    lines = HallBoard(ticker=("Mời ông/bà giữ trật tự",))
    office.want(dataclasses.replace(office.site, board=lines))
    assert office.until(BOARD, lambda said: said.in_step).live == ("shows",)
    trace.wait("HallView", SECONDS, line=lines.ticker[0])
    first.kill()  # within its twenty seconds: that is a death
    second = started("queue_display", BOARD, office, screen.env, stack)
    assert office.until(BOARD, lambda said: said.in_step and said.live == ("shows",))
    second.kill()
    third = started("queue_display", BOARD, office, screen.env, stack)
    spared = office.until(BOARD, lambda said: bool(said.refused))
    assert (spared.refused, spared.live) == ((Unfit(Why.FATAL),), ())
    assert office.twins.state(BOARD).standing is Standing.REFUSED

    office.want_of(BOARD, zone="dong")
    assert third.ended() == 75
    fourth = started("queue_display", BOARD, office, screen.env, stack)
    assert office.until(BOARD, lambda said: said.in_step).refused == ()
    assert fourth.stop() == 0
    by_hand = started("queue_display", BOARD, office, screen.env, stack, watched=False)
    office.until(BOARD, lambda said: said.in_step)
    office.want_of(BOARD, zone="tay")
    told = office.until(BOARD, lambda said: bool(said.refused))
    assert told.refused == (Unfit(Why.NO_RESTART, "zone"),)
    assert by_hand.process.poll() is None


def test_a_loudspeakers_volume_from_the_next_call_on_and_silence_out_of_service(office, tmp_path, stack):
    profile = dataclasses.replace(read_profile(office.broker.profile(SPEAKER), SpeakerProfile), state=str(tmp_path))
    players, stop, voice = [], threading.Event(), Listened()

    def open_player(_sink):
        players.append(FakePlayer())
        return players[-1]

    desk = Desk(Link(office.broker.account("controller")))
    desk.link = office.link  # one controller an office; this desk only speaks
    twin = DeviceTwin(profile, profile.state)
    speaker = threading.Thread(target=run_speaker, args=(twin, {"vi": voice}, open_player, stop))
    speaker.start()
    try:
        office.until(SPEAKER, lambda said: said.in_step)
        desk.call("B061")
        assert voice.says("sáu một")
        office.want(dataclasses.replace(office.site, announcing=Announcing(repeat_after_s=0, volumes={"00:00": -20.0})))
        assert office.until(SPEAKER, lambda said: said.in_step).live == ("announcing",)
        office.want_of(SPEAKER, sink="another")
        assert office.until(SPEAKER, lambda said: said.in_step).live == ("sink",)
        desk.call("B062")
        assert voice.says("sáu hai")
        assert players[1].begun.wait(SECONDS)
        loud, soft = (max(abs(one) for one in memoryview(p.played[0][0].pcm).cast("h")) for p in players)
        assert loud > 8 * soft
        office.twins.set_duty(SPEAKER, serves=False, by="hung")
        office.until(SPEAKER, lambda said: not said.duty.serves)
        desk.call("B063")
        office.twins.set_duty(SPEAKER, serves=True, by="hung")
        office.until(SPEAKER, lambda said: said.duty.serves)
        desk.call("B064")
        assert voice.says("sáu bốn")
        assert not any("sáu ba" in one for one in voice.asked)
    finally:
        stop.set()
        speaker.join(SECONDS)
    assert [len(one.played) for one in players] == [1, 2]


class Kiosk:
    """A kiosk of which only the twin is there, on a real link."""

    def __init__(self, broker: BrokerRun, folder: Path) -> None:
        profile = read_profile(broker.profile(KIOSK), KioskProfile)
        self.heard, self.more = [], threading.Condition()
        self.link = Link(profile.account, lambda up: self.twin.report() if up else None)
        self.twin = DeviceTwin(profile, str(folder))
        hands = Hands(lambda *_: frozenset(), lambda *_: None, lambda work: work(), None, lambda _duty: None)
        self.twin.join(self.link, hands)
        self.link.listen(self.link.topics.wanted(profile.account.device), self._hear)
        self.link.start()

    def _hear(self, topic: str, payload: bytes) -> None:
        self.twin.hear(topic, payload)
        with self.more:
            self.heard.append(decode_notice_as(payload, Wanted))
            self.more.notify_all()

    def until(self, right):
        with self.more:
            assert self.more.wait_for(lambda: self.heard and right(self.heard[-1]), SECONDS), self.heard

    def stop(self) -> None:
        self.twin.stop()
        self.link.stop()


def test_restarts_on_both_sides_with_the_real_controller(site, tmp_path, stack):
    broker = BrokerRun(site, tmp_path / "office", "embedded")
    broker.start()
    stack.callback(broker.kill)
    place = broker.profile("controller")
    plain = json.loads(place.read_text("utf-8"))
    plain["site"]["web"]["port"] = 0
    place.write_text(json.dumps(plain), "utf-8")

    def controller():
        return started("controller run", "controller", TwinPlace(broker), {}, stack)

    first = controller()
    kiosk = Kiosk(broker, tmp_path / "kiosk")
    stack.callback(lambda: kiosk.stop())
    kiosk.until(lambda wanted: wanted.revision == 1 and wanted.duty.serves)
    kiosk.twin.decide(serves=False)
    kiosk.until(lambda wanted: not wanted.duty.serves)  # staff's decision came back: the controller knows
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait(SECONDS)
    kiosk.stop()
    broker.restart()  # and the broker has forgotten everything

    plain["site"]["devices"] = [
        {**one, "paper_mm": 58} if one["id"] == KIOSK else one for one in plain["site"]["devices"]
    ]
    place.write_text(json.dumps(plain), "utf-8")
    controller()
    kiosk = Kiosk(broker, tmp_path / "kiosk")
    kiosk.until(lambda wanted: wanted.revision == 2)
    assert not kiosk.heard[-1].duty.serves, "kept by the controller"
    assert not kiosk.twin.serves
    assert kiosk.twin.profile.paper_mm == 58, "the profile's file was never touched"


@dataclasses.dataclass
class TwinPlace:
    """What ``started`` needs of an office."""

    broker: BrokerRun

    def forget(self, _device):
        """Nothing was heard."""


def test_a_boards_profile_says_where_it_keeps_its_twin(office):
    assert read_profile(office.broker.profile(BOARD), BoardProfile).state.endswith(BOARD)
