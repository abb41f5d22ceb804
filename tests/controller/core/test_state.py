"""The plain form of the state: every part, nothing of the site file, the same for the same state and no other."""

import json
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import time, timedelta

import pytest

from contract.ids import SiteId, VisitId
from contract.site import Site
from controller.core.day import Session
from controller.core.events import (
    CounterOpened,
    DayOpened,
    Entry,
    FieldClosed,
    PriorityGranted,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
)
from controller.core.evolve import evolve
from controller.core.queue import Queue, Stage
from controller.core.state import digests, fingerprint, plain, plain_state
from tests.office import CIVIL, ELDERLY, FIVE, KIOSK, LAND, MORNING, ONE, small_site

NO_SITE = Site(SiteId("?"), "?", (), ())
B1, B2, A1 = (VisitId(f"2026-11-23-{number}") for number in ("B001", "B002", "A001"))
EVENTS = (
    DayOpened(MORNING.date(), (Session(time(7, 30), time(11, 30)),)),
    FieldClosed(CIVIL),
    CounterOpened(FIVE),
    TicketIssued(B1, "B001", LAND, 0, due=MORNING + timedelta(minutes=20)),
    TicketIssued(B2, "B002", LAND, 1, due=MORNING + timedelta(minutes=21)),
    TicketIssued(A1, "A001", CIVIL, 0, due=MORNING + timedelta(minutes=22)),
    PriorityGranted(A1, ELDERLY),
    TicketCalled(B1, FIVE),
    TicketCalled(B2, ONE),
    TicketRecalled(B1, FIVE, 2),
)


def queue_of(events=EVENTS, site=None):
    queue = Queue(site or small_site())
    for seq, event in enumerate(events, 1):
        evolve(queue, Entry(seq, MORNING, KIOSK, None, event))
    return queue


def marks(*words, **more):
    return digests(plain_state(queue_of(*words, **more)))


def test_every_part_of_the_queue_is_in_it_but_what_the_site_file_says():
    assert set(plain_state(queue_of())) == set(Queue.__slots__) - {"site", "fields", "counters", "officers"}


def test_the_same_events_give_the_same_state_whatever_the_site_file_says():
    assert marks() == marks(site=NO_SITE)
    turned = replace(small_site(), fields=small_site().fields[::-1], counters=small_site().counters[::-1])
    assert marks() == marks(site=turned)


@pytest.mark.parametrize(
    "left_out", [place for place in range(1, len(EVENTS)) if EVENTS[place] != TicketCalled(B1, FIVE)]
)
def test_an_event_less_is_another_state(left_out):
    assert marks(EVENTS[:left_out] + EVENTS[left_out + 1 :]) != marks()


def test_the_order_of_calls_counts():
    swapped = (*EVENTS[:-1], TicketRecalled(B2, ONE, 2))
    assert marks()["calls"] != marks(swapped)["calls"]
    assert plain_state(queue_of())["calls"] == [[1, B2], [5, B1]]


def test_it_goes_through_json_as_it_is():
    state = plain_state(queue_of())
    assert json.loads(json.dumps(state)) == state
    assert state["day"] == "2026-11-23"
    assert dict(state["visits"])[A1]["priority"] == ELDERLY


def test_what_is_remembered_for_speed_alone_is_left_out():
    @dataclass
    class Remembers:
        counted: int
        shortcut: int = field(default=0, compare=False)

    assert plain(Remembers(1, 2)) == {"counted": 1}


def test_a_fingerprint_tells_which_moment_it_is_of():
    whole = fingerprint(plain_state(queue_of()))
    assert (whole.seq, whole.day, whole.parts) == (len(EVENTS), "2026-11-23", marks())
    assert fingerprint(plain_state(Queue(small_site()))).day is None


def test_values():
    assert plain(Stage.ABSENT) == "absent"
    assert plain({("b", 2): deque([1.5, None]), ("a", 1): frozenset({"y", "x"})}) == [
        [["a", 1], ["x", "y"]],
        [["b", 2], [1.5, None]],
    ]
    with pytest.raises(TypeError, match="object has no plain form"):
        plain(object())
