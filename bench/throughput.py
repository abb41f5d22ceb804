"""``throughput``: sustained tickets a second through MQTT, each durable before it is answered, on both brokers.

The office is Đồng Nai's with its 43 counters, all open. Broker, controller and kiosks are processes of their own; every kiosk keeps
a window of requests under way.
"""

import dataclasses
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from bench.idle import processor_seconds
from bench.process import Worker, worker
from bench.table import Row, percentile
from contract.commands import OpenCounter
from contract.ids import DeviceId
from contract.site import Device, Site
from contract.topics import Role
from demo.hall import Hall
from demo.keypad import Keypad
from firmware_config.site_file import read_site

_SITE: Final = Path(__file__).parent.parent / "demo" / "offices" / "dong-nai.toml"
_KIOSKS: Final = 4
_WINDOW: Final = 4
_WARM_S: Final = 2.0
_SECONDS: Final = 10.0
_LEAST: Final = {"embedded": 100.0}


def measure() -> list[Row]:
    """Half a minute."""
    return [row for kind in ("embedded", "mosquitto") for row in _on(kind)]


def _on(kind: str) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, ExitStack() as running:
        hall = Hall(_site(), Path(folder), {}, kind)
        running.callback(hall.stop)
        hall.start()
        _open(hall)
        profiles = [str(hall.broker.profile(one.id)) for one in hall.site.devices if one.role is Role.KIOSK][:_KIOSKS]
        kiosks = [running.enter_context(worker("bench.ticket_stream", "--profile", one)) for one in profiles]
        hands = running.enter_context(ThreadPoolExecutor(len(kiosks)))
        fields = [one.id for one in hall.site.fields if one.offered]
        warm = _all_at_once(hands, kiosks, _WARM_S, fields)
        busy = {"controller": hall.pid("controller"), "broker": hall.broker.pid}
        before = {name: processor_seconds(pid) for name, pid in busy.items()}
        told = _all_at_once(hands, kiosks, _SECONDS, fields)
        spent = {name: processor_seconds(pid) - before[name] for name, pid in busy.items()}
        stored = _stored(hall.state / "journal.sqlite")
    taken = [one for each in told for one in each["taken"]]
    answered = sum(each["tickets"] for each in (*warm, *told))
    against = f"{_KIOSKS} kiosks, each with {_WINDOW} requests under way, {_SECONDS:g} s"
    return [
        Row(f"{kind}: tickets a second", round(len(taken) / _SECONDS, 1), "/s", None, against, _LEAST.get(kind)),
        Row(f"{kind}: request to receipt, p50", round(percentile(taken, 50), 1), "ms"),
        Row(f"{kind}: request to receipt, p99", round(percentile(taken, 99), 1), "ms"),
        *(
            Row(f"{kind}: processor time of the {name} for a ticket", round(seconds / len(taken) * 1000, 2), "ms")
            for name, seconds in spent.items()
        ),
        Row(f"{kind}: refused", sum(each["refused"] for each in told), "", 0),
        Row(f"{kind}: tickets answered, but not once in the journal", abs(stored - answered), "", 0, f"{answered} tickets"),
    ]  # fmt: skip


def _site() -> Site:
    """With a keypad at every counter, as no officer signs in here."""
    site = read_site(_SITE)
    keypads = [Device(DeviceId(f"keypad-{one.id}"), Role.KEYPAD, one.id) for one in site.counters]
    return dataclasses.replace(site, devices=(*site.devices, *keypads))


def _open(hall: Hall) -> None:
    for one in hall.site.counters:
        with Keypad(hall.broker.account(f"keypad-{one.id}"), one.id) as keypad:
            keypad.press(OpenCounter(one.id))


def _all_at_once(
    hands: ThreadPoolExecutor, kiosks: list[Worker], seconds: float, fields: list[Any]
) -> list[dict[str, Any]]:
    orders = [hands.submit(one.do, seconds=seconds, window=_WINDOW, fields=fields) for one in kiosks]
    return [one.result() for one in orders]


def _stored(journal: Path) -> int:
    """Distinct numbers of the journal."""
    database = sqlite3.connect(journal)
    row = database.execute("SELECT count(DISTINCT visit) FROM events WHERE type = 'TicketIssued'").fetchone()
    database.close()
    return int(row[0])
