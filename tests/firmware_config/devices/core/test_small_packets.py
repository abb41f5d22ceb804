"""MQTT packets of the small devices: as the standard has them, however they are cut on the way, and no garbage comes through."""

import random

import pytest

from firmware_config.devices.core import packets
from firmware_config.devices.core.packets import HEAD, Reader
from tests.wire.mqtt_socket import connect_packet, packet, text


def test_connect_is_what_another_client_says():
    mine = packets.connect("o.pad-5", "pad-5", "secret", "motcua/o/presence/pad-5", b"gone", 5)
    assert mine == connect_packet("o.pad-5", "pad-5", "secret", ("motcua/o/presence/pad-5", b"gone"), 5)


def test_what_is_said_is_read_again():
    said = packets.publish("motcua/o/command/pad-5", b'{"a":1}' * 40, 77, retain=True)
    ((first, body, whole),) = Reader(1000).feed(said)
    assert (first, whole) == (0x33, True)
    assert packets.read_publish(first, body) == ("motcua/o/command/pad-5", b'{"a":1}' * 40, 77)
    assert packets.read_publish(0x30, text("a/b") + b"x") == ("a/b", b"x", 0)
    assert packets.subscribe(9, ("a", "b/c")) == packet(0x82, b"\x00\x09" + text("a") + b"\x01" + text("b/c") + b"\x01")
    assert packets.puback(258) == packet(0x40, b"\x01\x02")


def test_a_stream_may_be_cut_anywhere():
    chance = random.Random(7)
    sent = [(0x30, chance.randbytes(chance.choice((0, 1, 2, 126, 127, 128, 300, 900)))) for _ in range(200)]
    stream = b"".join(packet(first, body) for first, body in sent)
    reader, heard = Reader(1000), []
    while stream:
        size = chance.choice((1, 2, 3, 50, 700))
        heard += reader.feed(stream[:size])
        stream = stream[size:]
    assert heard == [(first, body, True) for first, body in sent]


@pytest.mark.parametrize("size", [1001, 5000, 300_000])
@pytest.mark.parametrize("step", [7, 1024])
def test_what_is_too_long_passes_with_its_head_alone(size, step):
    reader, heard = Reader(1000), []
    stream = packet(0x32, bytes(size)) + packet(0x30, b"after")
    most = 0
    for place in range(0, len(stream), step):
        heard += reader.feed(stream[place : place + step])
        most = max(most, len(reader._held))
    assert heard == [(0x32, bytes(HEAD), False), (0x30, b"after", True)]
    assert most <= 1000 + step


def test_garbage_is_no_packet():
    with pytest.raises(ValueError, match="five bytes"):
        Reader(1000).feed(b"\x30\xff\xff\xff\xff\x7f")
    for body in (b"", b"\x00", b"\x00\x05ab", b"\x00\x01a"):
        with pytest.raises(ValueError, match="PUBLISH"):
            packets.read_publish(0x32, body)
    with pytest.raises(ValueError, match="decode"):
        packets.read_publish(0x30, b"\x00\x02\xff\xfe")
