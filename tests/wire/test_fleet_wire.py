"""Health and directives over a real broker: a real kiosk window with a printer whose cover opens, a board, a loudspeaker, a rating terminal."""

import dataclasses
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.announcing import Announcing
from contract.codec import decode_notice_as, encode_notice
from contract.conditions import Printer
from contract.device_health import Body, DeviceHealth
from contract.device_twin import DeviceTwin
from contract.directives import Deed, Directive, DirectiveId, Result
from contract.errors import MalformedMessageError
from contract.health import Health
from contract.ids import CounterId, FieldId, TicketNumber, VisitId
from contract.link import Link
from contract.notices import Board, Call
from contract.profile import SpeakerProfile, read_profile
from contract.pulse import Pulse
from contract.site import Site
from contract.topics import Role, sender
from controller.adapters.link_outlet import tell_directive
from controller.core.errand import Step
from controller.fleet import Fleet
from controller.speaker_node import run_speaker
from demo.brokers import BrokerRun
from demo.printer import VirtualPrinter
from demo.printer_engine import Condition
from demo.screen import TraceReader, VirtualScreen, wait_for
from tests.office import AN
from tests.voice.fake_player import FakePlayer
from tests.wire.test_loudspeaker import Listened
from tests.wire.twin_office import SECONDS, Program, TwinOffice, traced

KIOSK, BOARD, SPEAKER = "kiosk-1", "hall-board-1", "speaker-1"
WINDOW = (432, 768)
SHOWN_S = 6.0  # queue_display.screens.test_picture, which needs a window
PICTURES = Path(__file__).parents[2] / "var" / "pictures"
BARS = {(255, 0, 0), (0, 255, 0), (0, 0, 255)}


def _without_bars(picture):
    return not BARS & {colour for _count, colour in picture.convert("RGB").getcolors(2**20)}


def _gives_way(office, screen, number):
    """Whether the picture went because of a call, and not because its own time was over; a busy machine may need another try."""
    office.does(BOARD, Deed.TEST_BOARD)
    began, now = time.monotonic(), datetime.now(UTC)
    call = Call(
        VisitId(f"{now:%Y-%m-%d}-B0{number}"), TicketNumber(f"B0{number}"), FieldId("dat-dai"), CounterId(5), now, 1
    )
    office.link.publish(office.link.topics.pulse, encode_notice(Pulse(number, now)))
    office.link.publish(office.link.topics.board, encode_notice(Board(number, now, (call,), ())), retain=True)
    wait_for(lambda: _without_bars(screen.grab()) or None, SECONDS, "the picture stays")
    return time.monotonic() - began < SHOWN_S - 1


class FleetOffice(TwinOffice):
    """The controller's end, with the fleet that it keeps."""

    def __init__(self, broker: BrokerRun, folder: Path) -> None:
        super().__init__(broker, folder)
        self.fleet = Fleet(self.site, self.twins, lambda: datetime.now(UTC), tell_directive(self.link))
        self.link.listen(self.link.topics.all_health, self._heard_health)

    def _heard_health(self, topic: str, payload: bytes) -> None:
        health = decode_notice_as(payload, Health)
        if health.device != sender(topic):
            raise MalformedMessageError("of another device")
        with self._more:
            self.fleet.heard(health)
            self._more.notify_all()

    def _heard_presence(self, topic: str, payload: bytes) -> None:
        super()._heard_presence(topic, payload)
        with self._more:
            for presence in self.presences.values():
                self.fleet.present(presence)
            self._more.notify_all()

    def row(self, device):
        return next(one for one in self.fleet.rows() if one.device.id == device)

    def until_row(self, device, right, seconds=SECONDS):
        with self._more:
            assert self._more.wait_for(lambda: right(self.row(device)), seconds), self.row(device)
        return self.row(device)

    def does(self, device, deed, step=Step.DONE):
        """Have it done, until the device says how it went."""
        assert self.fleet.send(device, deed, AN)
        return self.until_row(device, lambda row: row.step is step)


@pytest.fixture
def stack():
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def printer(tmp_path, stack):
    return stack.enter_context(VirtualPrinter(out=tmp_path / "paper"))


@pytest.fixture
def office(site: Site, tmp_path: Path, stack: ExitStack, printer: VirtualPrinter) -> FleetOffice:
    devices = tuple(
        dataclasses.replace(
            one,
            printer=f"tcp://127.0.0.1:{printer.port}" if one.role is Role.KIOSK else "",
            camera="",
            screen=WINDOW if one.role is Role.KIOSK else (640, 360),
        )
        if one.id in {KIOSK, BOARD}
        else one
        for one in site.devices
    )
    site = dataclasses.replace(site, devices=devices, announcing=Announcing(repeat_after_s=0))
    run = BrokerRun(site, tmp_path / "office", "mosquitto")
    run.start()
    stack.callback(run.kill)
    opened = FleetOffice(run, tmp_path / "controller")
    opened.start()
    stack.callback(opened.stop)
    return opened


def started(module, device, office, env, stack, **how):
    program = Program(module, office.broker.profile(device), env, **how)
    stack.callback(program.kill)
    return program


def test_a_kiosk_says_how_it_is_prints_a_test_and_comes_back(office, printer, stack):
    trace = TraceReader(traced(office.broker.profile(KIOSK)))
    screen = stack.enter_context(VirtualScreen(*WINDOW))
    kiosk = started("kiosk", KIOSK, office, screen.env, stack)
    trace.wait("Home", SECONDS, shut="")
    row = office.until_row(KIOSK, lambda row: row.seen.printer is Printer.READY and row.seen.health)
    health = row.seen.health
    assert health.version
    assert health.started_at
    assert health.up_s > 0
    assert 0 < health.free_mb < health.disk_mb
    office.does(KIOSK, Deed.TEST_PRINT)
    assert printer.wait_for_pieces(1)

    printer.be(Condition.COVER_OPEN)
    office.until_row(KIOSK, lambda row: row.seen.printer is Printer.COVER_OPEN)
    printer.be(Condition.READY)
    office.until_row(KIOSK, lambda row: row.seen.printer is Printer.READY)

    assert office.fleet.send(KIOSK, Deed.RESTART, AN)
    back = office.until_row(KIOSK, lambda row: row.step is Step.DONE)
    assert back.seen.health.started_at != health.started_at
    trace.wait("Home", SECONDS, shut="")
    assert kiosk.process.poll() is None, "its supervisor has started the window anew"


def test_a_board_shows_its_test_picture_and_goes_on(office, stack):
    trace = TraceReader(traced(office.broker.profile(BOARD)))
    screen = stack.enter_context(VirtualScreen(640, 360))
    board = started("queue_display", BOARD, office, screen.env, stack)
    trace.wait("HallView", SECONDS)
    office.until_row(BOARD, lambda row: row.seen.health is not None)
    began = datetime.now(UTC)
    office.link.publish(office.link.topics.pulse, encode_notice(Pulse(1, began)))
    office.link.publish(office.link.topics.board, encode_notice(Board(1, began, (), ())), retain=True)
    office.does(BOARD, Deed.TEST_BOARD)
    trace.wait("TestPicture", SECONDS, device=BOARD)
    PICTURES.mkdir(parents=True, exist_ok=True)
    screen.grab().save(PICTURES / "test-board.png")
    shades = {colour for _count, colour in screen.grab().convert("RGB").getcolors(2**20)}
    assert shades >= BARS
    assert any(_gives_way(office, screen, number) for number in (12, 13, 14)), "a call takes the picture away at once"
    assert office.fleet.send(BOARD, Deed.RESTART, AN)
    assert board.ended() == 75


def test_a_loudspeaker_says_that_it_is_a_test(office, tmp_path, stack):
    profile = dataclasses.replace(read_profile(office.broker.profile(SPEAKER), SpeakerProfile), state=str(tmp_path))
    stop, voice, player = threading.Event(), Listened(), FakePlayer()
    twin = DeviceTwin(profile, profile.state)
    speaker = threading.Thread(target=run_speaker, args=(twin, {"vi": voice}, lambda _sink: player, stop))
    speaker.start()
    try:
        office.until_row(SPEAKER, lambda row: row.seen.health is not None)
        office.does(SPEAKER, Deed.TEST_CALL)
        assert voice.says("thử loa")
        assert len(player.played) == 1
        assert office.fleet.send(SPEAKER, Deed.RESTART, AN)  # nobody would start it again: it was started by hand
        office.until_row(SPEAKER, lambda row: row.step is Step.CANNOT)
        again = Directive(DirectiveId("once"), Deed.TEST_CALL)
        for _ in range(3):  # a broker may bring it more than once
            office.link.publish(office.link.topics.directive(SPEAKER), encode_notice(again))
        office.until_row(
            SPEAKER, lambda row: row.seen.health.done.directive == "once" and row.seen.health.done.result is Result.DONE
        )
        office.does(SPEAKER, Deed.TEST_CALL)
        assert len(player.played) == 3
    finally:
        stop.set()
        speaker.join(SECONDS)


def test_what_was_kept_by_the_broker_is_never_done(office, tmp_path, stack):
    profile = dataclasses.replace(read_profile(office.broker.profile(SPEAKER), SpeakerProfile), state=str(tmp_path))
    kept = encode_notice(Directive(DirectiveId("old"), Deed.TEST_CALL))
    office.link.publish(office.link.topics.directive(SPEAKER), kept, retain=True)
    stop, player = threading.Event(), FakePlayer()
    twin = DeviceTwin(profile, profile.state)
    speaker = threading.Thread(target=run_speaker, args=(twin, {"vi": Listened()}, lambda _sink: player, stop))
    speaker.start()
    try:
        office.until_row(SPEAKER, lambda row: row.seen.health is not None)
        office.does(SPEAKER, Deed.TEST_CALL)  # whatever came before it has been heard
        assert len(player.played) == 1
    finally:
        stop.set()
        speaker.join(SECONDS)
        office.link.publish(office.link.topics.directive(SPEAKER), b"", retain=True)


def test_an_unknown_deed_is_answered(office, tmp_path, stack):
    link = Link(office.broker.account(BOARD))
    health = DeviceHealth(BOARD, link, Body(str(tmp_path), lambda: "v1"), every_s=0.5)
    link.start()
    stack.callback(link.stop)
    health.start()
    stack.callback(health.stop)
    first = office.until_row(BOARD, lambda row: row.seen.health is not None).seen.health
    assert first.configuration == "v1"
    office.link.publish(office.link.topics.directive(BOARD), encode_notice(Directive(DirectiveId("x"), "make-coffee")))
    office.until_row(BOARD, lambda row: row.seen.health.done and row.seen.health.done.result is Result.CANNOT)
    office.until_row(BOARD, lambda row: row.seen.health.at > first.at)  # told again although nothing changes
