"""The hours of a real week through the controller: what kiosks are told before anyone queues, and what the journal keeps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from contract.commands import TakeTicket
from contract.hours import Closure, Hours
from contract.notices import Door, Outlook, Reason, Receipt, Refusal
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import DayOpened, HoursChanged
from controller.core.rights import device_sender
from controller.service import Service
from tests.office import HANOI, KIOSK, LAND, FakeVerifier, RecordingOutlet, Requests, SetClock, small_site


def at(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HANOI)


class Controller:
    """A controller with hours that can be started again on the same journal."""

    def __init__(self, folder, moment, hours=None):
        self.folder, self.clock, self.request, self.site = folder, SetClock(moment), Requests(), small_site()
        self.workers = ThreadPoolExecutor(1)
        self.start(hours or Hours())

    def start(self, hours):
        self.outlet, self.journal = RecordingOutlet(), SqliteJournal(self.folder)
        self.service = Service(
            self.site, self.journal, self.outlet, None, self.clock, self.workers, "http://office", "secret",
            HoursCalendar(hours), FakeVerifier(),
        )  # fmt: skip
        self.service.tell_all()

    def restart(self, hours):
        self.journal.close()
        self.start(hours)

    def take(self):
        return self.service.handle(device_sender(self.site, KIOSK), self.request(TakeTicket(LAND)))

    def outlook(self):
        self.service.refresh()
        (*_, latest) = self.outlet.take(Outlook)
        return latest

    def days(self):
        return [one.event for one in self.journal.latest_day() if isinstance(one.event, DayOpened | HoursChanged)]

    def close(self):
        self.workers.shutdown()
        self.journal.close()


@pytest.fixture
def controller(tmp_path):
    opened = []

    def open_at(moment, hours=None):
        opened.append(Controller(tmp_path, moment, hours))
        return opened[-1]

    yield open_at
    for one in opened:
        one.close()


def test_the_friday_before_tet_from_dawn_to_night(controller):
    office = controller(at(13, 6))
    refused = office.take()
    assert (refused.reason, refused.opens_at) == (Reason.OFFICE_NOT_OPEN, at(13, 7))
    office.clock.at = at(13, 7)
    assert isinstance(office.take(), Receipt)
    office.clock.at = at(13, 12)
    assert office.outlook().fields[0].door is Door.OPEN  # lunch: numbers are given for the afternoon
    office.clock.at = at(13, 17)
    refused = office.take()
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.opens_at) == (Reason.OFFICE_CLOSED, at(23, 7))
    told = office.outlook().fields[0]
    assert (told.door, told.opens_at) == (Door.DAY_OVER, at(23, 7))


def test_a_holiday_says_its_name_and_when_to_come(controller):
    office = controller(at(17, 9))
    told = office.outlook()
    assert told.words == "Tết Nguyên Đán"
    assert {(one.door, one.opens_at) for one in told.fields} == {(Door.HOLIDAY, at(23, 7))}
    refused = office.take()
    assert (refused.reason, refused.opens_at) == (Reason.OFFICE_CLOSED, at(23, 7))


def test_midnight_brings_the_next_day_by_itself(controller):
    office = controller(at(22, 23, 59))
    assert office.outlook().fields[0].opens_at == at(23, 7)
    office.clock.move(minutes=2)
    told = office.outlook().fields[0]
    assert (told.door, told.opens_at) == (Door.NOT_YET, at(23, 7))


def test_the_hours_of_the_morning_are_kept_over_a_restart(controller):
    office = controller(at(13, 9))
    opened = office.days()
    office.restart(Hours())
    assert office.days() == opened
    assert [one.next_opens for one in opened] == [at(23, 7, 30).replace(tzinfo=None)]


def test_hours_changed_in_mid_day_hold_from_the_next_start(controller):
    office = controller(at(13, 9))
    assert isinstance(office.take(), Receipt)
    office.restart(Hours(closures=(Closure("2026-02-13", words="Mất điện"),)))
    told = office.outlook()
    assert told.words == "Mất điện"
    assert told.fields[0].door is Door.HOLIDAY
    assert [type(one) for one in office.days()] == [DayOpened, HoursChanged]
    office.restart(Hours(worked=("2026-02-14",)))
    office.clock.at = at(13, 18)
    assert office.outlook().fields[0].opens_at == at(14, 7)
