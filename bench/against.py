"""``against``: a number and the board, asked of ours and of another queue system in alternation, so that both meet the same noise.

Ours by its public doors: a kiosk's request over MQTT until the receipt has come, and the retained board from subscribing to it
until it has come; theirs over one open HTTP connection as its mapping says. Neither draws or prints anything.
"""

import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, Final

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from bench.floor import send_at_once
from bench.mapping import read_mapping
from bench.peer import Peer
from bench.table import Row, percentile
from bench.tap import SITE
from contract.commands import TakeTicket
from contract.notices import Receipt
from contract.profile import Account
from contract.topics import Role, Topics
from demo.hall import Hall
from demo.keypad import Device
from firmware_config.site_file import read_site

ROUNDS: Final = 200
_WARM: Final = 10
_WAIT_S: Final = 10.0


def measure(url: str, mapping_file: Path, rounds: int = ROUNDS) -> list[Row]:
    """Seconds; raises MappingError for a mapping or an answer that cannot be used."""
    mapping = read_mapping(mapping_file)
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, ExitStack() as running:
        theirs = running.enter_context(Peer(url, mapping))
        hall = Hall(read_site(SITE), Path(folder), {})
        running.callback(hall.stop)
        hall.start()
        kiosk = running.enter_context(Device(hall.broker.account(hall.device(Role.KIOSK).id)))
        board = BoardAsker(hall.broker.account(hall.device(Role.HALL_BOARD).id))
        running.callback(board.stop)
        fields = [one.id for one in hall.site.fields if one.offered]
        steps: dict[str, Callable[[int], object]] = {
            "issue, theirs": lambda _turn: theirs.issue(),
            "issue, ours": lambda turn: _issue(kiosk, TakeTicket(fields[turn % len(fields)])),
            "board, theirs": lambda _turn: theirs.board(),
            "board, ours": lambda _turn: board.ask(),
        }
        taken: dict[str, list[float]] = {step: [] for step in steps}
        for turn in range(_WARM + rounds):
            for step, do in steps.items():
                began = time.monotonic()
                do(turn)
                if turn >= _WARM:  # the first are not counted
                    taken[step].append((time.monotonic() - began) * 1000)
    return [row for what in ("issue", "board") for row in _rows(what, mapping.name, taken)]


def _issue(kiosk: Device, command: TakeTicket) -> None:
    answer = kiosk.press(command)
    if not isinstance(answer, Receipt):
        raise RuntimeError(f"no number: {answer}")  # noqa: TRY004 - a refusal is no wrong type


def _rows(what: str, name: str, taken: dict[str, list[float]]) -> list[Row]:
    ours, theirs = taken[f"{what}, ours"], taken[f"{what}, theirs"]
    return [
        Row(f"{what}: ours as a multiple of {name}, p50", round(median(ours) / median(theirs), 2), "x", None,
            f"{name}, ms: {median(theirs):.2f}"),
        Row(f"{what}: ours, p50", round(median(ours), 2), "ms"),
        Row(f"{what}: {name}, p50", round(median(theirs), 2), "ms"),
        Row(f"{what}: ours, p95", round(percentile(ours, 95), 2), "ms"),
        Row(f"{what}: {name}, p95", round(percentile(theirs, 95), 2), "ms"),
    ]  # fmt: skip


class BoardAsker:
    """A board that forgets everything and asks again: each time the whole retained board, over a connection that stands."""

    def __init__(self, account: Account) -> None:
        self._topic = Topics(account.site).board
        self._heard = threading.Event()
        self._ready = threading.Event()
        self._client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=f"{account.site}.{account.device}", protocol=mqtt.MQTTv311
        )
        self._client.username_pw_set(account.device, account.password)
        self._client.on_socket_open = send_at_once
        self._client.on_connect = lambda *_: self._ready.set()
        self._client.on_unsubscribe = lambda *_: self._ready.set()
        self._client.on_message = self._saw
        self._client.connect(account.host, account.port)
        self._client.loop_start()
        self._wait(self._ready)

    def ask(self) -> None:
        """Return when the board has come; raises TimeoutError."""
        self._wait(self._ready)
        self._heard.clear()
        self._client.subscribe(self._topic, 1)
        self._wait(self._heard)
        self._ready.clear()
        self._client.unsubscribe(self._topic)

    def stop(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def _saw(self, _client: Any, _data: Any, message: mqtt.MQTTMessage) -> None:
        if message.retain:
            self._heard.set()

    @staticmethod
    def _wait(event: threading.Event) -> None:
        if not event.wait(_WAIT_S):
            raise TimeoutError("the board does not come")
