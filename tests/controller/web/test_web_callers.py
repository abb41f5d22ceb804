"""Connections that ask for nothing: none of them keeps a clerk out, or takes the files that the hall's devices need."""

import socket
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests

from controller.web.caller import Caller

HALVES = [
    b"",
    b"GET /counter/5 HTTP/1.1\r\nHost: localhost\r\n",
    b"POST /counter/5/command HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
    b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\nGET /",
]


class HastyCaller(Caller):
    """Waits for nobody."""

    asking_s = 0.3


class FewCallers(Caller):
    """Three at a time."""

    connections_at_most = 3


class FewOfEach(Caller):
    """Two of one address at a time."""

    of_one_address = 2


def called(hall, said=b"", place=None):
    """``place``: another address of this machine to call from."""
    address = urlsplit(hall.address)
    source = (place, 0) if place else None
    line = socket.create_connection((address.hostname, address.port), timeout=5, source_address=source)
    line.sendall(said)
    return line


def end(line):
    """All that comes until the other side hangs up."""
    heard = b""
    try:
        while part := line.recv(65536):
            heard += part
    except ConnectionResetError:
        pass
    return heard


@pytest.fixture
def hasty(hall):
    hall.caller = HastyCaller
    return hall.start()


@pytest.mark.parametrize("half", HALVES)
def test_half_a_request_is_not_waited_for(hasty, half):
    with called(hasty, half) as line:
        end(line)


def test_one_connection_too_many_is_closed_at_once(hall):
    hall.caller = FewCallers
    hall.start()
    with called(hall), called(hall), called(hall) as third, called(hall) as fourth:
        assert end(fourth) == b""
        third.sendall(b"GET /counter/5 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert third.recv(65536).startswith(b"HTTP/1.1 200")


def test_one_address_cannot_take_all_connections(hall):
    hall.caller = FewOfEach
    hall.start()
    phone, other = "127.0.0.2", "127.0.0.3"
    with called(hall, place=phone), called(hall, place=phone), called(hall, place=phone) as third:
        assert end(third) == b""
        ask = b"GET /counter/5 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with called(hall, ask, other) as one, called(hall) as _, called(hall) as _, called(hall, ask) as own:
            for line in (one, own):  # the machine itself has no such limit
                assert line.recv(65536).startswith(b"HTTP/1.1 200")


def test_streams_count_for_their_address_even_when_they_are_turned_away(hall):
    """Who never says good-bye to a stream that was refused held its connection for ten seconds, and as many as there are."""
    hall.caller = FewOfEach
    hall.start()
    phone, other = "127.0.0.2", "127.0.0.3"
    ask = (
        b"GET %b HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with called(hall, ask % b"/board/live", phone) as one, called(hall, ask % b"/counter/5/live", phone) as refused:
        for line in (one, refused):
            assert line.recv(4096).startswith(b"HTTP/1.1 101")
        with called(hall, place=phone) as third, called(hall, ask % b"/board/live", other) as another:
            assert end(third) == b""
            assert another.recv(4096).startswith(b"HTTP/1.1 101")


def test_our_proxy_brings_everybody(hall):
    hall.caller = FewOfEach
    hall.site = replace(hall.site, web=replace(hall.site.web, proxy="127.0.0.2"))
    hall.start()
    ask = b"GET /counter/5 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with called(hall, place="127.0.0.2"), called(hall, place="127.0.0.2"), called(hall, ask, "127.0.0.2") as third:
        assert third.recv(4096).startswith(b"HTTP/1.1 200")


def test_a_page_may_ask_again_on_the_same_connection(hasty):
    with requests.Session() as browser:
        for _ in range(3):
            assert browser.get(f"{hasty.address}/counter/5", timeout=5).status_code == 200
