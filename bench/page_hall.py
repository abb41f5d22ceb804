"""A whole office with its pages on a real port, everything switched on, and somebody of every role signed in: for fuzzing the pages."""

import ssl
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

import requests

from bench.history import Watch
from bench.tap import SITE
from contract import commands as c
from contract.ids import CounterId, DeviceId, FileCode, OfficerId, RequestId, VisitId
from contract.joining import Offer, write_offer
from contract.language import load_texts
from contract.notices import LookUp, Receipt, Refusal
from contract.phone_messages import Gateway, Messages, StatusMessages
from contract.phone_number import Phone
from contract.sealed_phone import book_key, seal
from contract.site import Site, Web
from contract.suggestion import SuggestionKind
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.adapters.sqlite_phone_book import SqlitePhoneBook
from controller.core.events import Entry
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.rights import Sender, device_sender, page_sender
from controller.core.state import fingerprint, plain_state
from controller.fleet import Fleet, to_nobody
from controller.joins import Joins
from controller.message_ports import PhoneMessage
from controller.messaging import Messaging
from controller.ports import RegistryAnswer
from controller.replay import check, differences
from controller.reports.desk import ReportDesk
from controller.service import Service
from controller.twins import mute_twins
from controller.web.app import make_app
from controller.web.page import HERE
from controller.web.report_reading import Evidence
from controller.web.server import WebServer
from firmware_config.site_file import read_site

SECRET: Final = "a secret of the office that no page tells"
GATEWAY: Final = "a secret of the gateway"
PASSWORD: Final = "sen hong"
HERE_SIT: Final = CounterId(5)
_CLERK, _HEAD, _IT = OfficerId("lan"), OfficerId("hoa"), OfficerId("an")
_KIOSK: Final = DeviceId("kiosk-1")
CODE: Final = "K74QPMT9WX"
_PATIENCE_S: Final = 60.0
SUMMARY: Final = "2026-11-22-daily.pdf"
HOSTILE: Final = (
    "<script>alert(1)</script>",
    "x\r\nX-Injected: 1",
    "../../../../etc/passwd",
    "{0.__class__}%s",
    "ồ\u0301" * 30,
)
"""What must come back in no page as it was sent."""


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 7, 35, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    def __call__(self) -> datetime:
        """The time it is."""
        return self.at

    def go_on(self, seconds: float) -> None:
        """Later."""
        self.at += timedelta(seconds=seconds)


class _OneFile:
    """A registry in which every file is done."""

    def look_up(self, code: FileCode, digits: str | None = None) -> RegistryAnswer:  # noqa: ARG002
        return RegistryAnswer(LookUp.FOUND, 9, "Đăng ký kết hôn")


class _Mute:
    """A gateway that takes everything on."""

    def send(self, message: PhoneMessage) -> None:
        """Nobody is told."""


class FuzzedHall:
    """The demonstration's office in ``folder``: ``tokens`` are the cookies of those who have signed in, by role."""

    REQUEST: Final = "a1b2c3d4e5f60718"
    AGAIN: Final = "b1b2c3d4e5f60718"

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.tokens = folder, Clock(), dict[str, str]()
        self.site = _all_on(read_site(SITE), folder)
        self._ids = count()
        self._workers = ThreadPoolExecutor(2)
        self._journal = SqliteJournal(folder)
        self._book = SqlitePhoneBook(folder, book_key(SECRET))
        self._desk = ReportDesk(folder)
        twins = mute_twins(self.site, self.clock)
        self.service = Service(
            self.site, self._journal, Watch(), _OneFile(), self.clock, self._workers, "http://office", SECRET, HoursCalendar(None),
            lambda _stored, given: given == PASSWORD, twins=twins, fleet=Fleet(self.site, twins, self.clock, to_nobody),
        )  # fmt: skip
        texts = {one: load_texts(HERE.parent / "texts", one) for one in ("vi", "en")}
        self.texts: Mapping[str, Mapping[str, str]] = texts
        self._messaging = Messaging(
            self.service, self._book, _Mute(), lambda: GATEWAY, self._workers, texts, self.service.now
        )
        offers, authority = folder / "offers", folder / "ca.pem"
        authority.write_text(ssl.DER_cert_to_PEM_cert(b"handed out as it stands"))
        self.app = make_app(
            self.service,
            messaging=self._messaging,
            evidence=Evidence(
                partial(self._desk.table, wait_s=_PATIENCE_S), partial(self._desk.export, wait_s=_PATIENCE_S), self._story, folder,
                lambda _texts: "", folder,
            ),
            joins=Joins(offers, folder / "joined.json", self.service.now),
            authority=str(authority),
        )  # fmt: skip
        self.web = WebServer(self.app, Web(port=0))
        write_offer(offers, Offer(_KIOSK, CODE, (self.clock() + timedelta(hours=14)).timestamp(), b"a parcel"))

    def __enter__(self) -> Self:
        self._messaging.start()
        self.web.start()
        self._morning()
        self.settle()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.web.stop()
        self._messaging.stop()
        self._desk.close()
        self._workers.shutdown()
        self._book.close()
        self._journal.close()

    @property
    def seq(self) -> int:
        """How many events there were."""
        return self.service.look(lambda queue: queue.seq)

    def settle(self) -> None:
        """Whoever signed out, or was signed out, comes back: the next case finds everybody where they belong."""
        for role, officer, counter in (("clerk", _CLERK, HERE_SIT), ("head", _HEAD, None), ("it", _IT, None)):
            if role not in self.tokens or (counter and self.service.desk(counter).officer != officer):  # type: ignore[union-attr]
                self.tokens[role] = self._sign_in(officer, counter)

    def sealed(self) -> dict[str, Any]:
        """What a kiosk hands in where somebody who waits wants to be told."""
        key, visit = self.service.gate.phone_key(SECRET, _KIOSK), self.visits[-1]
        assert key is not None
        return {"device": _KIOSK, "visit": visit, "sealed": seal(key, visit, Phone("0912345678"))}

    def whole(self) -> list[str]:
        """Faults of the hall after all that was asked: the journal tells the same queue, and a number is still given and called."""
        self.settle()
        head = page_sender(self._officer(_HEAD), None)
        self._do(head, c.EndEmergency())
        self._do(head, c.OpenField(self.site.counters[HERE_SIT - 1].fields[0]))
        clerk = page_sender(self._officer(_CLERK), HERE_SIT)
        for command in (c.OpenCounter(HERE_SIT), *self._served()):
            self._do(clerk, command)
        faults = []
        if not isinstance(self._take(), Receipt):
            faults.append("no number is given any more")
        answer = self._do(clerk, c.CallNext(HERE_SIT))
        if isinstance(answer, Refusal):
            faults.append(f"nobody is called any more: {answer.reason}")
        with closing(SqliteJournal(self.folder, read_only=True)) as journal:
            faults += [f"journal: {one}" for one in check(journal.all()).faults]
            queue = Queue(self.site)
            for entry in journal.latest_day():
                evolve(queue, entry)
        live = fingerprint(self.service.look(plain_state))
        return [*faults, *(f"replayed otherwise: {one}" for one in differences(fingerprint(plain_state(queue)), live))]

    def _morning(self) -> None:
        """One visit is over and can be rated, one is served, two wait; somebody left a suggestion."""
        self.tokens["clerk"] = self._sign_in(_CLERK, HERE_SIT)
        clerk = page_sender(self._officer(_CLERK), HERE_SIT)
        self._do(clerk, c.OpenCounter(HERE_SIT))
        receipts = [self._take() for _ in range(4)]
        self.visits = [one.visit for one in receipts if isinstance(one, Receipt)]
        self._do(clerk, c.CallNext(HERE_SIT))
        self.clock.go_on(200)
        self._do(clerk, c.Finish(HERE_SIT, self.visits[0]))
        self._do(clerk, c.CallNext(HERE_SIT))
        kiosk = device_sender(self.site, _KIOSK)
        self._do(kiosk, c.LeaveSuggestion(SuggestionKind.IDEA, None, self.clock(), HOSTILE[0]))
        self.suggestion = self.service.suggestions(1)[0].number
        (self.folder / "counter-5.jpg").write_bytes(b"\xff\xd8")
        (self.folder / SUMMARY).write_bytes(b"%PDF")

    def _served(self) -> list[c.Command]:
        desk = self.service.desk(HERE_SIT)
        served = desk.served if desk else None
        return [c.Finish(HERE_SIT, served.visit)] if served else []

    def _take(self) -> Any:
        self.clock.go_on(60)
        return self._do(device_sender(self.site, _KIOSK), c.TakeTicket(self.site.counters[HERE_SIT - 1].fields[0]))

    def _do(self, sender: Sender | None, command: c.Command) -> Any:
        assert sender is not None
        return self.service.handle(sender, c.Request(RequestId(f"of-the-hall-{next(self._ids)}"), command))

    def _sign_in(self, officer: OfficerId, counter: CounterId | None) -> str:
        body = {
            "request": f"of-a-browser-{next(self._ids)}",
            "officer": officer,
            "password": PASSWORD,
            "counter": counter,
        }
        asked = requests.post(
            f"{self.web.address}/sign-in", json=body, headers={"Origin": self.web.address}, timeout=30
        )
        (token,) = asked.cookies.get_dict().values()
        return f"motcua-{self.site.id}={token}"

    def _officer(self, officer: OfficerId) -> Any:
        return next(one for one in self.site.officers if one.id == officer)

    def _story(self, visit: VisitId) -> Sequence[Entry]:
        with closing(SqliteJournal(self.folder, read_only=True)) as journal:
            return journal.story(visit)


def _all_on(site: Site, folder: Path) -> Site:
    return replace(
        site,
        web=Web(port=0),
        messages=Messages(Gateway.SMS, "http://gateway.invalid", status=StatusMessages("/run/secret", reply="{text}")),
        counters=tuple(replace(one, photo="counter-5.jpg") for one in site.counters),
        counter_board=replace(site.counter_board, photos=str(folder)),
        tickets=replace(site.tickets, double_tap_s=0, per_minute=0, per_minute_peak=0),
    )
