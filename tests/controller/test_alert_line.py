"""Alerts that wait: kept over kills, in order, each once; no failure of a try ends them, and the line has an end in number and age."""

import threading
from datetime import timedelta

import pytest

from controller.alert_line import LONGEST, MOST, AlertLine, AlertNotSentError
from tests.controller.alert_receiver import Receiver
from tests.controller.alerting_office import AlertingOffice
from tests.office import SetClock

SECONDS = 30


@pytest.fixture
def receiver():
    one = Receiver().on()
    yield one
    one.off()


class Told:
    """A line whose sends the test decides about."""

    def __init__(self, *faults, waiting=(), clock=None):
        self.faults, self.sent, self.kept = list(faults), [], None
        self.clock, self.moved = clock or SetClock(), threading.Semaphore(0)
        self.line = AlertLine(self.send, self.clock, waiting, self.keep, (0.001, 0.01))

    def send(self, alert):
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        self.sent.append(alert["id"])

    def keep(self, waiting):
        self.kept = [one["id"] for one in waiting]
        self.moved.release()

    def add(self, *names):
        for name in names:
            self.line.add({"id": name, "at": self.clock().isoformat(), "text": name})
            assert self.moved.acquire(timeout=SECONDS)

    def until_empty(self):
        self.line.start()
        while self.line.waiting:
            assert self.moved.acquire(timeout=SECONDS)
        self.line.stop()
        assert self.kept == []


def alert(name, at):
    return {"id": name, "at": at.isoformat(), "text": name}


def test_a_controller_that_is_killed_tells_what_nobody_took(tmp_path, receiver):
    """Nobody listens at the webhook, the machine loses power, and both come back."""
    receiver.off()
    office = AlertingOffice(tmp_path, f"http://127.0.0.1:{receiver.port}/hook")
    with office.run() as program:
        waiting = office.until_waiting(SECONDS)
        program.kill()
    receiver.on()
    with office.run():
        assert receiver.came.acquire(timeout=SECONDS)
        office.until_sent(SECONDS)
    assert receiver.got == waiting
    assert [one["trouble"] for one in waiting] == ["controller"]


def test_what_fails_is_tried_again_in_order_whatever_it_failed_with():
    told = Told(AlertNotSentError("busy"), RuntimeError("cannot schedule new futures after shutdown"), OSError())
    told.add("a", "b", "c")
    told.until_empty()
    assert told.sent == ["a", "b", "c"]


def test_one_that_the_program_itself_fails_at_does_not_hold_up_the_others(caplog):
    told = Told(*[RuntimeError("again")] * 10)
    told.add("poison", "b")
    told.until_empty()
    assert told.sent == ["b"]
    assert "failed, 10 of 10 times" in caplog.text


def test_what_waits_already_waits_once():
    told = Told()
    told.add("a")
    told.line.add(alert("a", told.clock()))
    told.until_empty()
    assert told.sent == ["a"]


def test_what_waited_for_too_long_or_is_none_is_not_told(caplog):
    clock = SetClock()
    now = clock()
    waiting = [
        alert("old", now - LONGEST - timedelta(minutes=1)),
        {"id": "odd"},
        {"id": "timeless", "at": "yesterday", "text": "timeless"},
        {"id": "zoneless", "at": "2026-11-23T08:00:00", "text": "zoneless"},
        alert("new", now - LONGEST),
    ]
    told = Told(waiting=waiting, clock=clock)
    told.until_empty()
    assert told.sent == ["new"]
    assert "an alert was never sent: old" in caplog.text


def test_the_line_has_an_end(caplog):
    told = Told()
    told.add(*(str(number) for number in range(MOST + 5)))
    assert [one["id"] for one in told.line.waiting] == [str(number) for number in range(5, MOST + 5)]
    assert len(told.kept) == MOST
    assert "an alert was never sent: 4" in caplog.text
