"""A citizen's way through the kiosk."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.commands import PrintState
from contract.ids import FileCode
from contract.notices import Camera, FileStatus, LookUp, Printer, Reason, Receipt
from kiosk.core import journey as j
from kiosk.core.comfort import Comfort
from kiosk.core.effects import AskFile, CloseCamera, OpenCamera, PrintAgain, PrintSlip, StoreTap
from kiosk.core.happenings import (
    AgainTapped,
    Back,
    CameraTrouble,
    CodeRead,
    ComfortChosen,
    FieldTapped,
    FileAnswered,
    ForeignRead,
    Left,
    NumberGiven,
    NumberRefused,
    PaperMoved,
    ScanTapped,
    StayTapped,
    TimePassed,
    Touched,
)
from kiosk.core.journey import step
from kiosk.core.papers import PaperTold, PrinterSeen
from kiosk.core.views import Home, LookingUp, Refused, Scanning, Status, Taking, Ticket

CODE = FileCode("H56.14-240823-0001")
RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")
FOUND = FileStatus("q1", LookUp.FOUND, CODE, 9, field="dat-dai")
VIEWS = [
    Home(),
    Scanning(),
    LookingUp(CODE),
    Status(FOUND),
    Taking("r1"),
    Ticket(RECEIPT),
    Ticket(RECEIPT, PrintState.FAILED, "paper_out", again=True),
    Refused(Reason.SERIES_EXHAUSTED),
    j.StillThere(Status(FOUND)),
    j.StillThere(Scanning(foreign=True)),
]
HAPPENINGS = [
    FieldTapped("dat-dai", "r1"),
    ScanTapped(),
    CodeRead(CODE, "q1"),
    ForeignRead(),
    CameraTrouble(Camera.LOST),
    FileAnswered(FOUND),
    NumberGiven(RECEIPT),
    NumberRefused("r1", Reason.UNKNOWN_FIELD),
    PaperMoved(RECEIPT.visit, PrintState.SENT, None),
    AgainTapped(RECEIPT.visit),
    PrinterSeen(Printer.READY),
    PaperTold("p1", PrintState.SENT, None),
    Left(),
    Back(),
    TimePassed(),
    StayTapped(),
    Touched(),
    ComfortChosen(Comfort("en")),
]


def walk(*happenings):
    view, effects = Home(), []
    for happening in happenings:
        view, more = step(view, happening)
        effects += more
    return view, effects


def test_a_number_from_the_home_screen():
    view, effects = walk(FieldTapped("dat-dai", "r1"), NumberGiven(RECEIPT))
    assert view == Ticket(RECEIPT)
    assert effects == [StoreTap("r1", "dat-dai", None), PrintSlip(RECEIPT)]


def test_from_the_receipt_to_the_right_number():
    view, effects = walk(
        ScanTapped(),
        CodeRead(CODE, "q1"),
        FileAnswered(FOUND),
        FieldTapped("dat-dai", "r1"),
        NumberGiven(RECEIPT),
    )
    assert view == Ticket(RECEIPT)
    assert effects == [
        OpenCamera(),
        CloseCamera(),
        AskFile(CODE, "q1"),
        StoreTap("r1", "dat-dai", CODE),
        PrintSlip(RECEIPT),
    ]


def test_an_unknown_file_is_not_written_on_the_ticket():
    unknown = FileStatus("q1", LookUp.UNKNOWN_FILE, CODE)
    _view, effects = step(Status(unknown), FieldTapped("dat-dai", "r1"))
    assert effects == (StoreTap("r1", "dat-dai", None),)


def test_paper_moves_only_its_own_ticket():
    view, _ = step(Ticket(RECEIPT), PaperMoved(RECEIPT.visit, PrintState.FAILED, "paper_out"))
    assert (view.paper, view.trouble) == (PrintState.FAILED, "paper_out")
    other = PaperMoved("2026-11-23-B009", PrintState.FAILED, None)
    assert step(Ticket(RECEIPT), other) == (Ticket(RECEIPT), ())


def test_scanning_says_what_is_wrong_and_goes_on():
    view, _ = walk(ScanTapped(), ForeignRead(), CameraTrouble(Camera.LOST))
    assert view == Scanning(foreign=True, camera=Camera.LOST)


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_nothing_but_its_answer_ends_taking(happening):
    view, effects = step(Taking("other"), happening)
    assert (view, effects) == (Taking("other"), ())


@given(st.lists(st.sampled_from(HAPPENINGS), max_size=30))
def test_whatever_happens_every_tap_waits_for_its_number_and_the_camera_is_never_left_on(happenings):
    view, camera = Home(), False
    for happening in happenings:
        before = view
        view, effects = step(view, happening)
        stores = [effect for effect in effects if isinstance(effect, StoreTap)]
        assert not stores or isinstance(view, Taking)
        assert not isinstance(before, Taking) or not stores
        for effect in effects:
            camera = {OpenCamera: True, CloseCamera: False}.get(type(effect), camera)
        assert camera == isinstance(view, Scanning)


@pytest.mark.parametrize("view", VIEWS)
def test_leaving_always_leads_home_but_from_taking(view):
    assert isinstance(step(view, Left())[0], Taking if isinstance(view, Taking) else Home)


def test_a_finger_that_slipped_sees_the_number_it_has():
    again = NumberRefused("r2", Reason.TAPPED_TWICE)
    shown = Ticket(RECEIPT, PrintState.SENT)
    assert step(Taking("r2"), again, shown) == (shown, ())
    assert step(Taking("r2"), again) == (Home(), ())
    assert step(Taking("r2", shown.receipt.field), again, shown) == (shown, ())
    assert step(Taking("r2", "another field"), again, shown) == (Home(), ())
    assert step(Taking("r3"), again, shown) == (Taking("r3"), ())


def test_what_a_refusal_knows_reaches_the_screen():
    has = NumberRefused("r1", Reason.RECEIPT_HAS_NUMBER, "C003")
    assert step(Taking("r1"), has) == (Refused(Reason.RECEIPT_HAS_NUMBER, "C003"), ())
    seven = datetime(2026, 11, 24, tzinfo=UTC)
    early = NumberRefused("r1", Reason.OFFICE_NOT_OPEN, None, seven)
    assert step(Taking("r1"), early) == (Refused(Reason.OFFICE_NOT_OPEN, None, seven), ())


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_ends_in_a_screen_with_a_way_home(reason):
    view, effects = step(Taking("r1"), NumberRefused("r1", reason), None)
    assert effects == ()
    assert step(view, Left()) == (Home(), ())


def test_a_refused_tap_is_told():
    view, _ = walk(FieldTapped("dat-dai", "r1"), NumberRefused("r1", Reason.SERIES_EXHAUSTED))
    assert view == Refused(Reason.SERIES_EXHAUSTED)


@pytest.mark.parametrize("view", VIEWS[1:])
def test_who_does_not_touch_for_long_is_asked_and_goes_on_where_he_was(view):
    asked, _ = step(view, TimePassed())
    if isinstance(view, Taking):
        assert asked == view
    elif isinstance(view, LookingUp | j.StillThere):
        assert asked == Home()
    else:
        assert asked == j.StillThere(view)
        assert step(asked, TimePassed()) == (Home(), ())
        again, effects = step(asked, StayTapped())
        assert (again, effects) == (view, (OpenCamera(),) if isinstance(view, Scanning) else ())


def test_the_first_screen_asks_nobody():
    assert step(Home(), TimePassed()) == (Home(), ())


def test_paper_moves_on_behind_the_question():
    moved, _ = step(j.StillThere(Ticket(RECEIPT)), PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))
    assert step(moved, StayTapped())[0] == Ticket(RECEIPT, PrintState.CONFIRMED)


FAILED = Ticket(RECEIPT, PrintState.FAILED, "paper_out")


@pytest.mark.parametrize("printer", [Printer.READY, Printer.PAPER_LOW])
@pytest.mark.parametrize("paper", [PrintState.FAILED, PrintState.UNCONFIRMED])
def test_a_copy_is_offered_once_the_printer_is_ready_again_and_asked_for_once(paper, printer):
    view, effects = step(replace(FAILED, paper=paper), PrinterSeen(printer))
    assert (view.again, effects) == (True, ())
    view, effects = step(view, AgainTapped(RECEIPT.visit))
    assert (view, effects) == (Ticket(RECEIPT), (PrintAgain(RECEIPT),))
    assert step(view, AgainTapped(RECEIPT.visit)) == (view, ())


def test_no_copy_is_offered_while_the_printer_cannot_print_or_the_paper_may_still_come():
    ready, _ = step(FAILED, PrinterSeen(Printer.READY))
    assert not step(ready, PrinterSeen(Printer.COVER_OPEN))[0].again
    assert not step(FAILED, PrinterSeen(Printer.UNKNOWN))[0].again
    assert step(FAILED, AgainTapped(RECEIPT.visit)) == (FAILED, ())
    assert step(ready, AgainTapped("2026-11-23-B002")) == (ready, ())
    printing = Ticket(RECEIPT, PrintState.SENT)
    assert step(printing, PrinterSeen(Printer.READY)) == (printing, ())
    assert not step(ready, PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))[0].again
    assert step(j.StillThere(FAILED), PrinterSeen(Printer.READY))[0] == j.StillThere(ready)
