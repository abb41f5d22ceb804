"""A kiosk that is cut off, on its real outbox: who gets which number, what is reported, and what a power cut leaves."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from contract.codec import decode_request, encode_notice
from contract.commands import HoldNumbers, PrintState, ReportPrint, ReportTicket, Request, TakeTicket
from contract.errors import MalformedMessageError
from contract.ids import RequestId
from contract.notices import (
    Acceptance,
    Door,
    FieldInfo,
    FieldNow,
    HeldNumber,
    HeldNumbers,
    Office,
    Outlook,
    Reason,
    Receipt,
    Refusal,
)
from contract.request_ids import report_of
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.happenings import FieldTapped, Left, PaperMoved
from kiosk.core.views import Home, Refused, Taking, Ticket
from kiosk.own_numbers import OwnNumbers
from kiosk.sending import Sender
from kiosk.service import KioskService
from tests.kiosk.fake_world import FakeWorld

LAND, CIVIL = "dat-dai", "ho-tich"
OFFICE = Office(
    "Văn phòng", tuple(FieldInfo(one, one, letter, "Dãy 2") for one, letter in ((LAND, "B"), (CIVIL, "A"))), (), (), 30
)


class World(FakeWorld):
    """Its link is ``up`` or not, and it notes under which id a command was sent."""

    def __init__(self):
        super().__init__()
        self.up = True

    def publish(self, topic, payload, *, retain=False):
        if self.up:
            request = decode_request(payload)
            self._tell("sent", request.command, request.id)

    def set_alone(self, fields):
        self._tell("alone", fields)

    def commands(self, kind):
        return [one for what, one, *_ in self.told if what == "sent" and isinstance(one, kind)]


class Kiosk:
    def __init__(self, folder):
        self.folder, self.requests = folder, 0
        self.begin()

    def begin(self):
        self.world, self.box = World(), SqliteOutbox(self.folder)
        self.sender = Sender(self.world, self.box, "command", "answer", lambda answer: self.service.answered(answer))
        self.held = self.box.held(UTC)
        self.own = OwnNumbers(self.held, self.sender, self.new_request, self.world.set_alone)
        self.service = KioskService(self.world, self.sender, self.box, self.world, None, self.new_request, own=self.own)
        self.thread = threading.Thread(target=self.service.run)
        self.thread.start()
        self.sender.start()
        self.world.until(lambda told: any(what == "shown" for what, *_ in told))

    def new_request(self):
        self.requests += 1
        return RequestId(f"n{self.requests}")

    def end(self):
        self.service.stop()
        self.thread.join(5)
        self.sender.stop()
        self.box.close()

    def again(self):
        """A power cut, and a start."""
        self.end()
        self.begin()

    def hear(self, answer):
        self.world.hear("answer", encode_notice(answer))

    def outlook(self, door=Door.OPEN, **more):
        now = self.held.now()
        self.own.heard_outlook(Outlook(now, tuple(FieldNow(one, door, 0) for one in (LAND, CIVIL)), **more))

    def fill(self, count=3, day=None):
        """As at the start of a day: office and outlook are heard, and every question is answered."""
        self.own.heard_office(OFFICE)
        self.outlook()
        for asked in list(self.world.told):
            if asked[0] == "sent" and isinstance(asked[1], HoldNumbers):
                self.answer(asked, count, day)

    def answer(self, asked, count=3, day=None):
        _, command, request = asked
        letter = {LAND: "B", CIVIL: "A"}[command.field]
        numbers = tuple(HeldNumber(f"{letter}{1000 - count + one}", f"http://x/{one}") for one in range(count))
        at = self.held.now()
        self.hear(HeldNumbers(request, command.field, command.book, day or at.date(), at, numbers))

    def cut(self):
        self.world.up = False
        self.own.is_away(True)

    def mend(self):
        self.world.up = True
        self.own.is_away(False)
        self.sender.resume()

    def tap(self, request="r1", field=LAND):
        self.service.happen(FieldTapped(field, request))

    def ticket(self, request="r1", seconds=6):
        """The number that is shown for a tap."""

        def shown(told):
            return [
                one.receipt
                for what, one, *_ in told
                if what == "shown" and isinstance(one, Ticket) and one.receipt.request == request
            ]

        return shown(self.world.until(shown, seconds))[0]


@pytest.fixture
def kiosk(tmp_path):
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.end()


def test_a_tap_while_cut_off_gets_a_number_that_is_printed_and_reported(kiosk):
    kiosk.fill()
    kiosk.cut()
    kiosk.tap()
    receipt = kiosk.ticket()
    assert (receipt.number, receipt.ahead, receipt.wait, receipt.follow) == ("B997", None, None, "http://x/0")
    assert receipt.visit == f"{kiosk.held.now():%Y-%m-%d}-B997"
    kiosk.world.until(lambda told: ("printed", receipt) in told)
    kiosk.mend()
    kiosk.world.until(lambda _: kiosk.world.commands(ReportTicket))
    (report, *_) = kiosk.world.commands(ReportTicket)
    assert report == ReportTicket("r1", "B997", receipt.issued_at)
    assert kiosk.world.commands(TakeTicket) == []
    kiosk.hear(Acceptance(report_of("r1"), receipt.visit))
    assert kiosk.box.pending() == []


def test_an_answer_in_time_needs_no_number_of_the_kiosks_own(kiosk):
    kiosk.fill()
    kiosk.tap()
    given = Receipt("r1", "2026-11-23-B001", "B001", LAND, kiosk.held.now(), 3, "http://x")
    kiosk.hear(given)
    assert kiosk.ticket() == given
    assert kiosk.held.left(kiosk.held.now().date()) == {LAND: 3, CIVIL: 3}


def test_no_answer_within_seconds_and_the_kiosk_gives_one(kiosk):
    kiosk.fill()
    kiosk.tap()
    assert kiosk.ticket().number == "B997"


def test_the_number_that_was_shown_stays_whatever_arrives_late(kiosk):
    kiosk.fill()
    kiosk.cut()
    kiosk.tap()
    shown = kiosk.ticket()
    kiosk.hear(Receipt("r1", "2026-11-23-B001", "B001", LAND, kiosk.held.now(), 3, "http://x"))
    kiosk.hear(Refusal("r1", Reason.DAY_FULL))
    kiosk.service.happen(Left())
    kiosk.world.until(lambda told: told[-1] == ("shown", Home()))
    assert {one.receipt for what, one, *_ in kiosk.world.told if what == "shown" and isinstance(one, Ticket)} == {shown}
    assert [request for request, _ in kiosk.box.pending()] == [report_of("r1")]


def test_taps_are_in_order_although_the_clock_is_set_back(kiosk):
    kiosk.fill()
    kiosk.cut()
    kiosk.tap("r1")
    first = kiosk.ticket("r1")
    now = kiosk.held.now()
    kiosk.held.keep(HeldNumbers("x", CIVIL, kiosk.held.book, now.date(), now, (HeldNumber("A1", ""),)), -120.0)
    if kiosk.held.now().date() != now.date():
        return  # two minutes after midnight
    kiosk.service.happen(Left())
    kiosk.tap("r2")
    assert kiosk.ticket("r2").issued_at > first.issued_at


def test_a_power_cut_leaves_numbers_taps_and_what_was_shown(kiosk):
    kiosk.fill()
    kiosk.cut()
    kiosk.tap("r1")
    first = kiosk.ticket("r1")
    kiosk.again()
    kiosk.world.up = False
    assert kiosk.own.office == OFFICE
    assert kiosk.ticket("r1") == first  # its paper is not proven, its citizen stands there
    kiosk.own.is_away(True)
    kiosk.service.happen(Left())
    kiosk.tap("r2")
    assert kiosk.ticket("r2").number == "B998"
    assert next(request for request, _ in kiosk.box.pending()) == report_of("r1")


def test_a_tap_that_a_power_cut_interrupted_gets_its_number_after_it(kiosk):
    kiosk.world.up = False
    kiosk.tap("r1")
    kiosk.world.until(lambda told: ("shown", Taking("r1")) in told)
    kiosk.again()
    kiosk.fill()
    assert kiosk.ticket("r1").number == "B997"


def test_without_numbers_a_tap_waits_as_ever(kiosk):
    kiosk.fill(count=1)
    kiosk.cut()
    assert kiosk.world.told[-1] == ("alone", {LAND, CIVIL})
    kiosk.tap("r1")
    kiosk.ticket("r1")
    kiosk.world.until(lambda told: ("alone", {CIVIL}) in told)
    kiosk.service.happen(Left())
    kiosk.tap("r2")
    kiosk.world.until(lambda told: ("shown", Taking("r2")) in told)
    assert kiosk.own.give("r2") is None
    assert kiosk.own.give("never tapped") is None
    kiosk.mend()
    given = Receipt("r2", "2026-11-23-B001", "B001", LAND, kiosk.held.now(), 3, "http://x")
    kiosk.hear(given)
    assert kiosk.ticket("r2") == given


@pytest.mark.parametrize("door", [Door.CLOSED, Door.FULL])
def test_what_is_shut_stays_shut(kiosk, door):
    kiosk.fill()
    kiosk.outlook(door)
    kiosk.cut()
    assert kiosk.world.told[-1] == ("alone", frozenset())


def test_numbers_of_another_day_are_given_on_none(kiosk):
    yesterday = kiosk.held.now().date() - timedelta(days=1)
    kiosk.fill(day=yesterday)
    kiosk.cut()
    assert kiosk.world.told[-1] == ("alone", frozenset())
    assert kiosk.held.left(yesterday) == {LAND: 3, CIVIL: 3}


def test_a_new_day_and_a_controller_that_returns_are_asked_for_numbers(kiosk):
    kiosk.fill()
    asked = len(kiosk.world.commands(HoldNumbers))
    kiosk.outlook()
    assert len(kiosk.world.commands(HoldNumbers)) == asked  # everything is there
    tomorrow = kiosk.held.now() + timedelta(days=1)
    kiosk.own.heard_outlook(Outlook(tomorrow, ()))
    assert len(kiosk.world.commands(HoldNumbers)) == asked + 2
    kiosk.own.heard_outlook(Outlook(tomorrow, ()))
    assert len(kiosk.world.commands(HoldNumbers)) == asked + 2  # asked a moment ago
    kiosk.own.is_away(False)
    assert len(kiosk.world.commands(HoldNumbers)) == asked + 4


def test_a_reported_number_is_replaced_and_only_the_last_answer_counts(kiosk):
    kiosk.fill()
    kiosk.cut()
    kiosk.tap()
    shown = kiosk.ticket()
    kiosk.world.told.clear()
    kiosk.world.up = True
    kiosk.own.is_away(False)
    asked = [one for one in kiosk.world.told if isinstance(one[1], HoldNumbers)]
    for one in asked:
        kiosk.answer(one, 4 if one[1].field == LAND else 3)
        kiosk.answer(one, 1)  # an older answer that comes late
    assert kiosk.held.left(kiosk.held.now().date()) == {LAND: 3, CIVIL: 3}  # B996 came, B997 is somebody's
    kiosk.world.told.clear()
    kiosk.hear(Acceptance(report_of("r1"), shown.visit))
    assert {one.field for one in kiosk.world.commands(HoldNumbers)} == {LAND}


def test_what_the_controller_does_not_know_is_not_held(kiosk):
    kiosk.fill()
    kiosk.own.is_away(False)
    kiosk.answer([one for one in kiosk.world.told if isinstance(one[1], HoldNumbers)][-1], 0)
    assert kiosk.held.left(kiosk.held.now().date()) == {LAND: 3}


def test_paper_is_told_after_its_ticket(kiosk):
    kiosk.fill()
    kiosk.cut()
    kiosk.tap()
    shown = kiosk.ticket()
    kiosk.world.until(lambda told: ("printed", shown) in told)
    kiosk.world.up = True
    kiosk.sender.resume()
    kiosk.service.happen(PaperMoved(shown.visit, PrintState.CONFIRMED, None))
    kiosk.world.until(lambda _: kiosk.world.commands(ReportPrint))
    said = [type(one) for one in kiosk.world.commands(ReportTicket | ReportPrint)]
    assert said[0] is ReportTicket


def test_a_long_backlog_goes_out_by_the_handful(kiosk):
    kiosk.world.up = False
    for number in range(50):
        kiosk.sender.send(Request(RequestId(f"p{number}"), ReportPrint("2026-11-23-B001", PrintState.CONFIRMED)))
    kiosk.world.up = True
    kiosk.sender.resume()
    kiosk.world.until(lambda _: kiosk.world.commands(ReportPrint))
    said = len(kiosk.world.commands(ReportPrint))
    assert said <= 20
    for number in range(50):
        kiosk.hear(Acceptance(RequestId(f"p{number}")))
    assert kiosk.box.pending() == []


def test_a_memory_that_was_lost_has_another_name(tmp_path):
    names = []
    for folder in ("one", "one", "two"):
        box = SqliteOutbox(tmp_path / folder)
        names.append(box.held(UTC).book)
        box.close()
    assert names[0] == names[1] != names[2]


def test_the_hour_is_the_controllers(tmp_path):
    box = SqliteOutbox(tmp_path)
    held, now = box.held(UTC), datetime.now(UTC)
    held.keep(HeldNumbers("x", LAND, held.book, now.date(), now, ()), 3600.0)
    assert timedelta(minutes=59) < held.now() - now < timedelta(minutes=61)
    assert timedelta(minutes=59) < box.held(UTC).now() - now < timedelta(minutes=61)
    box.close()


def test_a_refusal_that_only_a_newer_kiosk_understands_still_ends_the_waiting(kiosk):
    kiosk.tap()
    kiosk.world.until(lambda told: ("shown", Taking("r1")) in told)
    kiosk.world.hear(
        "answer", encode_notice(Refusal("r1", Reason.DAY_FULL)).replace(b"day_full", b"too_late_for_words")
    )
    kiosk.world.until(lambda told: ("shown", Refused(Reason.NOT_ALLOWED)) in told)
    kiosk.service.happen(Left())
    kiosk.world.until(lambda told: told[-1] == ("shown", Home()))  # by then it is settled
    assert kiosk.box.pending() == []


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"schema":1,"type":"Receipt","body":{"request":"r1","reason":"x"}}'])
def test_what_is_no_message_is_left_to_the_link(kiosk, payload):
    with pytest.raises(MalformedMessageError):
        kiosk.world.hear("answer", payload)
