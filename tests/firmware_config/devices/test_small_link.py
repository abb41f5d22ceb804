"""The link before brokers that misbehave: garbage, silence, refusals and hanging up; it goes on, and ever more rarely."""

import socket
import threading
from contextlib import suppress

import pytest

from firmware_config.devices.link import KEEPALIVE_S, Link

ACCOUNT = {"site": "o", "device": "pad-5", "password": "secret", "host": "127.0.0.1"}
WELCOME, LISTENING = b"\x20\x02\x00\x00", b"\x90\x03\x00\x01\x01"


class RudeBroker:
    """Takes one connection after another and says the same to each of them."""

    def __init__(self, *says):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = []
        self._says = says
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._thread.join()

    def _serve(self):
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                with near, suppress(OSError):
                    near.settimeout(10)
                    for words in self._says:
                        self.heard.append(near.recv(4096))
                        near.sendall(words)
                    near.shutdown(socket.SHUT_WR)
                    while near.recv(4096):
                        pass


class Tried:
    """A link with a clock moved by hand, a second or a moment at a time."""

    def __init__(self, port):
        self.now = 0
        self.heard = []
        self.changes = []
        self.link = Link(
            {**ACCOUNT, "port": port}, b"", ("a", "b"), "will", b"gone",
            lambda topic, payload, _now: self.heard.append((topic, payload)),
            lambda up, now: self.changes.append((up, now)),
            lambda: 128,
        )  # fmt: skip

    def step_until(self, holds, step_ms=1):
        waiting = threading.Event()
        for _ in range(20_000):
            self.link.step(self.now, network=True)
            self.now += step_ms
            if holds():
                return
            waiting.wait(0.0005)
        raise TimeoutError(self.link.fault)


@pytest.mark.parametrize(
    ("says", "fault"),
    [
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), "closed"),
        ((b"\x30\xff\xff\xff\xff\x7f",), "a length of five bytes"),
        ((b"\x20\x02\x00\x05",), "the broker refuses: 05"),
        ((b"\x20\x00",), "the broker refuses: "),
        ((WELCOME, b"\x90\x03\x00\x01\x80\x30\x01\x00"), "a PUBLISH that ends too early"),
        ((WELCOME, LISTENING), "closed"),
    ],
)
def test_a_rude_broker_is_left_and_asked_again(says, fault):
    with RudeBroker(*says) as broker:
        tried = Tried(broker.port)
        tried.step_until(lambda: tried.link.fault == fault)
        connections = len(broker.heard)
        tried.step_until(lambda: len(broker.heard) > connections)
        tried.link.close(tried.now)
    assert tried.heard == []


def test_every_packet_is_one_write_and_every_message_acknowledged():
    message = b"\x32\x08\x00\x01a\x00\x07abc"
    with RudeBroker(WELCOME, LISTENING + message, b"") as broker:
        tried = Tried(broker.port)
        tried.step_until(lambda: tried.heard)
        tried.step_until(lambda: len(broker.heard) == 3)
        tried.link.close(tried.now)
    assert tried.heard == [("a", b"abc")]
    assert broker.heard[0][:1] == b"\x10"
    assert broker.heard[1] == b"\x82\x0a\x00\x01\x00\x01a\x01\x00\x01b\x01"
    assert broker.heard[2] == b"\x40\x02\x00\x07"


def test_where_nobody_answers_it_asks_ever_more_rarely():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    tried, waits = Tried(port), []
    for _ in range(8):
        tried.link.fault = ""
        before = tried.now
        tried.step_until(lambda: tried.link.fault, step_ms=20)
        waits.append(tried.now - before)
    assert waits[1] < 1000
    assert max(waits) < 20_000
    assert waits[-1] > 12_000


def test_a_silent_broker_is_given_up():
    with RudeBroker(WELCOME, LISTENING, b"", b"", b"", b"") as broker:
        tried = Tried(broker.port)
        tried.step_until(lambda: tried.link.up)
        tried.step_until(lambda: not tried.link.up, step_ms=50)
        assert tried.link.fault == "the broker is silent"
        up, down = tried.changes
        assert (up[0], down[0]) == (True, False)
        assert 1500 * KEEPALIVE_S <= down[1] - up[1] <= 2000 * KEEPALIVE_S
        assert any(b"\xc0\x00" in words for words in broker.heard)


def test_without_a_network_nothing_is_tried():
    tried = Tried(1)
    for now in range(0, 60_000, 100):
        tried.link.step(now, network=False)
    assert tried.link.fault == ""
    assert not tried.link.send("a", b"", 0)
