"""Alerts: what is wrong with the fleet is looked at every few seconds, and told to a webhook, each trouble once and its end once."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from contract.ids import DeviceId
from contract.site import Site
from controller.alert_line import Alert, AlertLine
from controller.core.fleet_alarms import Alarm, Book, News, observed
from controller.fleet import Fleet
from controller.ports import Clock

_LOG: Final = logging.getLogger(__name__)
LOOK_S: Final = 5.0


class Alarms:
    """``line`` None: nobody is told, but the log. ``texts``: words of the language of ``[fleet]``. ``keep`` remembers the book over restarts."""

    def __init__(
        self,
        site: Site,
        fleet: Fleet,
        line: AlertLine | None,
        texts: Mapping[str, str],
        clock: Clock,
        book: Book,
        keep: Callable[[Book], object],
    ) -> None:
        self._site, self._fleet, self._line, self._texts, self._clock = site, fleet, line, texts, clock
        self._book, self._keep = dict(book), keep
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="alarms", daemon=True)

    def start(self) -> None:
        """Look and tell from now on."""
        self._thread.start()
        if self._line:
            self._line.start()

    def stop(self) -> None:
        """What was not sent waits for the next start."""
        self._stop.set()
        self._thread.join()
        if self._line:
            self._line.stop()

    def look(self) -> None:
        """Once."""
        settings = self._site.fleet
        there = {Alarm(row.device.id, one) for row in self._fleet.rows() if row.serves for one in row.troubles}
        heart = self._fleet.heart()
        if not heart.up:  # nobody knows how the devices are: what was wrong is neither over nor does anything begin
            there = {one for one in self._book if one.device and self._book[one].well_since is None}
        there |= {Alarm(DeviceId(""), one) for one in heart.troubles | heart.of_broker}
        told = {one for one in there if one.trouble in settings.kinds}
        book, news = observed(self._book, told, self._clock(), settings.after_s)
        for one in news:
            self._tell(one)  # first: a power cut here tells it again, under the same id, rather than never
        if book != self._book:
            self._book = dict(book)
            self._keep(book)

    def _tell(self, news: News) -> None:
        alert = alert_of(news, self._site, self._texts, self._clock())
        _LOG.warning("%s", alert["text"])
        if self._line:
            self._line.add(alert)

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_S):
            try:
                self.look()
            except Exception:  # noqa: BLE001 - the thread's edge: the next look may succeed
                _LOG.exception("the fleet could not be looked at")


def alert_of(news: News, site: Site, texts: Mapping[str, str], now: datetime) -> Alert:
    """What is sent: codes for programs, and a sentence for people."""
    alarm = news.alarm
    role = next((one.role for one in site.devices if one.id == alarm.device), None)
    who = texts[f"fleet.role.{role}"].format(device=alarm.device) if role else texts["fleet.heart"]
    words = texts["fleet.alert.over" if news.over else "fleet.alert.there"]
    what = texts[f"fleet.trouble.{alarm.trouble}"]
    state, since = "over" if news.over else "there", news.since.isoformat(timespec="seconds")
    return {
        "id": f"{site.id}/{alarm.device}/{alarm.trouble}/{since}/{state}",
        "office": site.id,
        "device": alarm.device,
        "trouble": alarm.trouble.value,
        "state": state,
        "since": since,
        "at": now.isoformat(timespec="seconds"),
        "text": words.format(office=site.name, who=who, what=what, time=f"{news.since:%H:%M %d/%m}"),
    }
