"""A mosquitto 2.0 broker for an office: configuration, passwords and access lists as texts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contract.broker import Broker
from contract.broker_topics import EVERY_S
from contract.codec import MAX_BYTES
from contract.ids import DeviceId
from contract.topics import Grants
from firmware_config.tls import NO_TLS, TlsFiles

_LONGEST: Final = MAX_BYTES + 1024
"""Bytes of a packet: the longest payload and its topic, as in the embedded broker."""

_MOST: Final = 256
"""Connections at a time, as in the embedded broker; the largest office has about 100 devices."""

CONFIGURATION: Final = "mosquitto.conf"
PASSWORDS: Final = "passwords"  # a file's name
ACCESS: Final = "access"


def configuration(broker: Broker, folder: Path, user: str, tls: TlsFiles = NO_TLS) -> str:
    """``mosquitto.conf`` with the other two files in ``folder``; ``user`` is who may read them."""
    own = f"certfile {tls.certificate}\nkeyfile {tls.key}\ntls_version tlsv1.2\n" if tls.certificate else ""
    return f"""\
# Written by python -m firmware_config: change the site file, not this.
listener {broker.port} {broker.host}
{own}max_connections {_MOST}
user {user}
allow_anonymous false
password_file {folder / PASSWORDS}
acl_file {folder / ACCESS}
# A device has one connection, named after its user: nobody can push another one out.
use_username_as_clientid true
# Without it a round trip takes 40 ms and more.
set_tcp_nodelay true
# Brokers carry, they do not keep: whoever needs certainty sends again.
persistence false
max_packet_size {_LONGEST}
max_queued_messages 5000
# The controller shows how the broker is.
sys_interval {EVERY_S}
log_dest stderr
log_type error
log_type warning
"""


def passwords(hashes: Mapping[DeviceId, str]) -> str:
    """The password file."""
    return "".join(f"{device}:{stored}\n" for device, stored in hashes.items())


def access(granted: Mapping[DeviceId, Grants]) -> str:
    """The access lists."""
    blocks = []
    for device, grants in granted.items():
        lines = [f"user {device}"]
        lines += [f"topic write {topic}" for topic in grants.publish]
        lines += [f"topic read {topic}" for topic in grants.subscribe]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)
