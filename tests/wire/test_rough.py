"""Nothing that one device sends, or does not read, takes the broker from the others."""

import contextlib
import random
import socket
import struct

from demo.brokers import BrokerRun
from tests.wire.mqtt_socket import MqttSocket, connect_packet, packet, text

T = "motcua/thu-dau-mot"
BOARD = f"{T}/notice/board"


def serves(run: BrokerRun) -> bool:
    """Whether a message still gets through."""
    with MqttSocket.login(run, "controller") as controller, MqttSocket.login(run, "hall-board-1") as board:
        board.subscribe(BOARD)
        board.fence()
        controller.publish(BOARD, b"through")
        assert "Traceback" not in run.log
        return run.running and [heard.payload for heard in board.fence()] == [b"through"]


def rough_beginnings() -> list[bytes]:
    return [
        b"",
        b"\x00",
        b"GET / HTTP/1.1\r\nHost: hall\r\n\r\n",
        b"\x10\xff\xff\xff\xff\xff",
        b"\x10\xff\xff\xff\x7f" + b"x" * 100,
        packet(0x10, b""),
        packet(0x10, text("MQTT")),
        packet(0x10, text("MQTT") + b"\x05\xc2\x00\x05" + text("x") + text("kiosk-1") + text("y")),
        packet(0x10, text("MQIsdp") + b"\x03\xc2\x00\x05" + text("x") + text("kiosk-1") + text("y")),
        packet(0x10, text("MQTT") + b"\x04\xff\xff\xff" + text(b"\xff\xfe")),
        packet(0x30, text(BOARD) + b"before the greeting"),
        packet(0xC0, b""),
        connect_packet("x", "\x00", "\x00", None, 0),
        connect_packet("x", "k" * 60_000, "\x00", None, 0),
    ]


def rough_packets() -> list[bytes]:
    return [
        b"\x00\x00",
        b"\xf0\x00",
        b"\x30\xff\xff\xff\xff\x01",
        b"\x30\xff\xff\xff\x7f" + b"x" * 100,
        packet(0x30, b""),
        packet(0x30, b"\x00\x05ab"),
        packet(0x32, text(BOARD)),
        packet(0x32, text(BOARD) + b"\x00\x00"),
        packet(0x34, text(f"{T}/presence/kiosk-1") + b"\x00\x01twice"),
        packet(0x36, text(BOARD) + b"\x00\x01"),
        packet(0x30, text(b"\xff\xfe") + b"x"),
        packet(0x30, text("motcua/+/#") + b"x"),
        packet(0x30, text("$SYS/x") + b"x"),
        packet(0x82, b""),
        packet(0x82, b"\x00\x01"),
        packet(0x82, b"\x00\x01" + text("a/#/b") + b"\x01"),
        packet(0x82, b"\x00\x01" + text("") + b"\x01"),
        packet(0x82, b"\x00\x01" + text(b"\xff") + b"\x07"),
        packet(0xA2, b"\x00\x01"),
        packet(0x40, b""),
        packet(0x40, b"\x00\x07"),
        packet(0x50, b"\x00\x07"),
        packet(0x62, b"\x00\x07"),
        packet(0x70, b"\x00\x07"),
        packet(0x20, b"\x00\x00"),
        packet(0x90, b"\x00\x07\x01"),
        connect_packet("again", "kiosk-1", "again", None, 5),
    ]


def test_rough_beginnings_harm_nobody(shared_broker: BrokerRun) -> None:
    for raw in rough_beginnings():
        with socket.create_connection((shared_broker.host, shared_broker.port), 5) as sock:
            sock.sendall(raw)
    assert serves(shared_broker)


def test_rough_packets_harm_nobody(shared_broker: BrokerRun) -> None:
    for raw in rough_packets():
        with MqttSocket.login(shared_broker, "kiosk-1", will=(f"{T}/presence/kiosk-1", b"gone")) as rough:
            rough.sock.sendall(raw)
    assert serves(shared_broker)


def test_noise_harms_nobody(shared_broker: BrokerRun) -> None:
    dice = random.Random(2)
    for _ in range(150):
        with MqttSocket.login(shared_broker, "kiosk-1") as rough:
            kind = dice.choice((0x10, 0x30, 0x32, 0x40, 0x82, 0xA2, 0xC0, dice.randrange(256)))
            rough.sock.sendall(packet(kind, dice.randbytes(dice.randrange(64))) + dice.randbytes(dice.randrange(32)))
    assert serves(shared_broker)


def test_a_reset_in_the_middle_of_a_packet_harms_nobody(shared_broker: BrokerRun) -> None:
    for _ in range(20):
        rough = MqttSocket.login(shared_broker, "kiosk-1")
        rough.sock.sendall(packet(0x32, text(BOARD) + b"\x00\x01" + b"x" * 5000)[:2000])
        rough.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        rough.close()
    assert serves(shared_broker)


def test_a_device_that_never_reads_holds_nobody_up(shared_broker: BrokerRun) -> None:
    with (
        MqttSocket.login(shared_broker, "kiosk-1") as deaf,
        MqttSocket.login(shared_broker, "hall-board-1") as board,
        MqttSocket.login(shared_broker, "controller") as controller,
    ):
        deaf.subscribe(BOARD)
        board.subscribe(BOARD)
        for number in range(300):
            controller.publish(BOARD, b"%d" % number + b" " * 50_000)
            assert board.wait_heard().payload.startswith(b"%d " % number)
        assert board.fence() == []
    assert serves(shared_broker)
    assert shared_broker.kind == "mosquitto" or "does not read and is cut off" in shared_broker.log


def test_a_device_that_shouts_holds_nobody_up(shared_broker: BrokerRun) -> None:
    with (
        MqttSocket.login(shared_broker, "kiosk-1") as shouter,
        MqttSocket.login(shared_broker, "hall-board-1") as board,
        MqttSocket.login(shared_broker, "controller") as controller,
    ):
        board.subscribe(BOARD)
        shouter.sock.sendall(packet(0x30, text(f"{T}/command/kiosk-1") + b"!") * 5000)
        controller.publish(BOARD, b"calm")
        assert board.wait_heard().payload == b"calm"
        shouter.fence()


def test_too_long_a_message_is_not_taken(shared_broker: BrokerRun) -> None:
    with MqttSocket.login(shared_broker, "kiosk-1") as kiosk, MqttSocket.login(shared_broker, "controller") as ear:
        ear.subscribe(f"{T}/command/+")
        kiosk.publish(f"{T}/command/kiosk-1", b"x" * 64 * 1024)
        assert len(ear.wait_heard().payload) == 64 * 1024
        with contextlib.suppress(ConnectionError):
            kiosk.sock.sendall(packet(0x32, text(f"{T}/command/kiosk-1") + b"\x00\x09" + b"x" * 70 * 1024))
        assert kiosk.hung_up()
        assert ear.fence() == []
