"""How a program tells systemd that it is ready and that it lives: sd_notify(3), for units of ``Type=notify`` with ``WatchdogSec=``.

Whoever calls does so from the loop that must turn: a loop that stands still tells nothing, and systemd starts the program anew.
"""

import contextlib
import os
import socket
from typing import Final

TURN_S: Final = 2.0
"""Seconds between two tellings; a watchdog waits for several of them."""


def tell_ready() -> None:
    """From now on the program does its work."""
    tell("READY=1\nWATCHDOG=1")


def tell_alive() -> None:
    """Its loop turns."""
    tell("WATCHDOG=1")


def tell(words: str) -> None:
    """Tell systemd, where it has started this; never waits, never fails."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    place = "\0" + address[1:] if address.startswith("@") else address
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
        line.sendto(words.encode(), place)
