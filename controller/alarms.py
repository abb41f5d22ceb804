"""Alerts: what is wrong with the fleet is looked at every few seconds, and told to a webhook, each trouble once and its end once.

What cannot be sent waits in a short line and is tried again, ever more seldom; where the line is full the oldest gives way, for the newest
says how things are.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from contract.errors import TryAgainError
from contract.ids import DeviceId
from contract.site import Site
from controller.core.fleet_alarms import Alarm, Book, News, observed
from controller.fleet import Fleet
from controller.ports import Clock

_LOG: Final = logging.getLogger(__name__)
LOOK_S: Final = 5.0
FIRST_RETRY_S: Final = 5.0
LAST_RETRY_S: Final = 600.0
MOST: Final = 200
"""Alerts that wait at most."""


class AlertNotSentError(TryAgainError):
    """The webhook did not take it."""


Send = Callable[[dict[str, object]], None]
"""One try; raises AlertNotSentError."""


class Alarms:
    """``send`` None: nobody is told, but the log. ``texts``: words of the language of ``[fleet]``. ``keep`` remembers the book over restarts."""

    def __init__(
        self,
        site: Site,
        fleet: Fleet,
        send: Send | None,
        texts: Mapping[str, str],
        clock: Clock,
        book: Book,
        keep: Callable[[Book], object],
        retry_s: tuple[float, float] = (FIRST_RETRY_S, LAST_RETRY_S),
    ) -> None:
        self._site, self._fleet, self._send, self._texts, self._clock = site, fleet, send, texts, clock
        self._book, self._keep = dict(book), keep
        self._retry_s = retry_s
        self._line: deque[dict[str, object]] = deque(maxlen=MOST)
        self._wake, self._stop = threading.Condition(), threading.Event()
        self._threads = [
            threading.Thread(target=self._watch, name="alarms", daemon=True),
            threading.Thread(target=self._deliver, name="webhook", daemon=True),
        ]

    def start(self) -> None:
        """Look and tell from now on."""
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """What was not sent is in the log."""
        self._stop.set()
        with self._wake:
            self._wake.notify_all()
        self._threads[0].join()  # the other one may be within its deadline of seconds, and holds nothing

    def look(self) -> None:
        """Once."""
        settings = self._site.fleet
        there = {Alarm(row.device.id, one) for row in self._fleet.rows() if row.serves for one in row.troubles}
        there |= {Alarm(DeviceId(""), one) for one in self._fleet.heart().troubles}
        told = {one for one in there if one.trouble in settings.kinds}
        book, news = observed(self._book, told, self._clock(), settings.after_s)
        if book != self._book:
            self._book = dict(book)
            self._keep(book)
        for one in news:
            self._tell(one)

    def _tell(self, news: News) -> None:
        alert = alert_of(news, self._site, self._texts, self._clock())
        _LOG.warning("%s", alert["text"])
        if self._send is None:
            return
        with self._wake:
            if len(self._line) == MOST:
                _LOG.error("an alert was never sent: %s", self._line[0]["text"])
            self._line.append(alert)
            self._wake.notify_all()

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_S):
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the thread's edge: the next look may succeed
                _LOG.exception("the fleet could not be looked at")

    def _deliver(self) -> None:
        wait_s = self._retry_s[0]
        while not self._stop.is_set():
            with self._wake:
                self._wake.wait_for(lambda: self._line or self._stop.is_set())
                alert = self._line[0] if self._line else None
            if alert is None or self._send is None:
                return
            began = time.monotonic()
            try:
                self._send(alert)
            except AlertNotSentError as fault:
                _LOG.warning("an alert could not be sent, tried again in %.0f s: %s", wait_s, fault)
                self._stop.wait(max(0.0, began + wait_s - time.monotonic()))
                wait_s = min(wait_s * 2, self._retry_s[1])
                continue
            wait_s = self._retry_s[0]
            with self._wake:
                if self._line and self._line[0] is alert:
                    self._line.popleft()


def alert_of(news: News, site: Site, texts: Mapping[str, str], now: datetime) -> dict[str, object]:
    """What is sent: codes for programs, and a sentence for people."""
    alarm = news.alarm
    role = next((one.role for one in site.devices if one.id == alarm.device), None)
    who = texts[f"fleet.role.{role}"].format(device=alarm.device) if role else texts["fleet.heart"]
    words = texts["fleet.alert.over" if news.over else "fleet.alert.there"]
    what = texts[f"fleet.trouble.{alarm.trouble}"]
    return {
        "office": site.id,
        "device": alarm.device,
        "trouble": alarm.trouble.value,
        "state": "over" if news.over else "there",
        "since": news.since.isoformat(timespec="seconds"),
        "at": now.isoformat(timespec="seconds"),
        "text": words.format(office=site.name, who=who, what=what, time=f"{news.since:%H:%M %d/%m}"),
    }
