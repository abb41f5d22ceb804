"""What a broker tells of itself, by the names that mosquitto made usual: the controller may read it, and nobody may write it.

The embedded broker tells the same, and its health besides, since it knows the machine that it runs on.
"""

from typing import Final

from contract.ids import DeviceId

BROKER: Final = DeviceId("broker")
"""The name under which the embedded broker tells its health; no device may be called so."""
_ROOT: Final = "$SYS/broker/"
VERSION: Final = f"{_ROOT}version"
"""Name and version of the program, in words."""
UPTIME: Final = f"{_ROOT}uptime"
"""``N seconds`` since the program was started."""
CONNECTED: Final = f"{_ROOT}clients/connected"
"""Connections now, the reader's own among them."""
RECEIVED: Final = f"{_ROOT}load/messages/received/1min"
SENT: Final = f"{_ROOT}load/messages/sent/1min"
"""Messages, of late, a minute."""
DROPPED: Final = f"{_ROOT}publish/messages/dropped"
"""Messages since the start that somebody did not take, or not in time."""
HEALTH: Final = f"{_ROOT}motcua-health"
"""A ``Health``; mosquitto has none."""
BROKER_TOPICS: Final = (VERSION, UPTIME, CONNECTED, RECEIVED, SENT, DROPPED, HEALTH)
EVERY_S: Final = 10
"""Seconds between two tellings."""
