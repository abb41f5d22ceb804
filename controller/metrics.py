"""Figures of the running office in the words of Prometheus: names in base units, no figure about a person.

Ratings grow five at a time only; visits are counted, never named.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from contract import VERSION
from contract.fleet import OF_THE_OFFICE, Trouble
from contract.notices import CounterStatus
from controller.fleet import Row
from controller.service import Service

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_MEGABYTE: Final = 2**20


def metrics_text(service: Service) -> bytes:
    """Everything, in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Office(service))
    return generate_latest(registry)


class _Office(Collector):
    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Devices, the office's own heart, lines, and what was done."""
        yield from _devices(self._service.fleet.rows())
        yield from self._heart()
        yield from self._lines()
        yield from self._done()

    def _heart(self) -> Iterator[Metric]:
        heart = self._service.fleet.heart()
        info = GaugeMetricFamily("motcua_build_info", "The controller's program; always 1.", labels=["version"])
        info.add_metric([VERSION], 1)
        yield info
        yield GaugeMetricFamily("motcua_broker_up", "Whether the controller has its broker.", value=float(heart.up))
        pages = GaugeMetricFamily(
            "motcua_pages_up", "Whether the controller's pages have their port.", labels=["scheme"]
        )
        for scheme, is_open in heart.pages.items():
            pages.add_metric([scheme], float(is_open))
        yield pages
        for name, words, value in (
            (
                "motcua_broker_connections",
                "Connections to the broker, the controller's among them.",
                heart.broker.connected,
            ),
            ("motcua_broker_uptime_seconds", "Since the broker's program was started.", heart.broker.up_s),
            (
                "motcua_broker_messages_dropped",
                "Messages that somebody did not take, since then.",
                heart.broker.dropped,
            ),
            ("motcua_temperature_celsius", "The hottest part of the controller's machine.", heart.health.temperature_c),
            ("motcua_disk_free_bytes", "Room on the disk of the journal.", _bytes(heart.health.free_mb)),
        ):
            if value is not None:
                yield GaugeMetricFamily(name, words, value=value)
        if heart.health.started_at:
            started = heart.health.started_at.timestamp()
            yield GaugeMetricFamily("motcua_start_time_seconds", "When the controller was started.", value=started)
        if heart.backup:
            made = heart.backup.timestamp()
            yield GaugeMetricFamily("motcua_backup_time_seconds", "When the newest backup was made.", value=made)

    def _lines(self) -> Iterator[Metric]:
        _board, outlook = self._service.board_now()
        waiting = GaugeMetricFamily("motcua_field_waiting", "People waiting in the line of a field.", labels=["field"])
        wait = GaugeMetricFamily(
            "motcua_field_wait_seconds", "How long a newcomer would wait, as likely as not.", labels=["field"]
        )
        for one in outlook.fields:
            waiting.add_metric([one.field], one.waiting)
            if one.wait:
                wait.add_metric([one.field], one.wait.likely)
        states = self._service.look(lambda queue: [seat.status for seat in queue.seats.values()])
        counters = GaugeMetricFamily("motcua_counters", "Counters by whether they call.", labels=["status"])
        for status in CounterStatus:
            counters.add_metric([status.value], states.count(status))
        yield from (waiting, wait, counters)

    def _done(self) -> Iterator[Metric]:
        tally = self._service.tally()
        for name, words, label, counts in (
            ("motcua_tickets", "Numbers given since the start.", "field", tally.tickets),
            ("motcua_calls", "First calls of visits since the start.", "counter", tally.calls),
            ("motcua_prints", "Papers of tickets since the start, by what the printer proved.", "result", tally.prints),
            ("motcua_look_ups", "Files looked up since the start, by what became of it.", "outcome", tally.look_ups),
            ("motcua_ratings", "Ratings since the start, five at a time.", "score", tally.ratings),
        ):
            family = CounterMetricFamily(name, words, labels=[label])
            for value, count in sorted(counts.items()):
                family.add_metric([value], count)
            yield family
        yield CounterMetricFamily("motcua_visits_absent", "Visits called in vain since the start.", value=tally.absent)
        yield CounterMetricFamily(
            "motcua_visits_finished", "Visits served to the end since the start.", value=tally.finished
        )


def _devices(rows: tuple[Row, ...]) -> Iterator[Metric]:
    labels = ["device", "role"]
    up = GaugeMetricFamily("motcua_device_up", "Whether a device can be reached.", labels=labels)
    serves = GaugeMetricFamily("motcua_device_in_service", "Whether a device is in service.", labels=labels)
    trouble = GaugeMetricFamily("motcua_device_trouble", "Whether something is wrong.", labels=["device", "trouble"])
    warm = GaugeMetricFamily("motcua_device_temperature_celsius", "The hottest part that tells one.", labels=labels)
    free = GaugeMetricFamily("motcua_device_disk_free_bytes", "Room on the disk of its state.", labels=labels)
    on_for = GaugeMetricFamily("motcua_device_uptime_seconds", "Since its machine was switched on.", labels=labels)
    started = GaugeMetricFamily("motcua_device_start_time_seconds", "When its program was started.", labels=labels)
    for row in rows:
        names, health = [row.device.id, row.device.role.value], row.seen.health
        up.add_metric(names, float(row.seen.presence is not None and row.seen.presence.online))
        serves.add_metric(names, float(row.serves))
        for one in Trouble:
            if one not in OF_THE_OFFICE:
                trouble.add_metric([row.device.id, one.value], float(one in row.troubles))
        for family, value in (
            (warm, health.temperature_c if health else None),
            (free, _bytes(health.free_mb) if health else None),
            (on_for, health.up_s if health else None),
            (started, _seconds(health.started_at) if health else None),
        ):
            if value is not None:
                family.add_metric(names, value)
    yield from (up, serves, trouble, warm, free, on_for, started)


def _bytes(megabytes: int | None) -> int | None:
    return None if megabytes is None else megabytes * _MEGABYTE


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
