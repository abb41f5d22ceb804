"""One device's connection to the embedded broker: packets in order, bounded in size, time and memory.

amqtt's own handler makes a task of every packet, waits for whoever does not read, and never misses a device that has gone
silent. This one uses amqtt's packets only.
"""

import asyncio
import logging
import ssl
import struct
from typing import Any, Final, TypeAlias, cast

from amqtt.adapters import BufferReader, StreamReaderAdapter, StreamWriterAdapter
from amqtt.errors import AMQTTError, CodecError, MQTTError, NoDataError
from amqtt.mqtt import packet_class
from amqtt.mqtt.packet import MQTTFixedHeader, MQTTPacket
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.mqtt.puback import PubackPacket
from amqtt.mqtt.publish import PublishPacket
from amqtt.plugins.manager import PluginManager
from amqtt.session import Session

from contract.codec import MAX_BYTES
from controller.adapters.tls_listener import shake_hands

_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = MAX_BYTES + 1024
"""Bytes of a packet: the longest payload and its topic."""
_UNREAD: Final = 4 * 1024 * 1024
"""Bytes waiting for a device that does not read, before it is cut off."""
_UNANSWERED: Final = 5000
"""Messages without acknowledgement, before the device is cut off."""
_IDS: Final = 0xFFFF
_GREED: Final = 16
"""Packets of one device before the others get their turn."""
_SILENCE: Final = 1.5
"""Keep-alives without a packet that mean the device is gone (MQTT 3.1.1, 3.1.2.10)."""

Packet: TypeAlias = MQTTPacket[Any, Any, Any]


class BrokenPacketError(Exception):
    """What came is not MQTT 3.1.1, or more than is allowed; the connection ends."""


class Connection:
    """A device's socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.session = Session()
        self.filters: set[str] = set()
        """What the device listens to."""
        self._reader = reader
        self._writer = writer
        self._last_id = 0
        self._read_packets = 0
        self._unanswered: set[int] = set()

    def __str__(self) -> str:
        host, port, *_ = self._writer.get_extra_info("peername") or ("?", "?")
        return f"{str(self.session.username or 'a stranger')[:64]!r} at {host}:{port}"

    async def shake_hands(self, context: ssl.SSLContext | None) -> None:
        """TLS, where the office has it. Raises OSError."""
        await shake_hands(self._writer, context)

    async def greet(self, plugins: PluginManager[Any]) -> Session:
        """Read CONNECT; raises BrokenPacketError for anything else."""
        header, body = await self._read()
        buffer = BufferReader(header.to_bytes() + body)
        try:
            _, self.session = await BrokerProtocolHandler.init_from_connect(
                buffer, StreamWriterAdapter(self._writer), plugins
            )
        except _MALFORMED as fault:
            raise BrokenPacketError(f"CONNECT: {fault}") from fault
        return self.session

    async def next_packet(self) -> Packet:
        """Raise TimeoutError after the agreed silence, OSError at the end of the stream, BrokenPacketError."""
        async with asyncio.timeout(self.session.keep_alive * _SILENCE or None):
            header, body = await self._read()
        self._read_packets += 1
        if self._read_packets % _GREED == 0:
            await asyncio.sleep(0)
        try:
            return await packet_class(header).from_stream(BufferReader(body), fixed_header=header)
        except _MALFORMED as fault:
            raise BrokenPacketError(f"packet type {header.packet_type}: {fault}") from fault

    async def _read(self) -> tuple[MQTTFixedHeader, bytes]:
        try:
            header = await MQTTFixedHeader.from_stream(StreamReaderAdapter(self._reader))
        except MQTTError as fault:
            raise BrokenPacketError(str(fault)) from fault
        if header is None:
            raise ConnectionResetError("the stream ended")
        if header.remaining_length > _LONGEST:
            raise BrokenPacketError(f"a packet of {header.remaining_length} bytes")
        try:
            return header, await self._reader.readexactly(header.remaining_length)
        except asyncio.IncompleteReadError as fault:
            raise ConnectionResetError("the stream ended within a packet") from fault

    def send(self, packet: Packet) -> bool:
        """Write in one piece and at once; cut the device off where too much waits unread. False where it is lost."""
        transport = self._writer.transport
        if transport.is_closing():
            return False
        if transport.get_write_buffer_size() > _UNREAD:
            self.cut("does not read")
            return False
        self._writer.write(packet.to_bytes())
        return True

    def deliver(self, topic: str, data: bytes, qos: int, *, retain: bool) -> bool:
        """Publish to the device; False where it is lost."""
        number = self._next_id() if qos else None
        if len(self._unanswered) > _UNANSWERED:
            self.cut("does not acknowledge")
            return False
        return self.send(
            cast("Packet", PublishPacket.build(topic, data, number, dup_flag=False, qos=qos, retain=retain))
        )

    def acknowledged(self, packet: PubackPacket) -> None:
        """The device has handled a message."""
        self._unanswered.discard(packet.variable_header.packet_id)

    def cut(self, why: str) -> None:
        """End the connection now."""
        _LOG.warning("%s %s and is cut off", self, why)
        self.drop()

    def drop(self) -> None:
        """The same, without a word about it."""
        self._writer.transport.abort()

    def close(self) -> None:
        """End the connection; what the socket does not take at once is lost."""
        transport = self._writer.transport
        if transport.get_write_buffer_size():
            transport.abort()
        else:
            self._writer.close()

    def _next_id(self) -> int:
        self._last_id = self._last_id % _IDS + 1
        while self._last_id in self._unanswered:
            self._last_id = self._last_id % _IDS + 1
        self._unanswered.add(self._last_id)
        return self._last_id


_MALFORMED: Final = (
    AMQTTError, MQTTError, CodecError, NoDataError, ValueError, TypeError, LookupError, AttributeError, struct.error,
)  # fmt: skip
