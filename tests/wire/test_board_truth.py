"""Boards and clerk pages never disagree: through a storm of commands, with controller and broker killed, frozen and started again.

At every quiet point each counter's board, its clerk's page (as its script heard it, and as it is loaded anew), the hall board and the
journal read again from its first entry say the same. And at no time did a board show a call that is not in the journal, or one as new twice.
"""

import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from controller.core import events as e
from controller.core import views
from demo.screen import ScreenError, wait_for
from tests.wire.storming_office import StormingOffice

SEED = 5
STORM_S = 0.7
QUIET_S = 30


def kill_controller(office):
    office.hall.kill("controller")
    office.hall.run("controller", "controller", "run")


def kill_broker(office):
    office.hall.broker.restart()


def kill_both(office):
    office.hall.broker.kill()
    office.hall.kill("controller")
    office.hall.broker.start()
    office.hall.run("controller", "controller", "run")


def freeze_controller(office):
    pid = office.hall.pid("controller")
    os.kill(pid, signal.SIGSTOP)
    try:
        office.board.until(lambda view: view.away)
    finally:
        os.kill(pid, signal.SIGCONT)


BLOWS = {
    "embedded": (kill_controller, kill_broker, freeze_controller),
    "mosquitto": (kill_both, kill_broker, kill_controller),
}


def call_of(call):
    return None if call is None else (call.visit, call.number, call.counter, call.times)


def loaded(page):
    """As a browser loads it now; nothing while the controller is on its way back."""
    try:
        return page.shown()
    except requests.RequestException:
        return {}


def disagreement(office, queue):
    """What two of them say differently, or nothing."""
    at = office.entries()[-1].at
    board = views.board(queue, at)
    shown = office.board.view
    wanted = [call_of(call) for call in board.calls if call_of(call) != call_of(shown.top)]
    if shown.away or [call_of(one.call) for one in shown.rows] != wanted:  # the top keeps its place for eight seconds
        return f"hall: {shown.rows} below {shown.top} instead of {wanted}"
    if not shown.fresh and shown.top != (board.calls[0] if board.calls else None):
        return f"hall: {shown.top} is not the latest call"
    for counter, plate in office.plates.items():
        state = views.counter_state(queue, counter, at)
        if plate.view.away or (call_of(plate.view.call), plate.view.status) != (call_of(state.call), state.status):
            return f"plate {counter}: {plate.view} instead of {state}"
        serving = state.call.visit if state.call else ""
        page = office.pages[counter]
        for words in (page.heard, loaded(page)):
            if words.get("visit") != serving:
                return f"page {counter}: {words.get('visit')} instead of {serving}"
    return ""


def agree(office):
    """Wait until nobody disagrees any more; whatever is still said differently then, is wrong."""
    office.calm()
    queue = office.replayed(office.entries())
    last = []

    def look():
        last[:] = [disagreement(office, queue)]
        return True if last == [""] else None

    try:
        wait_for(look, QUIET_S, "they disagree")
    except ScreenError as fault:
        raise AssertionError(last) from fault


def weather(office, kind):
    chance = random.Random(SEED)
    for blow in BLOWS[kind]:
        office.storm.set()
        threading.Event().wait(STORM_S * (0.5 + chance.random()))
        blow(office)
        office.board.until(lambda view: not view.away, 20)
        threading.Event().wait(STORM_S)
        agree(office)


def all_true(office):
    """No board ever showed what was not called, or one call as new twice."""
    called = {
        (entry.event.visit, entry.event.counter, getattr(entry.event, "times", 1))
        for entry in office.entries()
        if isinstance(entry.event, e.TicketCalled | e.TicketRecalled)
    }
    assert len(called) > 20
    for board in (*office.plates.values(), office.board):
        new = []
        for _, view in board.views:
            calls = [view.call] if board.counter else [view.top, *(one.call for one in view.rows)]
            for call in filter(None, calls):
                assert (call.visit, call.counter, call.times) in called
            call = calls[0] if view.fresh and not view.away else None
            if call and (not new or new[-1] != call):
                new.append(call)
        assert len(new) == len(set(new)), new


@pytest.fixture(scope="module")
def offices(site, tmp_path_factory):
    with (
        StormingOffice(site, tmp_path_factory.mktemp("embedded"), "embedded", SEED) as one,
        StormingOffice(site, tmp_path_factory.mktemp("mosquitto"), "mosquitto", SEED) as other,
    ):
        yield {"embedded": one, "mosquitto": other}


def test_boards_pages_and_journal_say_the_same_through_storm_and_restarts(offices):
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(weather, office, kind) for kind, office in offices.items()]:
            done.result()
    for office in offices.values():
        all_true(office)
