"""The link without a broker that it can use: it keeps trying, drops what cannot be sent, and stops when told."""

import socket
import threading

import pytest

from contract.ids import DeviceId, SiteId
from contract.link import Link
from contract.notices import Presence
from contract.profile import Account
from contract.topics import Role


def account(port: int) -> Account:
    return Account(SiteId("hall"), DeviceId("kiosk-1"), Role.KIOSK, "127.0.0.1", port, "word")


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def test_without_a_broker_it_is_down_and_can_be_stopped() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    link = Link(account(port))
    link.start()
    assert not link.wait_up(0.2)
    link.publish(link.topics.command(DeviceId("kiosk-1")), b"dropped")
    link.describe(Presence(DeviceId("kiosk-1"), online=True))
    link.stop()
    assert not link.up


def test_it_sends_at_once(listener: socket.socket) -> None:
    link = Link(account(listener.getsockname()[1]))
    link.start()
    peer, _ = listener.accept()
    with peer:
        greeting = peer.recv(4096)
        assert link._client.socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    link.stop()
    assert greeting[0] == 0x10
    assert b"hall.kiosk-1" in greeting
    assert b'"online":false' in greeting


def test_a_broker_that_hangs_up_is_called_again(listener: socket.socket) -> None:
    link = Link(account(listener.getsockname()[1]))
    link.start()
    for _ in range(2):
        peer, _ = listener.accept()
        with peer:
            assert peer.recv(4096)[0] == 0x10
    link.stop()


def test_it_stops_although_the_broker_is_mute(listener: socket.socket) -> None:
    link = Link(account(listener.getsockname()[1]))
    link.start()
    peer, _ = listener.accept()
    with peer:
        peer.recv(4096)
        peer.sendall(b"\x20\x02\x00\x00")
        assert link.wait_up(5)
        stopper = threading.Thread(target=link.stop)
        stopper.start()
        stopper.join(5)
        assert not stopper.is_alive()


def text(words: bytes) -> bytes:
    return len(words).to_bytes(2, "big") + words


def published(topic: bytes, payload: bytes, *, retain: bool = False) -> bytes:
    """At QoS 0, so that the broker waits for nothing."""
    content = text(topic) + payload
    assert len(content) < 128
    return bytes([0x30 | retain, len(content)]) + content


def test_topics_that_nobody_of_ours_speaks_are_passed_over(listener: socket.socket) -> None:
    """From a broker that keeps what strangers left there, sends its own figures unasked, and takes any letters for a topic."""
    heard: list[tuple[str, bytes]] = []
    ended = threading.Event()

    def hear(topic: str, payload: bytes) -> None:
        heard.append((topic, payload))
        if payload == b"last":
            ended.set()

    link = Link(account(listener.getsockname()[1]))
    link.listen("motcua/hall/notice/board", hear)
    link.listen("motcua/hall/command/+", hear, fresh=True)
    link.start()
    peer, _ = listener.accept()
    with peer:
        peer.recv(4096)
        peer.sendall(b"\x20\x02\x00\x00")
        subscribed = peer.recv(4096)
        assert subscribed[0] == 0x82
        peer.sendall(b"\x90\x04" + subscribed[2:4] + b"\x01\x01")
        for topic in (
            b"$SYS/broker/version",
            b"$SYS/motcua/hall/notice/board",
            b"homeassistant/sensor/1/state",
            b"motcua/hall",
            b"motcua/hall/notice/board/below",
            b"motcua/other/notice/board",
            b"motcua/hall/command",
            b"motcua/hall/command/kiosk-1/below",
            b"/motcua/hall/notice/board",
            b"motcua/hall/notice/\xff\xfe",
            b"motcua/hall/notice/board\x00",
        ):
            peer.sendall(published(topic, b"x") + published(topic, b"kept", retain=True))
        peer.sendall(published(b"motcua/hall/command/kiosk-1", b"kept", retain=True))
        peer.sendall(published(b"motcua/hall/command/kiosk-1", b"now"))
        peer.sendall(published(b"motcua/hall/notice/board", b"last", retain=True))
        assert ended.wait(30)
        assert link.up
    link.stop()
    assert heard == [("motcua/hall/command/kiosk-1", b"now"), ("motcua/hall/notice/board", b"last")]
    assert link.malformed == 2, "the topic that is no text, twice"


def test_a_listener_of_changes_that_fails_does_not_end_the_link(listener: socket.socket) -> None:
    changes = []

    def fail(up: bool) -> None:
        changes.append(up)
        raise RuntimeError("a screen that broke")

    link = Link(account(listener.getsockname()[1]), on_change=fail)
    link.start()
    for _ in range(2):
        peer, _ = listener.accept()
        with peer:
            assert peer.recv(4096)[0] == 0x10
            peer.sendall(b"\x20\x02\x00\x00")
            assert peer.recv(4096)
    link.stop()
    assert changes[:2] == [True, False]
