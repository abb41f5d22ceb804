"""The boards' shell: from payloads and a clock to views, with a screen that writes down what it is told."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contract.codec import encode_notice
from contract.errors import MalformedMessageError
from contract.ids import CounterId, DeviceId, FieldId, TicketNumber, VisitId
from contract.notices import (
    Board,
    Call,
    CounterState,
    CounterStatus,
    Door,
    FieldNow,
    FieldState,
    Office,
    Outlook,
    Presence,
    Wait,
)
from contract.office_time import OfficeTime
from contract.pulse import SILENCE_S, Pulse
from queue_display.core.plate import PlateStage, PlateView
from queue_display.core.reach import PATIENCE_S
from queue_display.core.stage import HallStage, HallView
from queue_display.core.waiting import Crowd
from queue_display.service import BoardService

NOW = datetime.now(UTC)
CALL = Call(VisitId("day-B012"), TicketNumber("B012"), FieldId("f"), CounterId(5), NOW, 1)


class FakeScreen:
    def __init__(self):
        self.told = []
        self.changed = threading.Condition()

    def show(self, view):
        with self.changed:
            self.told.append(view)
            self.changed.notify_all()

    set_office = show

    def until(self, condition):
        with self.changed:
            assert self.changed.wait_for(lambda: any(condition(one) for one in self.told), 5), self.told

    def until_last(self, view):
        with self.changed:
            assert self.changed.wait_for(lambda: self.told[-1] == view, 5), self.told


class Running:
    def __init__(self, kinds, stage):
        self.screen, self.at = FakeScreen(), 100.0
        self.service = BoardService(kinds, stage, self.screen, lambda: self.at)
        self.thread = threading.Thread(target=self.service.run)
        self.thread.start()

    def connect(self):
        self.service.link_changed(True)
        self.presence(online=True)
        self.pulse(0)

    def pulse(self, seq, at=None):
        self.service.heard_pulse("", encode_notice(Pulse(seq, at or NOW)))

    def presence(self, *, online):
        self.service.heard_presence("", encode_notice(Presence(DeviceId("controller"), online)))

    def notice(self, notice):
        self.service.heard_notice("", encode_notice(notice))

    def pass_time(self, seconds, *, heard=False):
        """Move the clock and let the service look at it; ``heard``: the controller's pulse goes on, by its own clock."""
        self.settle()
        self.at += seconds
        if heard:
            self.pulse(0, NOW + timedelta(seconds=self.at - 100))
        else:
            self.settle()

    def settle(self):
        """Everything until now has been looked at."""
        looked = threading.Event()
        self.service._inbox.put(lambda _now: looked.set())
        assert looked.wait(5)


@pytest.fixture
def run():
    started = []

    def start(kinds, stage):
        started.append(Running(kinds, stage))
        return started[-1]

    yield start
    for one in started:
        one.service.stop()
        one.thread.join(5)
        assert not one.thread.is_alive()


def test_a_hall_board_shows_a_call_as_new_and_then_as_the_last_one(run):
    board = run((Board, Outlook), HallStage())
    board.connect()
    board.notice(Board(1, NOW, (), (FieldState(FieldId("f"), 2),)))
    board.notice(Board(2, NOW, (CALL,), ()))
    board.screen.until(lambda view: view == HallView(CALL, fresh=True))
    board.pass_time(8, heard=True)
    board.screen.until(lambda view: view == HallView(CALL, fresh=False))


def test_the_outlook_reaches_the_waiting_list(run):
    board = run((Board, Outlook), HallStage())
    board.connect()
    board.notice(Board(1, NOW, (), (FieldState(FieldId("f"), 2),)))
    board.notice(Outlook(NOW, (FieldNow(FieldId("f"), Door.OPEN, 2, Wait(60, 120, 600)),)))
    board.screen.until(lambda view: view.fields == (Crowd(FieldId("f"), 2, Wait(60, 120, 600)),))


def test_a_message_ends_on_the_boards_own_clock(run):
    board = run((Board, Outlook), HallStage())
    board.connect()
    board.notice(Board(1, NOW, (), (), "Mất điện", NOW + timedelta(minutes=30)))
    board.screen.until(lambda view: view.message == "Mất điện")
    board.pass_time(1801, heard=True)
    board.screen.until_last(HallView())


def test_a_counter_board_follows_its_counter(run):
    plate = run((CounterState,), PlateStage())
    plate.connect()
    plate.notice(CounterState(1, CounterId(5), None))
    plate.notice(CounterState(2, CounterId(5), CALL))
    plate.screen.until(lambda view: view == PlateView(CALL, fresh=True))


def test_nobody_heard_is_said_after_a_moment_of_patience(run):
    board = run((Board, Outlook), HallStage())
    board.screen.until(lambda view: view == HallView())
    board.pass_time(SILENCE_S)
    board.screen.until_last(HallView(away=True))
    board.connect()
    board.screen.until_last(HallView())
    board.presence(online=False)
    board.pass_time(PATIENCE_S)
    board.screen.until_last(HallView(away=True))
    board.pulse(0)
    board.screen.until_last(HallView())
    board.service.link_changed(False)
    board.pass_time(PATIENCE_S)
    board.screen.until_last(HallView(away=True))


def test_a_presence_that_was_kept_says_nothing_of_a_controller_that_hangs(run):
    board = run((Board, Outlook), HallStage())
    board.connect()
    board.pass_time(SILENCE_S)
    board.screen.until_last(HallView(away=True))
    board.service.link_changed(True)
    board.presence(online=True)
    board.notice(Board(1, NOW, (), (), "Mất điện", NOW + timedelta(hours=1)))
    board.screen.until_last(HallView(away=True, message="Mất điện"))


def test_a_call_that_was_kept_while_the_cable_was_out_is_shown_but_not_as_new(run):
    board, plate = run((Board, Outlook), HallStage()), run((CounterState,), PlateStage())
    first = Call(VisitId("d-B001"), TicketNumber("B001"), FieldId("dat-dai"), CounterId(5), NOW, 1)
    for one, kind in ((board, Board(1, NOW, (first,), ())), (plate, CounterState(1, CounterId(5), first))):
        one.connect()
        one.notice(kind)
        one.pass_time(600)
    later = NOW + timedelta(seconds=30)
    missed = Call(VisitId("d-B002"), TicketNumber("B002"), FieldId("dat-dai"), CounterId(5), later, 1)
    board.notice(Board(2, later, (missed,), ()))
    plate.notice(CounterState(2, CounterId(5), missed))
    board.screen.until_last(HallView(missed, away=True))
    plate.screen.until_last(PlateView(missed, away=True))


def test_a_board_whose_own_clock_is_fast_is_right_with_the_first_pulse(run):
    """What the broker kept comes before the pulse: yesterday's calls and a message that is over, by a clock that is thirteen hours fast."""
    board, plate = run((Board, Outlook), HallStage()), run((CounterState,), PlateStage())
    at = NOW - timedelta(hours=13)
    call = replace(CALL, called_at=at - timedelta(minutes=5))
    board.notice(Board(7, at, (call,), (), "Mất điện", at + timedelta(minutes=30)))
    plate.notice(CounterState(7, CounterId(5), call))
    for one in (board, plate):
        one.service.link_changed(True)
        one.pulse(7, at)
    board.screen.until_last(HallView(call, message="Mất điện"))
    plate.screen.until_last(PlateView(call))


def test_what_the_pulse_says_of_the_time_is_there_for_the_boards_clock_and_schedule():
    office = OfficeTime(UTC, lambda: 100.0)
    service = BoardService((CounterState,), PlateStage(), FakeScreen(), lambda: 100.0, office)
    runner = threading.Thread(target=service.run)
    runner.start()
    service.heard_pulse("", encode_notice(Pulse(1, NOW - timedelta(hours=13))))
    service.stop()
    runner.join(5)
    assert office.now() == NOW - timedelta(hours=13)


def test_a_controller_that_begins_a_new_journal_is_believed_after_it_was_away(run):
    plate = run((CounterState,), PlateStage())
    plate.connect()
    plate.notice(CounterState(900, CounterId(5), CALL))
    plate.screen.until(lambda view: view.call == CALL)
    plate.presence(online=False)
    plate.notice(CounterState(1, CounterId(5), None))
    plate.pulse(1)
    plate.screen.until_last(PlateView())


def test_a_new_journal_that_has_told_nothing_yet_is_believed_once_it_does(run):
    plate = run((CounterState,), PlateStage())
    plate.connect()
    plate.notice(CounterState(900, CounterId(5), CALL))
    plate.screen.until(lambda view: view.call == CALL)
    plate.pulse(1)
    plate.notice(CounterState(1, CounterId(5), None))
    plate.screen.until_last(PlateView())


def test_an_older_notice_that_a_broken_link_sends_again_is_not_believed(run):
    plate = run((CounterState,), PlateStage())
    plate.connect()
    plate.notice(CounterState(9, CounterId(5), None))
    plate.service.link_changed(False)
    plate.notice(CounterState(8, CounterId(5), CALL))
    plate.pulse(9)
    plate.notice(CounterState(10, CounterId(5), None, CounterStatus.PAUSED))
    plate.screen.until_last(PlateView(status=CounterStatus.PAUSED))
    assert all(view.call is None for view in plate.screen.told)


def test_the_office_goes_to_the_screen(run):
    board = run((Board, Outlook), HallStage())
    office = Office("x", (), (), (), 30)
    board.service.heard_office("", encode_notice(office))
    board.screen.until(lambda told: told == office)


@pytest.mark.parametrize(
    "payload",
    [
        b"nothing",
        encode_notice(CounterState(1, CounterId(5), None)),
        encode_notice(Board(1, NOW.replace(tzinfo=None), (), ())),
        encode_notice(Board(1, NOW, (), (), "Mất điện", NOW.replace(tzinfo=None))),
        encode_notice(Outlook(NOW.replace(tzinfo=None), ())),
    ],
)
def test_what_is_not_of_the_contract_is_refused(run, payload):
    board = run((Board, Outlook), HallStage())
    with pytest.raises(MalformedMessageError):
        board.service.heard_notice("", payload)


def test_a_pulse_without_a_zone_is_refused(run):
    with pytest.raises(MalformedMessageError):
        run((CounterState,), PlateStage()).pulse(1, NOW.replace(tzinfo=None))


def test_a_call_without_a_zone_is_refused(run):
    plate = run((CounterState,), PlateStage())
    call = Call(CALL.visit, CALL.number, CALL.field, CALL.counter, NOW.replace(tzinfo=None), 1)
    with pytest.raises(MalformedMessageError):
        plate.notice(CounterState(1, CounterId(5), call))


def test_a_board_whose_rules_stand_still_proves_nothing(run):
    at = run((CounterState,), PlateStage())
    lived, held, free = threading.Event(), threading.Event(), threading.Event()
    at.service.prove(lived.set)
    assert lived.wait(5)
    lived.clear()

    def hold():
        held.set()
        free.wait(10)

    at.service.prove(hold)
    at.service.prove(lived.set)
    assert held.wait(5)
    assert not lived.is_set()
    free.set()
    assert lived.wait(5)
