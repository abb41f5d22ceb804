"""Retained state reaches whoever asked for it and may have it, and nobody else; amqtt as it stands fails this."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from amqtt.broker import Broker

from demo.brokers import BrokerRun
from tests.wire.mqtt_socket import MqttSocket, connect_packet

T = "motcua/thu-dau-mot"
SECRET = f"{T}/answer/kiosk-1"


def unasked(newcomer: MqttSocket) -> list[str]:
    """Topics that reach a device which has subscribed to nothing."""
    return [heard.topic for _ in range(10) for heard in newcomer.fence()]


def test_a_newcomer_hears_nothing_that_it_did_not_ask_for(shared_broker: BrokerRun) -> None:
    with (
        MqttSocket.login(shared_broker, "controller") as controller,
        MqttSocket.login(shared_broker, "kiosk-1") as kiosk,
    ):
        assert kiosk.subscribe(SECRET) == [1]
        controller.publish(SECRET, b"for the kiosk alone", retain=True)
        controller.publish(f"{T}/notice/office", b"for all", retain=True)
        with MqttSocket.login(shared_broker, "hall-board-1") as board:
            assert unasked(board) == []
            assert board.subscribe(f"{T}/notice/office") == [1]
            assert [(heard.payload, heard.retained) for heard in board.fence()] == [(b"for all", True)]


@pytest.fixture
def plain_port() -> Iterator[int]:
    """amqtt as it stands, open to all, on a free port."""
    started, ports, ends = threading.Event(), [], []

    async def serve() -> None:
        config = {
            "listeners": {"default": {"type": "tcp", "bind": "127.0.0.1:0"}},
            "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
        }
        broker = Broker(config)
        await broker.start()
        end = asyncio.Event()
        ends.append((asyncio.get_running_loop(), end))
        ports.append(broker._servers["default"].instance.sockets[0].getsockname()[1])
        started.set()
        await end.wait()
        await broker.shutdown()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(10)
    yield ports[0]
    loop, end = ends[0]
    loop.call_soon_threadsafe(end.set)
    thread.join(10)
    assert not thread.is_alive()


def test_plain_amqtt_leaks_so_the_check_can_fail(plain_port: int) -> None:
    def login(name: str) -> MqttSocket:
        one = MqttSocket("127.0.0.1", plain_port)
        one.sock.sendall(connect_packet(name, None, None, None, 60))
        assert one.packet()[1][1] == 0
        return one

    with login("kiosk") as kiosk, login("controller") as controller:
        assert kiosk.subscribe(SECRET) == [1]
        controller.publish(SECRET, b"for the kiosk alone", retain=True)
        assert kiosk.wait_heard().topic == SECRET
        with login("board") as board:
            assert SECRET in unasked(board)


def test_retained_state_waits_for_a_device_that_was_away(shared_broker: BrokerRun) -> None:
    board_topic = f"{T}/notice/board"
    with MqttSocket.login(shared_broker, "controller") as controller:
        with MqttSocket.login(shared_broker, "hall-board-1") as board:
            board.subscribe(board_topic)
            controller.publish(board_topic, b"first", retain=True)
            assert [(heard.payload, heard.retained) for heard in board.fence()] == [(b"first", False)]
        controller.publish(board_topic, b"second", retain=True)
        with MqttSocket.login(shared_broker, "hall-board-1") as board:
            assert board.fence() == []
            board.subscribe(board_topic)
            assert [(heard.payload, heard.retained) for heard in board.fence()] == [(b"second", True)]
        controller.publish(board_topic, b"", retain=True)
        with MqttSocket.login(shared_broker, "hall-board-1") as board:
            board.subscribe(board_topic)
            assert board.fence() == []


def test_a_killed_broker_has_forgotten_everything(broker: BrokerRun) -> None:
    with MqttSocket.login(broker, "controller") as controller:
        controller.publish(f"{T}/notice/board", b"old", retain=True)
    broker.kill()
    broker.restart()
    with MqttSocket.login(broker, "hall-board-1") as board:
        board.subscribe(f"{T}/notice/board")
        assert board.fence() == []
