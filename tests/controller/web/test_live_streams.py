"""Streams as a page hears them, over real WebSockets."""

import json
import time
from contextlib import ExitStack
from socket import SHUT_RDWR, create_connection
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.office import CIVIL, FIVE, LAND, ONE

DEADLINE = 30


def listen(hall, path, origin=None, **options):
    """As the browser of the officer at that counter."""
    address = hall.address.replace("http", "ws")
    held = hall.cookies.get(int(path.split("/")[2])) if path.startswith("/counter/") else None
    cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in (held or {}).items())} if held else {}
    return connect(address + path, origin=origin or hall.address, proxy=None, additional_headers=cookies, **options)


def heard(socket, wanted=lambda state: True):
    """The next state for which ``wanted`` holds."""
    end = time.monotonic() + DEADLINE
    while True:
        text = socket.recv(timeout=end - time.monotonic())
        if text and wanted(state := json.loads(text)):
            return state


def until(condition):
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_page_hears_the_state_and_then_every_change(hall):
    hall.start()
    with listen(hall, "/counter/5/live") as socket:
        assert heard(socket)["stage"] == "free"
        hall.take(LAND)
        assert heard(socket)["next.dat-dai"] == "B001"
        hall.call(FIVE)
        assert heard(socket)["number"] == "B001"


def test_the_last_state_always_arrives_however_many_came_before(hall):
    hall.start()
    with listen(hall, "/counter/1/live") as socket:
        hall.take(CIVIL, 100)
        assert heard(socket, lambda state: state["count.ho-tich"] == "100")


def test_a_counter_hears_nothing_that_is_not_its_own(hall):
    hall.options = {"beat": 60}
    hall.start()
    with listen(hall, "/counter/1/live") as socket:
        heard(socket)
        hall.take(LAND)
        hall.take(CIVIL)
        assert heard(socket)["count.ho-tich"] == "1"


def test_a_quiet_stream_gives_signs_of_life(hall):
    hall.options = {"beat": 0.05}
    hall.start()
    with listen(hall, "/counter/5/live") as socket:
        heard(socket)
        assert socket.recv(timeout=DEADLINE) == ""


def test_a_phone_is_told_when_its_day_is_over(hall):
    hall.options = {"beat": 0.05}
    hall.start()
    ticket = hall.take(LAND)
    with listen(hall, hall.path(ticket).removeprefix(hall.address) + "/live") as socket:
        assert heard(socket)["stage"] == "waiting"
        hall.clock.move(days=1)
        assert heard(socket)["stage"] == "past"


def from_elsewhere(hall, path, last):
    """A stream of another machine than the controller's: 127.0.0.2 and up."""
    there = urlsplit(hall.address)
    line = create_connection((there.hostname, there.port), DEADLINE, source_address=(f"127.0.0.{last}", 0))
    return connect(hall.address.replace("http", "ws") + path, sock=line, origin=hall.address, proxy=None)


def test_one_phone_cannot_take_all_boards_nor_all_phones_streams(hall):
    """It could: a hundred streams of ``/board`` from one phone, and each new television was turned away."""
    hall.options = {"phones": 8}
    hall.start()
    ticket = hall.path(hall.take(LAND)).removeprefix(hall.address)
    for path, share in (("/board/live", 25), (f"{ticket}/live", 2)):
        with ExitStack() as stay:
            for _ in range(share):
                heard(stay.enter_context(from_elsewhere(hall, path, 2)))
            one_more = stay.enter_context(from_elsewhere(hall, path, 2))
            assert heard(one_more)  # told once
            with pytest.raises(ConnectionClosed) as closed:
                one_more.recv(timeout=DEADLINE)
            assert closed.value.rcvd.code == 1013
            another = stay.enter_context(from_elsewhere(hall, path, 3))
            heard(another)
            assert hall.streams.count == share + 1
        until(lambda: hall.streams.count == 0)
        with from_elsewhere(hall, path, 2) as again:
            heard(again)
            assert hall.streams.count == 1
        until(lambda: hall.streams.count == 0)


def test_a_page_that_leaves_frees_its_place(hall):
    hall.start()
    sockets = [listen(hall, "/counter/5/live") for _ in range(5)]
    until(lambda: hall.streams.count == 5)
    for socket in sockets[:4]:
        socket.close()
    until(lambda: hall.streams.count == 1)
    sockets[4].socket.shutdown(SHUT_RDWR)  # no farewell
    until(lambda: hall.streams.count == 0)
    assert len(hall.service._followers) == 1
    hall.web.stop()
    assert hall.service._followers == []
    assert hall.take(LAND).number == "B001"  # nobody watches and nothing suffers


def test_a_page_too_many_is_told_once_and_comes_back_later(hall):
    hall.options = {"phones": 1}
    hall.start()
    path = hall.path(hall.take(LAND)).removeprefix(hall.address) + "/live"
    with listen(hall, path) as first, listen(hall, path) as second:
        assert heard(first) == heard(second)
        with pytest.raises(ConnectionClosed) as closed:
            second.recv(timeout=DEADLINE)
        assert closed.value.rcvd.code == 1013
        with listen(hall, "/counter/5/live") as clerk:  # phones never crowd a clerk out
            assert heard(clerk)["stage"] == "free"
            hall.call(FIVE)
            assert heard(clerk)["stage"] == "serving"
            assert heard(first)["stage"] == "called"


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_another_page_cannot_listen(quiet_hall, origin):
    with pytest.raises(InvalidStatus) as refused:
        listen(quiet_hall, "/counter/5/live", origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/counter/99/live", "/t/2026-11-23-B001/wrong/live", "/nowhere"])
def test_there_is_no_stream_of_what_does_not_exist(quiet_hall, path):
    with pytest.raises(InvalidStatus) as refused:
        listen(quiet_hall, path)
    assert refused.value.response.status_code == 403


def test_what_a_page_says_into_its_stream_is_dropped(hall):
    hall.start()
    with listen(hall, "/counter/5/live") as socket:
        heard(socket)
        socket.send("anything")
        socket.send(b"\0")
        hall.take(LAND)
        assert heard(socket)["count.dat-dai"] == "1"
        socket.send("x" * 5000)
        with pytest.raises(ConnectionClosed):
            heard(socket, lambda state: False)


def talk(socket):
    for _ in range(100):
        socket.send("anything")
    heard(socket, lambda state: False)


def test_a_page_that_does_not_stop_talking_is_left_alone(hall):
    hall.start()
    with listen(hall, "/counter/5/live") as socket, listen(hall, "/counter/1/live") as other:
        heard(socket)
        heard(other)
        with pytest.raises(ConnectionClosed):
            talk(socket)
        hall.take(CIVIL)
        assert heard(other, lambda state: state["count.ho-tich"] == "1")


def test_a_state_that_cannot_be_read_cuts_pages_off_instead_of_lying(hall):
    hall.options = {"beat": 0.05}
    hall.start()
    path = hall.path(hall.take(LAND)).removeprefix(hall.address) + "/live"
    with listen(hall, path) as socket:
        heard(socket)
        hall.journal.full = True
        hall.clock.move(days=1)
        with pytest.raises(ConnectionClosed) as closed:
            heard(socket, lambda state: False)
        assert closed.value.rcvd.code == 1011
    hall.journal.full = False
    with listen(hall, path) as socket:
        assert heard(socket)["stage"] == "past"


def test_stopping_is_quick_with_streams_open(hall):
    hall.start()
    hall.take(CIVIL)
    with listen(hall, "/counter/1/live") as one, listen(hall, "/counter/5/live") as two:
        heard(one)
        heard(two)
        began = time.monotonic()
        hall.web.stop()
        assert time.monotonic() - began < 4.5  # waiting for the streams to end would take five
        with pytest.raises(ConnectionClosed) as closed:
            heard(one, lambda state: False)
        assert closed.value.rcvd.code == 1012
    assert hall.call(ONE)
