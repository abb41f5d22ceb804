"""``throughput``: sustained tickets a second through MQTT, each durable before it is answered, on both brokers.

Broker, controller and kiosks are processes of their own; every kiosk keeps a window of requests under way.
"""

import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from bench.process import Worker, worker
from bench.table import Row, percentile
from contract.topics import Role
from demo.hall import Hall
from demo.kills import busy_site

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
        hall = Hall(busy_site(_KIOSKS), Path(folder), {}, kind)
        running.callback(hall.stop)
        hall.start()
        profiles = [str(hall.broker.profile(one.id)) for one in hall.site.devices if one.role is Role.KIOSK]
        kiosks = [running.enter_context(worker("bench.ticket_stream", "--profile", one)) for one in profiles]
        hands = running.enter_context(ThreadPoolExecutor(len(kiosks)))
        fields = [one.id for one in hall.site.fields]
        warm = _all_at_once(hands, kiosks, _WARM_S, fields)
        told = _all_at_once(hands, kiosks, _SECONDS, fields)
        stored = _stored(hall.state / "journal.sqlite")
    taken = [one for each in told for one in each["taken"]]
    answered = sum(each["tickets"] for each in (*warm, *told))
    against = f"{_KIOSKS} kiosks, each with {_WINDOW} requests under way, {_SECONDS:g} s"
    return [
        Row(f"{kind}: tickets a second", round(len(taken) / _SECONDS, 1), "/s", None, against, _LEAST.get(kind)),
        Row(f"{kind}: request to receipt, p50", round(percentile(taken, 50), 1), "ms"),
        Row(f"{kind}: request to receipt, p99", round(percentile(taken, 99), 1), "ms"),
        Row(f"{kind}: refused", sum(each["refused"] for each in told), "", 0),
        Row(f"{kind}: tickets answered, but not once in the journal", abs(stored - answered), "", 0, f"{answered} tickets"),
    ]  # fmt: skip


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
