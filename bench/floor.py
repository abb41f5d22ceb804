"""The floor under a tap: one bare QoS 1 round trip and two commits, in two processes, with nothing of ours but the payload.

``python -m bench.floor echo|tap``: the tapper commits, sends and takes the time; the echo commits, if it has a database, and
sends back.
"""

import argparse
import socket
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from bench.process import obey
from contract.codec import encode_request
from contract.commands import Request, TakeTicket
from contract.ids import FieldId, RequestId

THERE, BACK = "bench/there", "bench/back"
USERS = {"echo": (THERE, BACK), "tap": (BACK, THERE)}
"""Who hears what, and says what."""
_WAIT_S = 5.0


class Commits:
    """SQLite as the kiosk and the controller use it: WAL, synchronous=FULL, one row a transaction."""

    def __init__(self, path: Path | None) -> None:
        """None: nothing is kept."""
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE rows (place INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT")

    def commit(self, payload: bytes) -> None:
        """One durable row."""
        self._db.execute("INSERT INTO rows (payload) VALUES (?)", (payload,))


def send_at_once(_client: Any, _data: Any, sock: Any) -> None:
    """Without TCP_NODELAY a round trip takes 40 ms and more."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def connect(user: str, password: str, port: int, heard: Any) -> mqtt.Client:
    """A bare paho client that hears its topic."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=user, protocol=mqtt.MQTTv311)
    client.username_pw_set(user, password)
    ready = threading.Event()

    def _subscribe(*_: Any) -> None:
        client.subscribe(USERS[user][0], 1)

    client.on_socket_open = send_at_once
    client.on_connect = _subscribe
    client.on_subscribe = lambda *_: ready.set()
    client.on_message = heard
    client.connect("127.0.0.1", port)
    client.loop_start()
    if not ready.wait(_WAIT_S):
        raise TimeoutError("the broker does not answer")
    return client


def echo(commits: Commits, password: str, port: int) -> None:
    """Commit and send back until there are no more orders."""

    def heard(client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        commits.commit(bytes(message.payload))
        client.publish(BACK, message.payload, 1)

    client = connect("echo", password, port, heard)
    obey(lambda _order: {})
    client.loop_stop()


def tap(commits: Commits, password: str, port: int) -> None:
    """Order ``{"taps": 25, "each": 0.04}``: milliseconds from each moment in the plan to the echo's arrival."""
    back = threading.Event()
    at = [0.0]

    def heard(*_: Any) -> None:
        at[0] = time.monotonic()
        back.set()

    client = connect("tap", password, port, heard)

    def do(order: dict[str, Any]) -> dict[str, Any]:
        taken = []
        start = time.monotonic() + order["each"]
        for number in range(order["taps"]):
            planned = start + number * order["each"]
            time.sleep(max(0.0, planned - time.monotonic()))
            payload = encode_request(Request(RequestId(f"{planned:032.9f}"), TakeTicket(FieldId("dat-dai"))))
            back.clear()
            commits.commit(payload)
            client.publish(THERE, payload, 1)
            if not back.wait(_WAIT_S):
                raise TimeoutError("no echo")
            taken.append((at[0] - planned) * 1000)
        return {"shown": taken}

    obey(do)
    client.loop_stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=USERS)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--password", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    commits = Commits(given.database)
    (echo if given.part == "echo" else tap)(commits, given.password, given.port)


if __name__ == "__main__":
    main()
