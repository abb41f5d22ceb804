"""A controller with its pages on a real journal and a real port, that can be stopped and started again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlsplit

import requests

from contract.commands import CallNext, TakeTicket
from contract.ids import CounterId
from contract.request_ids import new_request_id
from contract.site import Web
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.rights import device_sender
from controller.fleet import Fleet, to_nobody
from controller.ports import RegistryAnswer
from controller.service import Service
from controller.twins import mute_twins
from controller.web.app import make_app
from controller.web.caller import Caller
from controller.web.server import WebServer
from tests.office import (
    FIVE,
    KIOSK,
    LAN,
    MAI,
    ONE,
    PASSWORD,
    FakeVerifier,
    RecordingOutlet,
    Requests,
    SetClock,
    clerk,
    sit_down,
    small_site,
)

SECRET = "a secret of the office"


class NoFileRegistry:
    """Pages never look a file up."""

    def look_up(self, code, digits=None) -> RegistryAnswer:
        raise AssertionError(code)


class FullDiskJournal(SqliteJournal):
    """A real journal whose disk can be full."""

    full = False

    def append(self, entries, request, answer):
        if self.full:
            raise OSError(28, "No space left on device")
        super().append(entries, request, answer)


OFFICERS = {FIVE: LAN, ONE: MAI}


class PageHall:
    """``site`` and ``options`` of ``make_app`` may be set before ``start``; ``around`` wraps the application.

    Lan sits at counter 5 and Mai at counter 1, both open, and ``cookies`` holds what their browsers keep.
    """

    def __init__(self, folder):
        self.folder, self.clock, self.request = folder, SetClock(), Requests()
        self.site = replace(small_site(), web=Web(port=0))
        self.around = lambda app: app
        self.options = {}
        self.direct = to_nobody
        self.secret = SECRET
        self.caller = Caller
        self.web = None
        self.cookies = {}

    def start(self, *, sit=True):
        self.outlet, self.journal, self.workers = RecordingOutlet(), FullDiskJournal(self.folder), ThreadPoolExecutor(1)
        twins = mute_twins(self.site, self.clock)
        self.service = Service(
            self.site,
            self.journal,
            self.outlet,
            NoFileRegistry(),
            self.clock,
            self.workers,
            "http://office",
            self.secret,
            HoursCalendar(None),
            FakeVerifier(),
            twins=twins,
            fleet=Fleet(self.site, twins, self.clock, self.direct),
        )
        app = make_app(self.service, **self.options)
        self.streams = app.state.streams
        self.web = WebServer(self.around(app), self.site.web, self.caller)
        self.web.start()
        for counter, officer in OFFICERS.items() if sit and not self.cookies else ():
            sit_down(self.service, counter, officer)
            self.cookies[counter] = self.sign_in(officer, counter).cookies.get_dict()
        return self

    def stop(self):
        if self.web is None:
            return
        port = int(self.address.rsplit(":", 1)[1])
        self.web.stop()
        self.workers.shutdown()
        self.journal.close()
        self.web = None
        self.site = replace(self.site, web=Web(port=port))  # comes back where it was

    @property
    def address(self):
        return self.web.address

    def take(self, field, times=1):
        """Give numbers and return the last receipt."""
        kiosk = device_sender(self.site, KIOSK)
        return [self.service.handle(kiosk, self.request(TakeTicket(field))) for _ in range(times)][-1]

    def do(self, command):
        """As from elsewhere: another page of the same counter."""
        return self.service.handle(clerk(command.counter, OFFICERS[command.counter]), self.request(command))

    def call(self, counter: CounterId):
        return self.do(CallNext(counter)).visit

    def path(self, receipt):
        """Of the page behind the QR of a ticket."""
        return self.address + urlsplit(receipt.follow).path

    def get(self, path, counter=None, **headers):
        """As the browser at ``counter`` asks."""
        return requests.get(self.address + path, headers=headers, cookies=self.cookies.get(counter), timeout=10)

    def sign_in(self, officer, counter, password=PASSWORD, **headers):
        body = {"request": new_request_id(), "officer": officer, "password": password, "counter": counter}
        return self.post("/sign-in", body, **headers)

    def press(self, counter, body, *, cookies=..., **headers):
        """A command as the page of the counter's officer sends it."""
        own = self.cookies.get(counter if isinstance(counter, int) else FIVE) if cookies is ... else cookies
        return self.post(f"/counter/{counter}/command", body, cookies=own, **headers)

    def post(self, path, body, cookies=None, **headers):
        """As a page sends it; ``headers`` replace the page's own, None leaves one out."""
        own = {"Origin": self.address, "Content-Type": "application/json", **headers}
        kept = {name: value for name, value in own.items() if value is not None}
        data = body if isinstance(body, bytes) else requests.compat.json.dumps(body).encode()
        return requests.post(self.address + path, data=data, headers=kept, cookies=cookies, timeout=10)

    def happened(self, visit):
        """Names of the journalled events of a visit."""
        return [type(entry.event).__name__ for entry in self.journal.story(visit)]
