"""Near-turn messages from the kiosk's number to the gateway, over real HTTP, a real disk and real threads."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from threading import Event

from contract.commands import CallNext, CancelVisit, Finish, Recall, TakeTicket
from contract.ids import DeviceId, VisitId
from contract.phone_messages import Messages, StatusMessages
from contract.phone_number import Phone, international
from contract.sealed_phone import book_key, kiosk_key
from controller.adapters.sqlite_phone_book import FILE, SqlitePhoneBook, erase_phone_book
from controller.messaging import Messaging
from controller.near_turn import NearTurn
from tests.controller.message_hall import ON, PHONE, SECRET, TEXTS, MessageHall, RecordingMessenger, bytes_of, kept_in
from tests.office import CIVIL, FIVE, LAND, MORNING, PAD, SetClock, clerk, head_page, small_site

OTHER = Phone("0387654321")


def taken(hall, times=1, field=LAND):
    return [hall.ask(TakeTicket(field)) for _ in range(times)][-1]


def call(hall):
    return hall.ask(CallNext(FIVE), clerk(FIVE)).visit


def finish(hall, visit):
    return hall.ask(Finish(FIVE, visit), clerk(FIVE))


def until(condition, rounds=1000):
    """Soon, on another thread."""
    pause = Event()
    for _ in range(rounds):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError(condition)


def test_a_phone_is_told_when_few_are_before_and_when_it_is_called(tmp_path):
    with MessageHall(tmp_path) as hall:
        ticket = taken(hall, 6)
        assert hall.hand_in(ticket.visit).json() == {"accepted": True}
        finish(hall, call(hall))  # four are before
        assert hall.messenger.sent == []
        visit = call(hall)  # three are
        hall.messenger.until(lambda it: it.sent)
        near = hall.messenger.sent[0]
        assert (near.phone, near.kind) == (PHONE, "near")
        assert "số B006 còn 3 người trước" in near.text
        assert ticket.follow in near.text
        for _ in range(4):
            finish(hall, visit)
            visit = call(hall)
        assert visit == ticket.visit
        hall.messenger.until(lambda it: len(it.sent) == 2)
        assert hall.messenger.sent[1].text == "Bộ phận một cửa thử nghiệm: mời số B006 đến quầy 5."
        assert len({one.id for one in hall.messenger.sent}) == 2


def test_words_come_in_the_language_that_the_citizen_read(tmp_path):
    with MessageHall(tmp_path) as hall:
        ticket = hall.ask(TakeTicket(LAND, language="en"))
        hall.hand_in(ticket.visit)
        hall.messenger.until(lambda it: it.sent)
        assert "number B001 is next" in hall.messenger.sent[0].text


def test_a_recall_is_told_where_the_office_wants_it(tmp_path):
    with MessageHall(tmp_path, replace(ON, near_ahead=0, on_recall=True)) as hall:
        hall.hand_in(taken(hall).visit)
        visit = call(hall)
        hall.messenger.until(lambda it: len(it.sent) == 1)
        hall.clock.move(seconds=10)
        hall.ask(Recall(FIVE, visit), clerk(FIVE))
        hall.messenger.until(lambda it: len(it.sent) == 2)
        assert [one.kind for one in hall.messenger.sent] == ["call", "recall"]


def test_the_number_is_on_no_disk_after_the_visit_nor_in_any_log(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with MessageHall(tmp_path) as hall:
        hall.messenger.fails = 1
        ticket, other = taken(hall), taken(hall)
        hall.hand_in(ticket.visit)
        hall.hand_in(ticket.visit, OTHER)  # thought better of it
        hall.hand_in(other.visit)
        during = bytes_of(tmp_path)
        sealed = [row[0] for row in hall.book._db.execute("SELECT sealed FROM phones")]
        assert len(sealed) == 2
        assert all(one.encode() in during for one in sealed)  # it would be found
        finish(hall, call(hall))
        hall.ask(CancelVisit(other.visit), head_page())
        hall.until_erased()
        for found in (during, bytes_of(tmp_path), (caplog.text + repr(hall.outlet.left)).encode()):
            for phone in (PHONE, OTHER):
                assert not any(one.encode() in found for one in (phone, international(phone), phone[1:], phone[::-1]))
        after = bytes_of(tmp_path)
        assert (tmp_path / FILE).exists()
        assert not any(one.encode() in after for one in sealed)
        assert not any(one.encode()[8:24] in after for one in sealed)
    assert kept_in(tmp_path, book_key(SECRET)) == {}


def test_numbers_are_erased_at_night(tmp_path):
    with MessageHall(tmp_path, replace(ON, near_ahead=0)) as hall:
        hall.hand_in(taken(hall).visit)
        hall.clock.at = MORNING.replace(hour=23, minute=59, second=59)
        hall.service.refresh()
        hall.messaging.near_turn.round()
        assert len(hall.book.all()) == 1
        hall.clock.move(seconds=1)
        hall.service.refresh()
        hall.until_erased()


def test_a_restart_loses_no_number_and_repeats_no_message(tmp_path):
    hall = MessageHall(tmp_path)
    with hall:
        ticket = taken(hall)
        hall.hand_in(ticket.visit)
        hall.messenger.until(lambda it: it.sent)
    with hall:
        call(hall)
        hall.messenger.until(lambda it: len(it.sent) == 2)
        hall.messaging.near_turn.round()
    assert [one.kind for one in hall.messenger.sent] == ["near", "call"]
    assert hall.messenger.sent[1].phone == PHONE
    hall.clock.at = MORNING + timedelta(days=3)
    with hall:
        hall.until_erased()


def test_a_gateway_that_fails_holds_nobody_up_and_the_head_is_told(tmp_path, caplog):
    with MessageHall(tmp_path, replace(ON, near_ahead=0, tries=1)) as hall:
        hall.messenger.gate.clear()
        hall.messenger.fails = -1
        for _ in range(3):
            hall.hand_in(taken(hall).visit)
        began = call(hall)
        assert began == VisitId("2026-11-23-B001")  # while the gateway hangs
        assert hall.messaging.alert(TEXTS["vi"]) == ""
        hall.messenger.gate.set()
        hall.messenger.until(lambda it: it.tried == 1)
        until(lambda: hall.messaging.near_turn.health.failing)
        assert "mất 1" in hall.messaging.alert(TEXTS["vi"])
        assert any(alert(TEXTS["en"]) for alert in hall.service.alerts)
        assert "was not sent: status 500" in caplog.text
        hall.messenger.fails = 0
        finish(hall, began)
        call(hall)
        hall.messenger.until(lambda it: it.sent)
        until(lambda: hall.messaging.alert(TEXTS["vi"]) == "")


def test_only_a_kiosk_of_the_office_hands_in_a_number_of_a_visit_of_today(tmp_path):
    with MessageHall(tmp_path) as hall:
        ticket = taken(hall)
        wrong = [
            hall.hand_in(ticket.visit, key="0" * 64),
            hall.hand_in(ticket.visit, device=PAD),
            hall.hand_in(ticket.visit, device=DeviceId("nobody")),
            hall.hand_in(ticket.visit, sealed="x" * 56),
        ]
        assert [one.status_code for one in wrong] == [404] * 4
        assert hall.hand_in(VisitId("2026-11-23-B999")).json() == {"accepted": False}
        assert hall.hand_in(VisitId("2026-11-20-B001")).json() == {"accepted": False}
        finish(hall, call(hall))
        assert hall.hand_in(ticket.visit).json() == {"accepted": False}
        assert hall.book.all() == {}


def test_guessing_at_the_desk_is_stopped(tmp_path):
    with MessageHall(tmp_path) as hall:
        visit = taken(hall).visit
        answers = [hall.hand_in(visit, key="0" * 64).status_code for _ in range(31)]
        assert answers == [404] * 30 + [429]


def test_one_phone_is_told_of_a_familys_visits_and_not_of_everybodys(tmp_path):
    with MessageHall(tmp_path, replace(ON, near_ahead=0)) as hall:
        told = [hall.hand_in(taken(hall, field=field).visit).json()["accepted"] for field in [LAND, CIVIL] * 3]
        assert told == [True] * 5 + [False]


def test_an_office_without_messages_has_no_desk_and_keeps_no_number(tmp_path):
    with MessageHall(tmp_path) as hall:
        ticket = taken(hall)
        hall.messenger.gate.clear()
        hall.hand_in(ticket.visit)
        hall.messenger.gate.set()
    with MessageHall(tmp_path, Messages()) as hall:
        assert hall.hand_in(ticket.visit).status_code == 404
        assert not any(isinstance(one.__self__, Messaging) for one in hall.service.alerts)
    erase_phone_book(tmp_path)
    assert kept_in(tmp_path, book_key(SECRET)) == {}


def test_an_office_that_only_answers_keeps_no_number_of_a_time_when_it_told(tmp_path):
    with MessageHall(tmp_path) as hall:
        hall.hand_in(taken(hall).visit)
        (sealed,) = (row[0] for row in hall.book._db.execute("SELECT sealed FROM phones"))
    assert sealed.encode() in bytes_of(tmp_path)
    with MessageHall(tmp_path, Messages(status=StatusMessages("/run/secret"))) as hall:
        assert sealed.encode()[:24] not in bytes_of(tmp_path)
        assert hall.book.all() == {}


def test_no_more_leave_a_minute_or_a_day_than_the_office_pays_for(tmp_path):
    capped = replace(ON, per_minute=2, near_ahead=9)
    with MessageHall(tmp_path, capped) as hall:
        for one in range(4):
            hall.hand_in(taken(hall).visit, Phone(f"09123456{one:02}"))
        hall.messenger.until(lambda it: len(it.sent) == 2)
        hall.messaging.near_turn.round()
        assert hall.messenger.tried == 2
        assert hall.messaging.alert(TEXTS["vi"]) == ""
    with MessageHall(tmp_path / "day", replace(ON, per_day=1, near_ahead=9)) as hall:
        for one in range(2):
            hall.hand_in(taken(hall).visit, Phone(f"09123456{one:02}"))
        until(lambda: "đã gửi đủ 1 tin nhắn" in hall.messaging.alert(TEXTS["vi"]))
        hall.messaging.near_turn.round()
        assert hall.messenger.tried == 1


def test_a_book_that_cannot_be_read_or_was_sealed_by_another_is_begun_anew(tmp_path):
    visit = VisitId("2026-11-23-B001")
    one, other = kiosk_key("one", DeviceId("a")), kiosk_key("two", DeviceId("a"))
    book = SqlitePhoneBook(tmp_path, one)
    book.put(visit, PHONE)
    book.tell(visit, "near 1")
    assert kept_in(tmp_path, one)[visit].marks == {"near 1"}
    book.close()
    assert kept_in(tmp_path, other) == {}
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    assert kept_in(tmp_path, one) == {}


def test_erase_all_leaves_no_byte(tmp_path):
    book = SqlitePhoneBook(tmp_path, "key")
    for one in range(50):
        book.put(VisitId(f"2026-11-23-B{one:03}"), PHONE)
    sealed = [row[0].encode() for row in book._db.execute("SELECT sealed FROM phones")]
    book.close()
    assert all(one in bytes_of(tmp_path) for one in sealed)
    erase_phone_book(tmp_path)
    found = bytes_of(tmp_path)
    assert not any(one[:16] in found for one in sealed)


def test_the_queue_is_never_held_for_long_however_many_phones_there_are(tmp_path):
    visits = [VisitId(f"2026-11-23-B{one:03}") for one in range(130)]
    looked = []

    def read(asked):
        looked.append(list(asked))
        return dict.fromkeys(asked)

    with closing(SqlitePhoneBook(tmp_path, "key")) as book, ThreadPoolExecutor(1) as workers:
        for one in visits:
            book.put(one, PHONE)
        site = replace(small_site(), messages=ON)
        NearTurn(site, book, RecordingMessenger(), workers, read, str, TEXTS, SetClock(MORNING)).round()
        assert max(map(len, looked)) <= 40
        assert sorted(one for some in looked for one in some) == visits
        assert book.all() == {}  # they are of another day
