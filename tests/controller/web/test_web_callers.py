"""Connections that ask for nothing: none of them keeps a clerk out, or takes the files that the hall's devices need."""

import socket
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


def called(hall, said=b""):
    address = urlsplit(hall.address)
    line = socket.create_connection((address.hostname, address.port), timeout=5)
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


def test_a_page_may_ask_again_on_the_same_connection(hasty):
    with requests.Session() as browser:
        for _ in range(3):
            assert browser.get(f"{hasty.address}/counter/5", timeout=5).status_code == 200
