"""What is done to a kiosk waits until no citizen is there, and whether it serves is one decision wherever it is made."""

import threading
from datetime import UTC, datetime

import pytest

from contract.codec import encode_notice
from contract.commands import PrintState
from contract.ids import RequestId
from contract.notices import Receipt
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.comfort import Comfort, TextSize
from kiosk.core.happenings import ComfortChosen, DutyChanged, FieldTapped, Left, PaperMoved, ScanTapped, Touched
from kiosk.core.maintenance_journey import OutOfService
from kiosk.core.papers import PaperTold, PrintPaper, TestSlip
from kiosk.core.views import Home, Scanning, Taking, Ticket
from kiosk.sending import Sender
from kiosk.service import KioskService
from tests.kiosk.fake_world import FakeWorld

RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")
NEVER_S = 3600.0


class Duties:
    def __init__(self):
        self.serves = True

    def decide(self, *, serves):
        self.serves = serves


class Kiosk:
    """The real service; ``works`` notes what was done, and on which view."""

    def __init__(self, folder, quiet_s=0.0):
        self.world, self.box, self.duties = FakeWorld(), SqliteOutbox(folder), Duties()
        self.sender = Sender(self.world, self.box, "command", "answer", lambda answer: self.service.answered(answer))
        self.service = KioskService(
            self.world,
            self.sender,
            self.box,
            self.world,
            self.world,
            lambda: RequestId("n1"),
            patience=lambda _view, *, plain: None,
            duties=self.duties,
            quiet_s=quiet_s,
        )
        self.thread = threading.Thread(target=self.service.run)
        self.thread.start()
        self.shows(Home())

    def shows(self, view):
        self.world.until(lambda told: [one[1] for one in told if one[0] == "shown"][-1:] == [view])

    def when_idle(self, name):
        self.service.when_idle(lambda: self.world._tell("worked", name, self.service.view))

    def worked(self, *names):
        self.world.until(lambda told: [one[1] for one in told if one[0] == "worked"] == list(names))

    def nothing_worked(self):
        """All that was asked for before has been taken up, and nothing of it done."""
        taken = threading.Event()
        self.service.answered = lambda _answer: None
        self.service._screens.set_comfort = lambda _comfort: taken.set()
        self.service.happen(ComfortChosen(Comfort(size=TextSize.LARGEST)))
        assert taken.wait(5)
        assert not [one for one in self.world.told if one[0] == "worked"]

    def stop(self):
        self.service.stop()
        self.thread.join(5)
        self.box.close()


@pytest.fixture
def start(tmp_path):
    begun = []

    def make(**how):
        begun.append(Kiosk(tmp_path, **how))
        return begun[-1]

    yield make
    for one in begun:
        one.stop()


def test_at_the_first_screen_it_is_done_at_once_in_the_order_of_asking(start):
    kiosk = start()
    kiosk.when_idle("a")
    kiosk.when_idle("b")
    kiosk.worked("a", "b")


def test_who_scans_is_not_disturbed(start):
    kiosk = start()
    kiosk.service.happen(ScanTapped())
    kiosk.shows(Scanning())
    kiosk.when_idle("a")
    kiosk.service.happen(Touched())
    kiosk.service.happen(Left())
    kiosk.worked("a")
    (worked,) = [one for one in kiosk.world.told if one[0] == "worked"]
    assert worked[2] == Home()


def test_who_has_touched_the_screen_just_now_is_not_disturbed(start):
    kiosk = start(quiet_s=NEVER_S)
    kiosk.service.happen(Touched())
    kiosk.when_idle("a")
    kiosk.nothing_worked()


def test_a_kiosk_that_nobody_has_touched_waits_for_nobody(start):
    kiosk = start(quiet_s=NEVER_S)
    kiosk.when_idle("a")
    kiosk.worked("a")


def test_who_reads_larger_words_is_not_disturbed(start):
    kiosk = start()
    kiosk.service.happen(ComfortChosen(Comfort(language="en")))
    kiosk.when_idle("a")
    kiosk.nothing_worked()


def test_a_ticket_under_way_is_printed_first(start):
    kiosk = start()
    kiosk.service.happen(FieldTapped("dat-dai", "r1"))
    kiosk.shows(Taking("r1"))
    kiosk.when_idle("a")
    kiosk.world.hear("answer", encode_notice(RECEIPT))
    kiosk.world.until(lambda told: ("printed", RECEIPT) in told)
    kiosk.service.happen(Left())
    kiosk.shows(Home())
    kiosk.service.happen(PaperMoved(RECEIPT.visit, PrintState.SENT, None))
    kiosk.world.until(lambda told: sum(what == "sent" for what, *_ in told) == 2)
    assert not [one for one in kiosk.world.told if one[0] == "worked"]
    kiosk.service.happen(PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))
    kiosk.worked("a")


def test_another_paper_under_way_is_printed_first(start):
    kiosk = start()
    kiosk.service._paper.print_other(PrintPaper("job", TestSlip("kiosk-1", "thermal-80", 80)))
    kiosk.when_idle("a")
    kiosk.service.happen(PaperTold("job", PrintState.SENT, None))
    kiosk.service.happen(PaperTold("job", PrintState.CONFIRMED, None))
    kiosk.worked("a")


def test_what_fails_ends_nothing(start):
    kiosk = start()
    kiosk.service.when_idle(lambda: 1 / 0)
    kiosk.when_idle("a")
    kiosk.worked("a")


def test_out_of_service_from_elsewhere_shows_at_the_first_screen_alone(start):
    kiosk = start()
    kiosk.service.happen(FieldTapped("dat-dai", "r1"))
    kiosk.shows(Taking("r1"))
    kiosk.duties.serves = False
    kiosk.service.happen(DutyChanged())
    kiosk.world.hear("answer", encode_notice(RECEIPT))
    kiosk.shows(Ticket(RECEIPT))
    kiosk.service.happen(Left())
    kiosk.shows(OutOfService())
    kiosk.service.happen(PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))
    kiosk.when_idle("a")
    kiosk.worked("a")
    kiosk.duties.serves = True
    kiosk.service.happen(DutyChanged())
    kiosk.shows(Home())
