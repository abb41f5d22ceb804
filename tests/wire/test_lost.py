"""A board that has lost the controller says so within five seconds, whatever was lost, on both brokers at once; and comes back."""

import os
import signal
import threading
import time
from contextlib import ExitStack

import pytest

from contract.topics import Role
from demo.cable import Cable
from demo.hall import Hall
from tests.wire.recorded_board import RecordedBoard

SAID_S = 5.0
BACK_S = 10.0
CALM_S = 1.5


class Watched:
    """An office's controller and broker, a hall board on a cable of its own, and a counter board."""

    def __init__(self, site, folder, kind, stack):
        self.hall = Hall(site, folder, {}, kind)
        stack.callback(self.hall.stop)
        self.hall.start()
        self.cable = Cable(self.hall.broker.port)
        stack.callback(self.cable.close)
        self.far = self._board(Role.HALL_BOARD, stack, self.cable.port)
        self.near = self._board(Role.COUNTER_BOARD, stack)

    def _board(self, role, stack, port=None):
        board = RecordedBoard(self.hall.broker.profile(self.hall.device(role).id), port)
        stack.callback(board.stop)
        return board.start()


@pytest.fixture(scope="module")
def offices(site, tmp_path_factory):
    with ExitStack() as stack:
        both = [Watched(site, tmp_path_factory.mktemp(kind), kind, stack) for kind in ("embedded", "mosquitto")]
        for board in (board for one in both for board in (one.far, one.near)):
            board.until(lambda view: not view.away)
        yield both


def present(boards):
    for board in boards:
        board.until(lambda view: not view.away, BACK_S)


def said(boards, since):
    """Each within five seconds from ``since``."""
    for board in boards:
        at = board.until(lambda view: view.away, SAID_S + BACK_S)
        assert at - since < SAID_S


def boards_of(offices):
    return [board for one in offices for board in (one.far, one.near)]


def test_a_cable_that_is_pulled_or_swallows_everything(offices):
    broken, dead = offices
    since = time.monotonic()
    broken.cable.pull()
    dead.cable.hang()
    said([one.far for one in offices], since)
    assert not any(one.near.view.away for one in offices)
    broken.cable.plug()
    dead.cable.whole()
    present(boards_of(offices))


@pytest.mark.parametrize("part", ["controller", "broker"])
def test_a_part_that_hangs(offices, part):
    pids = [one.hall.pid("controller") if part == "controller" else one.hall.broker.pid for one in offices]
    since = time.monotonic()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        said(boards_of(offices), since)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    present(boards_of(offices))


def test_a_controller_that_hangs_for_a_moment_only_is_not_missed(offices):
    known = [len(board.views) for board in boards_of(offices)]
    pids = [one.hall.pid("controller") for one in offices]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        threading.Event().wait(CALM_S)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    for board, before in zip(boards_of(offices), known, strict=True):
        board.until_pulses(2)
        assert not any(view.away for _, view in board.views[before:])


def test_a_part_that_is_killed(offices):
    since = time.monotonic()
    offices[0].hall.kill("controller")
    offices[1].hall.broker.kill()
    said(boards_of(offices), since)
    offices[0].hall.run("controller", "controller", "run")
    offices[1].hall.broker.start()
    present(boards_of(offices))
