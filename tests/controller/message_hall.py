"""A controller that tells phones, with its pages on a real port, its numbers on a real disk, and a gateway that writes down what it gets."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import requests

from contract.ids import FileCode
from contract.language import load_texts
from contract.notices import LookUp
from contract.phone_messages import Gateway, Messages
from contract.phone_number import Phone
from contract.sealed_phone import PHONE_PATH, book_key, kiosk_key, seal
from contract.site import Web
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.adapters.sqlite_phone_book import SqlitePhoneBook
from controller.core.rights import device_sender
from controller.message_ports import MessageNotSentError
from controller.messaging import Messaging
from controller.ports import RegistryAnswer
from controller.service import Service
from controller.web.app import make_app
from controller.web.page import HERE
from controller.web.server import WebServer
from tests.office import KIOSK, FakeVerifier, RecordingOutlet, Requests, SetClock, sit_down, small_site

SECRET = "a secret of the office"
SHOWN = "shown by the gateway"
PHONE = Phone("0912345678")
CODE = FileCode("H56.14-240823-0001")
TEXTS = {one: load_texts(HERE.parent / "texts", one) for one in ("vi", "en")}
ON = Messages(Gateway.SMS, "http://gateway.invalid")


class RecordingMessenger:
    """``fails``: says no to so many, all where it is negative. ``gate``: holds whoever sends while it is closed."""

    def __init__(self):
        self.sent, self.tried, self.fails = [], 0, 0
        self.gate = threading.Event()
        self.gate.set()
        self.changed = threading.Condition()

    def send(self, message):
        self.gate.wait(10)
        with self.changed:
            self.tried += 1
            self.changed.notify_all()
            if self.fails:
                self.fails -= 1
                raise MessageNotSentError("status 500")
            self.sent.append(message)

    def until(self, condition, seconds=10):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self), seconds), (self.tried, self.sent)


class OneFile:
    """A registry that has one file; ``moods`` counts what it was asked."""

    def __init__(self):
        self.asked = []
        self.outcome = LookUp.FOUND

    def look_up(self, code, digits=None):
        self.asked.append(code)
        if self.outcome is LookUp.FOUND and code != CODE:
            return RegistryAnswer(LookUp.UNKNOWN_FILE)
        return RegistryAnswer(self.outcome, 9, "Đăng ký kết hôn")


class MessageHall:
    """``with`` starts and stops it; stopped and started again it has its state still."""

    def __init__(self, folder: Path, messages: Messages = ON, messenger=None):
        self.folder, self.clock, self.request = folder, SetClock(), Requests()
        self.site = replace(small_site(), web=Web(port=0), messages=messages)
        self.messenger = messenger or RecordingMessenger()
        self.registry = OneFile()

    def __enter__(self):
        self.outlet, self.journal = RecordingOutlet(), SqliteJournal(self.folder)
        self.workers = ThreadPoolExecutor(2)
        self.service = Service(
            self.site, self.journal, self.outlet, self.registry, self.clock, self.workers, "http://office", SECRET,
            HoursCalendar(None), FakeVerifier(),
        )  # fmt: skip
        self.book = SqlitePhoneBook(self.folder, book_key(SECRET))
        messenger = self.messenger if self.site.messages.on else None
        self.messaging = Messaging(
            self.service, self.book, messenger, lambda: SHOWN, self.workers, TEXTS, self.service.now
        )
        self.messaging.start()
        self.web = WebServer(make_app(self.service, messaging=self.messaging), self.site.web)
        self.web.start()
        sit_down(self.service)
        return self

    def __exit__(self, *_):
        self.web.stop()
        self.messaging.stop()
        self.workers.shutdown()
        self.book.close()
        self.journal.close()

    def ask(self, command, sender=None):
        return self.service.handle(sender or device_sender(self.site, KIOSK), self.request(command))

    def hand_in(self, visit, phone=PHONE, *, sealed=None, device=KIOSK, key=None):
        """As a kiosk does."""
        seal_ = sealed or seal(key or kiosk_key(SECRET, device), visit, phone)
        body = json.dumps({"device": device, "visit": visit, "sealed": seal_})
        headers = {"Content-Type": "application/json"}
        return requests.post(self.web.address + PHONE_PATH, data=body, headers=headers, timeout=10)

    def until_erased(self):
        """Numbers leave in a round soon after their visit has ended."""
        gone = threading.Event()
        for _ in range(1000):
            if not self.book.all():
                return
            gone.wait(0.01)
        raise AssertionError(self.book.all())


def bytes_of(folder: Path) -> bytes:
    """Everything in every file."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def kept_in(folder: Path, key: str):
    """What a new controller would find."""
    with closing(SqlitePhoneBook(folder, key)) as book:
        return dict(book.all())
