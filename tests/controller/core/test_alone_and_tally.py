"""Kiosks that gave numbers by themselves, and what the controller counts since its start."""

from datetime import date, timedelta

from contract.commands import PrintState, Score
from contract.ids import FileCode, TicketNumber, VisitId
from contract.notices import LookUp
from controller.core import events as e
from controller.core.alone import Spell, spells
from controller.core.tally import Tally
from tests.office import FIVE, KIOSK, LAND, MORNING, PAD

VISIT = VisitId("2026-11-23-B001")


def at(minutes):
    return MORNING + timedelta(minutes=minutes)


def issued(taken, heard, by=KIOSK):
    event = e.TicketIssued(VISIT, TicketNumber("B001"), LAND, 0, MORNING, taken_at=taken)
    return e.Entry(1, heard, by, None, event, None)


def test_a_number_of_the_controller_is_no_spell():
    assert spells({}, [issued(None, at(1))]) == {}


def test_a_spell_lasts_from_its_first_number_until_it_is_heard_of():
    found = spells({}, [issued(at(10), at(30)), issued(at(25), at(30)), issued(at(8), at(31))])
    assert found == {KIOSK: Spell(3, at(8), at(25), at(30))}


def test_what_is_taken_later_is_another_spell_and_each_kiosk_has_its_own():
    found = spells({}, [issued(at(10), at(30)), issued(at(12), at(30), PAD)])
    found = spells(found, [issued(at(40), at(50))])
    assert found == {KIOSK: Spell(1, at(40), at(40), at(50)), PAD: Spell(1, at(12), at(12), at(30))}


def test_a_new_day_begins_with_nobody():
    opened = e.Entry(2, at(900), KIOSK, None, e.DayOpened(date(2026, 11, 24)), None)
    assert spells(spells({}, [issued(at(10), at(30))]), [opened]) == {}


def test_counts_only_grow_and_ratings_five_at_a_time():
    tally = Tally()
    tally.count(issued(None, MORNING).event)
    tally.count(e.TicketCalled(VISIT, FIVE))
    tally.count(e.VisitMissed(VISIT, FIVE))
    tally.count(e.VisitFinished(VISIT, FIVE))
    for state in PrintState:
        tally.count(e.TicketPrinted(VISIT, state))
    tally.count(e.FileLookedUp(FileCode("H56.14-240823-0001"), LookUp.FOUND, 4))
    tally.count(e.VisitReturned(VISIT))
    for number in range(9):
        tally.count(e.VisitRated(VISIT, FIVE, LAND, Score.SATISFIED))
        assert sum(tally.ratings.values()) == (5 if number >= 4 else 0)
    assert (tally.tickets, tally.calls, tally.absent, tally.finished) == ({LAND: 1}, {"5": 1}, 1, 1)
    assert tally.prints == {"confirmed": 1, "unconfirmed": 1, "failed": 1}
    assert tally.look_ups == {"found": 1}
