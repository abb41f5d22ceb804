"""Who may do what."""

from contract.commands import CallNext, Finish, LookUpFile, RateVisit, ReportPrint, Score, TakeTicket
from contract.ids import DeviceId, FileCode, VisitId
from controller.core.events import DayOpened, Entry, TicketCalled, TicketIssued
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.rights import clerk, device_sender, may
from tests.office import FIVE, KIOSK, LAND, MORNING, ONE, PAD, small_site

VISIT = VisitId("2026-11-23-B001")


def served_at(counter):
    queue = Queue(small_site())
    for event in (DayOpened(MORNING.date()), TicketIssued(VISIT, "B001", LAND, 0), TicketCalled(VISIT, counter)):
        evolve(queue, Entry(queue.seq + 1, MORNING, KIOSK, None, event))
    return queue


def test_a_kiosk_takes_numbers_and_nothing_else():
    kiosk, queue = device_sender(small_site(), KIOSK), Queue(small_site())
    assert all(
        may(kiosk, one, queue) for one in (TakeTicket(LAND), LookUpFile(FileCode("x")), ReportPrint(VISIT, "sent"))
    )
    assert not any(may(kiosk, one, queue) for one in (CallNext(FIVE), RateVisit(VISIT, Score.SATISFIED)))


def test_a_page_acts_for_its_own_counter_only():
    page, queue = clerk(FIVE), served_at(FIVE)
    assert may(page, CallNext(FIVE), queue)
    assert not may(page, CallNext(ONE), queue)
    assert not may(page, Finish(ONE, VISIT), queue)
    assert not may(page, RateVisit(VISIT, Score.VERY_SATISFIED), queue)


def test_a_terminal_rates_visits_of_its_own_counter_only():
    pad = device_sender(small_site(), PAD)
    assert may(pad, RateVisit(VISIT, Score.SATISFIED), served_at(FIVE))
    assert not may(pad, RateVisit(VISIT, Score.SATISFIED), served_at(ONE))
    assert not may(pad, TakeTicket(LAND), served_at(FIVE))


def test_a_device_that_the_site_does_not_have_is_nobody():
    assert device_sender(small_site(), DeviceId("la-ai")) is None
