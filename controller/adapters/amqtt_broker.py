"""The embedded broker: amqtt, made safe for a hall.

Kept of amqtt 0.12.1: packets, listener, table of subscriptions, retained messages, matching. Replaced: who may come in,
what he may say and hear, and how a connection begins and ends, because amqtt as it stands sends every newcomer the
retained messages of everybody's filters, drops a device's subscriptions for whoever merely names its client id, sends
last wills past the access lists, never misses a silent device, and waits for those that do not read.
A device has one connection, named after its user; nothing of it outlives the connection but retained messages.
"""

import asyncio
import logging
from functools import partial
from typing import Final

from amqtt.broker import Broker
from amqtt.contexts import Action, BrokerConfig, ListenerConfig, ListenerType
from amqtt.mqtt.connack import CONNECTION_ACCEPTED, NOT_AUTHORIZED, ConnackPacket
from amqtt.mqtt.disconnect import DisconnectPacket
from amqtt.mqtt.pingreq import PingReqPacket
from amqtt.mqtt.pingresp import PingRespPacket
from amqtt.mqtt.puback import PubackPacket
from amqtt.mqtt.publish import PublishPacket
from amqtt.mqtt.suback import SubackPacket
from amqtt.mqtt.subscribe import SubscribePacket
from amqtt.mqtt.unsuback import UnsubackPacket
from amqtt.mqtt.unsubscribe import UnsubscribePacket
from amqtt.session import Session

from contract.profile import BrokerProfile
from contract.topics import covers
from controller.adapters.amqtt_complaints import Complaints
from controller.adapters.amqtt_connection import BrokenPacketError, Connection, Packet
from controller.adapters.amqtt_figures import BrokerCounts
from controller.adapters.amqtt_newcomers import Newcomers, caller
from controller.adapters.argon2_passwords import Passwords
from controller.adapters.tls_listener import server_context

_LOG: Final = logging.getLogger(__name__)
_GREETING_S: Final = 5
"""Seconds from the connection to the right password."""
_MOST: Final = 256
"""Connections at a time; the largest office has about 100 devices."""
_FILTERS: Final = 256
"""Of one connection; ours have a dozen. A loudspeaker may hear every zone, and zones that do not exist are without number."""
_HIGHEST_QOS: Final = 1
_REFUSED: Final = 0x80


class HallBroker(Broker):  # type: ignore[misc]  # amqtt ships no types
    """An amqtt broker with the accounts and access lists of one office."""

    def __init__(self, profile: BrokerProfile) -> None:
        listener = ListenerConfig(bind=f"{profile.host}:{profile.port}")
        super().__init__(BrokerConfig(listeners={"default": listener}, plugins={}))
        self._profile = profile
        self.counts = BrokerCounts()
        self._tls = server_context(profile.certificate, profile.key) if profile.certificate else None
        self._passwords = Passwords(profile.passwords)
        self._present: dict[str, Connection] = {}
        self._newcomers = Newcomers()
        self._complaints = Complaints(_LOG)
        self._tasks: set[asyncio.Task[None]] = set()

    async def adopt(self, profile: BrokerProfile) -> None:
        """Other accounts and access lists from now on; who has no account any more, or another password, is cut off at once.

        What such a device left as its last will is still told, by the rights that it had.
        """
        before, self._passwords = self._passwords, self._passwords.followed_by(profile.passwords)
        before.close()
        for name, connection in list(self._present.items()):
            if profile.passwords.get(name) != self._profile.passwords.get(name):
                await self._part(connection, graceful=False)
                connection.cut("has lost its credentials")
        self._profile = profile

    async def tell_figures(self) -> None:
        """Say how the broker itself is, to whoever may read that."""
        for topic, data in self.counts.tell(len(self._present)):
            await self.retain_message(None, topic, data, _HIGHEST_QOS)
            await self._broadcast_message(None, topic, data, _HIGHEST_QOS)

    async def shutdown(self) -> None:
        """Stop listening, end every connection without last wills, and close."""
        for server in self._servers.values():
            server.instance.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._passwords.close()
        await super().shutdown()

    async def stream_connected(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        listener_name: str,  # noqa: ARG002  # amqtt's
    ) -> None:
        """One connection from its first byte to its last."""
        connection = Connection(reader, writer)
        task = asyncio.current_task()
        assert task is not None
        place = caller(writer)
        if not self._newcomers.come(connection, place):
            self._complaints.tell(place, "%s is one newcomer too many of its place", connection)
            connection.drop()
            return
        if len(self._tasks) >= _MOST and not self._newcomers.make_room():
            self._complaints.tell(place, "%s is one connection too many", connection)
            connection.drop()
            return
        self._tasks.add(task)
        try:
            await self._attend(connection, place)
        finally:
            self._tasks.discard(task)
            self._newcomers.no_more(connection)
            connection.close()

    async def _attend(self, connection: Connection, place: str) -> None:
        graceful = False
        try:
            async with asyncio.timeout(_GREETING_S):
                await connection.shake_hands(self._tls)
                welcome = await self._welcome(connection, place)
            self._newcomers.no_more(connection)
            while welcome and not graceful:
                graceful = await self._handle(connection, await connection.next_packet())
        except BrokenPacketError as fault:
            who = connection.session.username or place
            self._complaints.tell(who, "%s does not speak MQTT as it should: %s", connection, fault)
        except (TimeoutError, OSError) as fault:
            _LOG.log(
                logging.INFO if connection.session.username else logging.DEBUG, "%s is gone: %s", connection, fault
            )
        except asyncio.CancelledError:
            graceful = True  # the broker itself goes, which is no news about the device
        finally:
            await self._part(connection, graceful=graceful)

    async def _welcome(self, connection: Connection, place: str) -> bool:
        session = await connection.greet(self.plugins_manager)
        passwords = self._passwords
        right = await passwords.right(session.username, session.password, place)
        session.password = None
        if not right or session.username is None or passwords is not self._passwords:  # changed during the check
            self._complaints.tell(place, "%s is refused", connection)
            connection.send(ConnackPacket.build(0, NOT_AUTHORIZED))
            return False
        session.client_id = session.username  # whoever knows only another device's client id cannot push it out
        before = self._present.get(session.username)
        if before is not None:
            await self._part(before, graceful=False)
            before.close()
        self._present[session.username] = connection
        connection.send(ConnackPacket.build(0, CONNECTION_ACCEPTED))
        return True

    async def _part(self, connection: Connection, *, graceful: bool) -> None:
        session = connection.session
        name = session.username or ""
        if self._present.get(name) is not connection:
            return  # never came in, or a newer connection of the same device stands in its place
        del self._present[name]
        await self._del_all_subscriptions(session)
        if session.will_flag and not graceful:
            await self._say(
                session, session.will_topic or "", bytes(session.will_message or b""), session.will_qos or 0,
                retain=bool(session.will_retain),
            )  # fmt: skip

    async def _handle(self, connection: Connection, packet: Packet) -> bool:
        """Do what one packet asks; True when it is the good-bye."""
        if isinstance(packet, PublishPacket):
            await self._publish(connection, packet)
        elif isinstance(packet, PubackPacket):
            connection.acknowledged(packet)
        elif isinstance(packet, SubscribePacket):
            await self._subscribe(connection, packet)
        elif isinstance(packet, UnsubscribePacket):
            for a_filter in packet.payload.topics:
                self._leave(connection, a_filter)
            connection.send(UnsubackPacket.build(packet.variable_header.packet_id))
        elif isinstance(packet, PingReqPacket):
            connection.send(PingRespPacket.build())
        elif isinstance(packet, DisconnectPacket):
            return True
        else:
            raise BrokenPacketError(f"{type(packet).__name__} has no place here")
        return False

    async def _publish(self, connection: Connection, packet: PublishPacket) -> None:
        qos = packet.qos or 0
        self.counts.received += 1
        if qos > _HIGHEST_QOS or (qos and not packet.packet_id):
            raise BrokenPacketError(f"QoS {qos}, packet id {packet.packet_id}")
        await self._say(connection.session, packet.topic_name or "", packet.data or b"", qos, retain=packet.retain_flag)
        if qos:
            connection.send(PubackPacket.build(packet.packet_id))

    async def _say(self, session: Session, topic: str, data: bytes, qos: int, *, retain: bool) -> None:
        """Spread what a device says, in life or as its last will, if it may say it; MQTT 3.1.1 has no way to refuse."""
        if not await self._topic_filtering(session, topic, Action.PUBLISH):
            self._complaints.tell(session.username or "", "%s may not publish to %.128r", session.username, topic)
            return
        if retain:
            await self.retain_message(session, topic, data, qos)
        await self._broadcast_message(session, topic, data, qos)

    async def _broadcast_message(
        self,
        session: Session | None,  # noqa: ARG002  # amqtt's
        topic: str | None,
        data: bytes | bytearray | None,
        force_qos: int | None = None,
    ) -> None:
        """Write to every listener at once, in the order of publishing; a device with two matching filters hears it once."""
        heard: dict[str, int] = {}
        for a_filter, subscriptions in self._subscriptions.items():
            if covers(a_filter, topic or ""):
                for target, qos in subscriptions:
                    heard[target.client_id or ""] = max(qos, heard.get(target.client_id or "", 0))
        for name, qos in heard.items():
            listener = self._present[name]
            if await self._topic_filtering(listener.session, topic or "", Action.RECEIVE):
                self._deliver(listener, topic or "", bytes(data or b""), min(qos, force_qos or 0))

    def _deliver(self, listener: Connection, topic: str, data: bytes, qos: int) -> None:
        if listener.deliver(topic, data, qos, retain=False):
            self.counts.sent += 1
        else:
            self.counts.dropped += 1

    async def _subscribe(self, connection: Connection, packet: SubscribePacket) -> None:
        wanted = [(a_filter, min(qos, _HIGHEST_QOS)) for a_filter, qos in packet.payload.topics]
        if not wanted:
            raise BrokenPacketError("SUBSCRIBE without a filter")
        codes = [await self._join(connection, one) for one in wanted]
        connection.send(SubackPacket.build(packet.variable_header.packet_id, codes))
        for (a_filter, _), code in zip(wanted, codes, strict=True):
            if code == _REFUSED:
                name = connection.session.username or ""
                self._complaints.tell(name, "%s may not subscribe to %.128r", name, a_filter)
                continue
            for topic, kept in self._retained_messages.items():
                if covers(a_filter, topic) and self._may(connection.session, topic, Action.RECEIVE):
                    connection.deliver(topic, bytes(kept.data), min(code, kept.qos or 0), retain=True)

    async def _join(self, connection: Connection, wanted: tuple[str, int]) -> int:
        """The code of SUBACK."""
        a_filter = wanted[0]
        if a_filter not in connection.filters and len(connection.filters) >= _FILTERS:
            return _REFUSED
        code: int = await self.add_subscription(wanted, connection.session)
        if code != _REFUSED:
            connection.filters.add(a_filter)
        return code

    def _leave(self, connection: Connection, a_filter: str) -> None:
        """Nothing stays: amqtt alone keeps a place for every filter that anybody has ever left."""
        self._del_subscription(a_filter, connection.session)
        connection.filters.discard(a_filter)
        if not self._subscriptions.get(a_filter, True):
            del self._subscriptions[a_filter]

    async def _topic_filtering(self, session: Session, topic: str, action: Action) -> bool:
        return self._may(session, topic, action)

    def _may(self, session: Session, topic: str, action: Action) -> bool:
        lists = self._profile.publish if action is Action.PUBLISH else self._profile.subscribe
        if action is Action.PUBLISH and ("+" in topic or "#" in topic):
            return False
        return any(covers(granted, topic) for granted in lists.get(session.username or "", ()))

    async def _create_server_instance(
        self,
        listener_name: str,
        listener_type: ListenerType,  # noqa: ARG002  # amqtt's; it is always TCP here
        address: str | None,
        port: int,
        ssl_context: object,  # noqa: ARG002  # amqtt's, which would ask devices for certificates; see shake_hands
    ) -> asyncio.Server:
        attend = partial(self.stream_connected, listener_name=listener_name)
        return await asyncio.start_server(attend, address, port, reuse_address=True)

    async def _session_monitor(self) -> None:
        """Nothing to do: no session outlives its connection."""
