"""A board is changed while no call is new on it, says that it pauses while it is out of service, and knows what needs a start."""

import threading
from dataclasses import replace

import pytest

from contract.hall_board import HallBoard, Side
from contract.notices import CounterState
from contract.profile import Account, BoardProfile, Screen
from contract.topics import Role
from queue_display.board_twin import anew
from queue_display.core.plate import PlateStage, PlateView
from tests.queue_display.test_board_service import CALL, Running

HALL = BoardProfile(Account("hall", "board-1", Role.HALL_BOARD, "h", 1, ""), Screen((1920, 1080), (1210, 680)))
COUNTER = replace(HALL, counter=5)


@pytest.fixture
def board():
    running = Running((CounterState,), PlateStage())
    running.connect()
    yield running
    running.service.stop()
    running.thread.join(5)


def test_out_of_service_no_call_stands_there_and_back_in_service_it_does(board):
    board.notice(CounterState(1, 5, CALL))
    board.screen.until(lambda view: isinstance(view, PlateView) and view.call and not view.away)
    board.service.serve(serves=False)
    board.screen.until_last(PlateView(away=True))
    board.notice(CounterState(2, 5, replace(CALL, number="B013")))
    board.settle()
    assert board.screen.told[-1] == PlateView(away=True)
    board.service.serve(serves=True)
    board.screen.until(lambda view: isinstance(view, PlateView) and view.call and view.call.number == "B013")


def test_a_change_waits_until_the_call_is_no_longer_new(board):
    board.notice(CounterState(1, 5, None))
    board.notice(CounterState(2, 5, CALL))
    board.screen.until(lambda view: isinstance(view, PlateView) and view.fresh)
    done = threading.Event()
    board.service.when_calm(lambda: 1 / 0)
    board.service.when_calm(done.set)
    board.settle()
    assert not done.is_set()
    board.pass_time(9, heard=True)
    assert done.wait(5), "after its eight seconds, and whatever failed before"


@pytest.mark.parametrize(
    ("before", "changes", "keys"),
    [
        (HALL, {"shows": HallBoard(ticker=("a",), side=Side.LEFT, calm=True)}, set()),
        (HALL, {"shows": HallBoard(media="other")}, {"shows"}),
        (COUNTER, {"shows": HallBoard(media="other")}, set()),
        (HALL, {"screen": Screen((1920, 1080), (900, 500))}, set()),
        (HALL, {"screen": Screen((1280, 720), (900, 500))}, {"screen"}),
        (COUNTER, {"screen": Screen((1920, 1080), (900, 500))}, {"screen"}),
        (HALL, {"zone": "a"}, {"zone"}),
        (COUNTER, {"counter": 6}, {"counter"}),
        (COUNTER, {"web": "http://10.0.0.9"}, {"web"}),
    ],
)
def test_what_needs_a_start(before, changes, keys):
    assert anew(before, replace(before, **changes)) == keys
