"""A small office in virtual time behind its public doors: a real broker, a real journal, real pages, and a clock that is set."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import time

from contract import commands as c
from contract.codec import decode_notice_as, decode_request
from contract.hours import Hours
from contract.ids import CounterId, DeviceId, FieldId, OfficerId, VisitId
from contract.link import Link
from contract.notices import Outlook
from contract.site import Counter, Device, Field, Officer, Web
from contract.topics import CONTROLLER, Role, sender
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.link_outlet import LinkOutlet
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.rights import device_sender
from controller.service import Service
from controller.web.app import make_app
from controller.web.counter_page import KINDS
from controller.web.server import WebServer
from demo.brokers import BrokerRun, free_port
from demo.keypad import Device as Kiosk
from demo.keypad import Keypad
from demo.officer import OfficerPage
from tests.office import CIVIL, KIOSK, LAND, PASSWORD, FakeVerifier, SetClock, small_site

FEE = FieldId("nop-phi")
COUNTERS = {CounterId(1): (CIVIL,), CounterId(5): (LAND, CIVIL), CounterId(9): (FEE,)}
_BY_ITSELF = ("DayOpened", "HoursChanged")


def day_site():
    """Land, civil status, and a fee counter that people are only sent on to; a keypad at every counter; usual hours."""
    plain = small_site()
    return replace(
        plain,
        fields=(*plain.fields, Field(FEE, "Nộp phí", "K", offered=False)),
        counters=tuple(Counter(one, served) for one, served in COUNTERS.items()),
        devices=(
            Device(KIOSK, Role.KIOSK),
            *(Device(DeviceId(f"keypad-{one}"), Role.KEYPAD, one) for one in COUNTERS),
        ),
        officers=(*plain.officers, Officer(OfficerId("thu"), "Phạm Minh Thu", PASSWORD)),
        hours=Hours(),
        web=Web(port=free_port()),
    )


class NobodyAsks:
    """No receipt is scanned on this day."""

    def look_up(self, code, digits=None):
        raise AssertionError(code)


class DayOffice:
    """``with`` opens it on a broker of ``kind``; clerks use the door ``by``: ``page`` or ``keypad``."""

    def __init__(self, folder, kind, by):
        self.by = by
        self.clock = SetClock()
        self._broker = BrokerRun(day_site(), folder / "office", kind)
        self._journal = folder / "journal.sqlite"
        self._stack = ExitStack()
        self._outlook = None
        self._pages = {}

    def __enter__(self):
        with ExitStack() as stack:
            self._open(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *fault):
        self._stack.close()

    def _open(self, stack):
        site = self._broker.site
        self._broker.start()
        stack.callback(self._broker.stop)
        journal = SqliteJournal(self._journal.parent)
        stack.callback(journal.close)
        workers = stack.enter_context(ThreadPoolExecutor(1))
        link = Link(self._broker.account(CONTROLLER), lambda up: self.service.tell_all() if up else None)
        self.service = Service(
            site, journal, LinkOutlet(link), NobodyAsks(), self.clock, workers,
            "http://office", "secret", HoursCalendar(site.hours), FakeVerifier(),
        )  # fmt: skip
        link.listen(link.topics.commands, self._command)
        web = WebServer(make_app(self.service), site.web)
        web.start()
        stack.callback(web.stop)
        self._address = f"http://127.0.0.1:{site.web.port}"
        link.start()
        stack.callback(link.stop)
        assert link.wait_up(10)
        self.kiosk = Kiosk(self._broker.account(KIOSK))
        self.kiosk.listen(self.kiosk.topics.outlook, self._look)
        stack.enter_context(self.kiosk)
        self._keypads = {
            one: stack.enter_context(Keypad(self._broker.account(f"keypad-{one}"), one)) for one in COUNTERS
        }
        stack.callback(lambda: [page.close() for page in self._pages.values()])

    def _command(self, topic, payload):
        self.service.handle(device_sender(self.service.site, sender(topic)), decode_request(payload))

    def _look(self, _topic, payload):
        self._outlook = decode_notice_as(payload, Outlook)

    def set_clock(self, at):
        self.clock.at = self.clock.at.replace(
            **{part: getattr(time.fromisoformat(at), part) for part in ("hour", "minute", "second")}
        )
        self.service.refresh()

    def takes(self, field):
        """At the kiosk."""
        return self._outcome(lambda: self.kiosk.press(c.TakeTicket(FieldId(field))))

    def door(self, field):
        """What the kiosk says of a field before anyone queues."""
        return next(str(one.door) for one in self._outlook.fields if one.field == field)

    def signs_in(self, counter, officer):
        """A clerk takes a seat; the head's page where ``counter`` is none."""
        if counter is not None and self.by == "keypad":
            command = c.SignIn(officer, PASSWORD, counter)
            return self._outcome(lambda: self._keypads[counter].press(command))
        page = self._pages[counter] = OfficerPage(self._address, counter)
        return self._outcome(lambda: page.sign_in(officer, PASSWORD))

    def presses(self, counter, word, /, **words):
        """A key at a counter, by the door of the day; of the head's page where ``counter`` is none."""
        if counter is None or self.by == "page":
            return self._outcome(lambda: self._pages[counter].press(word, **words))
        kind = KINDS[word]
        at = {"counter": counter} if "counter" in {one.name for one in fields(kind)} else {}
        place = {"place": c.Place(words.pop("place"))} if "place" in words else {}
        return self._outcome(lambda: self._keypads[counter].press(kind(**words, **at, **place)))

    def visit(self, number):
        return VisitId(f"{self.clock.at.date()}-{number}")

    def told(self):
        """What happened: time, event, its facts, and which officer did it."""
        return [(at, kind, body, officer) for _seq, at, kind, body, officer in self._rows(0)]

    def _outcome(self, act):
        before = self.service.look(lambda queue: queue.seq)
        act()
        return [
            (kind, json.loads(body)) for _seq, _at, kind, body, _officer in self._rows(before) if kind not in _BY_ITSELF
        ]

    def _rows(self, after):
        database = sqlite3.connect(f"file:{self._journal}?mode=ro", uri=True)
        rows = database.execute(
            "SELECT seq, at, type, body, officer FROM events WHERE seq > ? ORDER BY seq", (after,)
        ).fetchall()
        database.close()
        return rows
