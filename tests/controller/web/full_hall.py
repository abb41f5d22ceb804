"""A hall in which everything is on that can be, with everybody signed in: for whoever knocks at every door of the pages."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from contract.commands import CallNext, Finish
from contract.language import load_texts
from contract.phone_messages import StatusMessages
from contract.site import Web
from controller.adapters.sqlite_journal import SqliteJournal
from controller.adapters.sqlite_phone_book import SqlitePhoneBook
from controller.joins import Joins
from controller.messaging import Messaging
from controller.reports.question import ReportsAwayError
from controller.web.app import make_app
from controller.web.page import HERE
from controller.web.report_reading import Evidence
from controller.web.server import WebServer
from firmware_config.authority import Authority
from tests.controller.message_hall import ON, SHOWN, RecordingMessenger
from tests.controller.web.page_hall import PageHall
from tests.office import AN, FIVE, HOA, LAN, LAND, MAI, ONE, clerk

TEXTS = load_texts(HERE.parent / "texts", "vi")


def away(*_):
    raise ReportsAwayError("not counted yet")


class FullHall(PageHall):
    """Everything that can be on is on; Lan sits at 5, Mai at 1, a head and an IT officer have signed in at none."""

    verify, tls = True, None
    """Whom its browsers trust, where it speaks https."""

    def open(self):
        status = StatusMessages("/run/secret", reply="{text}")
        self.site = replace(
            self.site,
            messages=replace(ON, status=status),
            counters=tuple(replace(one, photo="counter-5.jpg") for one in self.site.counters),
            counter_board=replace(self.site.counter_board, photos=str(self.folder)),
        )
        (self.folder / "counter-5.jpg").write_bytes(b"\xff\xd8")
        (self.folder / "2026-11-22-daily.pdf").write_bytes(b"%PDF")
        self.start()
        self.book = SqlitePhoneBook(self.folder, "00" * 32)
        messaging = Messaging(
            self.service, self.book, RecordingMessenger(), lambda: SHOWN, self.workers, {"vi": TEXTS}, self.service.now
        )
        evidence = Evidence(away, away, self.story, self.folder, lambda _: "", self.folder)
        joins = Joins(self.folder / "offers", self.folder / "joined.json", self.service.now)
        self.ca = self.folder / "ca.pem"
        self.authority = Authority(self.folder / "authority", self.site.id, datetime.now(UTC))
        self.authority.prepare()
        self.ca.write_bytes(self.authority.trusted())
        self.app = make_app(self.service, messaging=messaging, evidence=evidence, joins=joins, authority=str(self.ca))
        self.full = self.serving()
        self.full.start()
        self.ticket = self.take(LAND)
        visit = self.service.handle(clerk(FIVE), self.request(CallNext(FIVE))).visit
        self.service.handle(clerk(FIVE), self.request(Finish(FIVE, visit)))
        self.cookies |= {
            "H": self.sign_in(HOA, None).cookies.get_dict(),
            "I": self.sign_in(AN, None).cookies.get_dict(),
        }
        return self

    def serving(self):
        return WebServer(self.app, Web(port=0))

    @property
    def at(self):
        return self.full.address

    def story(self, visit):
        with closing(SqliteJournal(self.folder, read_only=True)) as journal:
            return journal.story(visit)

    def held(self, who):
        """The cookies of somebody."""
        return self.cookies.get({"C": FIVE, "D": ONE}.get(who, who), {})

    def fresh(self, who):
        """Of a second browser, which may leave."""
        signing = {"C": (LAN, 5), "D": (MAI, 1), "H": (HOA, None), "I": (AN, None)}
        return self.sign_in(*signing[who]).cookies.get_dict() if who in signing else {}

    def end(self):
        self.full.stop()
        self.book.close()
        self.stop()
