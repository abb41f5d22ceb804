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
from kiosk.core.journey import step
from kiosk.core.papers import PaperTold, PrinterSeen

CODE = FileCode("H56.14-240823-0001")
RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")
FOUND = FileStatus("q1", LookUp.FOUND, CODE, 9, field="dat-dai")
VIEWS = [
    j.Home(),
    j.Scanning(),
    j.LookingUp(CODE),
    j.Status(FOUND),
    j.Taking("r1"),
    j.Ticket(RECEIPT),
    j.Ticket(RECEIPT, PrintState.FAILED, "paper_out", again=True),
    j.Refused(Reason.SERIES_EXHAUSTED),
    j.StillThere(j.Status(FOUND)),
    j.StillThere(j.Scanning(foreign=True)),
]
HAPPENINGS = [
    j.FieldTapped("dat-dai", "r1"),
    j.ScanTapped(),
    j.CodeRead(CODE, "q1"),
    j.ForeignRead(),
    j.CameraTrouble(Camera.LOST),
    j.FileAnswered(FOUND),
    j.NumberGiven(RECEIPT),
    j.NumberRefused("r1", Reason.UNKNOWN_FIELD),
    j.PaperMoved(RECEIPT.visit, PrintState.SENT, None),
    j.AgainTapped(RECEIPT.visit),
    PrinterSeen(Printer.READY),
    PaperTold("p1", PrintState.SENT, None),
    j.Left(),
    j.Back(),
    j.TimePassed(),
    j.StayTapped(),
    j.Touched(),
    j.ComfortChosen(Comfort("en")),
]


def walk(*happenings):
    view, effects = j.Home(), []
    for happening in happenings:
        view, more = step(view, happening)
        effects += more
    return view, effects


def test_a_number_from_the_home_screen():
    view, effects = walk(j.FieldTapped("dat-dai", "r1"), j.NumberGiven(RECEIPT))
    assert view == j.Ticket(RECEIPT)
    assert effects == [j.StoreTap("r1", "dat-dai", None), j.PrintSlip(RECEIPT)]


def test_from_the_receipt_to_the_right_number():
    view, effects = walk(
        j.ScanTapped(),
        j.CodeRead(CODE, "q1"),
        j.FileAnswered(FOUND),
        j.FieldTapped("dat-dai", "r1"),
        j.NumberGiven(RECEIPT),
    )
    assert view == j.Ticket(RECEIPT)
    assert effects == [
        j.OpenCamera(),
        j.CloseCamera(),
        j.AskFile(CODE, "q1"),
        j.StoreTap("r1", "dat-dai", CODE),
        j.PrintSlip(RECEIPT),
    ]


def test_an_unknown_file_is_not_written_on_the_ticket():
    unknown = FileStatus("q1", LookUp.UNKNOWN_FILE, CODE)
    _view, effects = step(j.Status(unknown), j.FieldTapped("dat-dai", "r1"))
    assert effects == (j.StoreTap("r1", "dat-dai", None),)


def test_paper_moves_only_its_own_ticket():
    view, _ = step(j.Ticket(RECEIPT), j.PaperMoved(RECEIPT.visit, PrintState.FAILED, "paper_out"))
    assert (view.paper, view.trouble) == (PrintState.FAILED, "paper_out")
    other = j.PaperMoved("2026-11-23-B009", PrintState.FAILED, None)
    assert step(j.Ticket(RECEIPT), other) == (j.Ticket(RECEIPT), ())


def test_scanning_says_what_is_wrong_and_goes_on():
    view, _ = walk(j.ScanTapped(), j.ForeignRead(), j.CameraTrouble(Camera.LOST))
    assert view == j.Scanning(foreign=True, camera=Camera.LOST)


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_nothing_but_its_answer_ends_taking(happening):
    view, effects = step(j.Taking("other"), happening)
    assert (view, effects) == (j.Taking("other"), ())


@given(st.lists(st.sampled_from(HAPPENINGS), max_size=30))
def test_whatever_happens_every_tap_waits_for_its_number_and_the_camera_is_never_left_on(happenings):
    view, camera = j.Home(), False
    for happening in happenings:
        before = view
        view, effects = step(view, happening)
        stores = [effect for effect in effects if isinstance(effect, j.StoreTap)]
        assert not stores or isinstance(view, j.Taking)
        assert not isinstance(before, j.Taking) or not stores
        for effect in effects:
            camera = {j.OpenCamera: True, j.CloseCamera: False}.get(type(effect), camera)
        assert camera == isinstance(view, j.Scanning)


@pytest.mark.parametrize("view", VIEWS)
def test_leaving_always_leads_home_but_from_taking(view):
    assert isinstance(step(view, j.Left())[0], j.Taking if isinstance(view, j.Taking) else j.Home)


def test_a_finger_that_slipped_sees_the_number_it_has():
    again = j.NumberRefused("r2", Reason.TAPPED_TWICE)
    shown = j.Ticket(RECEIPT, PrintState.SENT)
    assert step(j.Taking("r2"), again, shown) == (shown, ())
    assert step(j.Taking("r2"), again) == (j.Home(), ())
    assert step(j.Taking("r2", shown.receipt.field), again, shown) == (shown, ())
    assert step(j.Taking("r2", "another field"), again, shown) == (j.Home(), ())
    assert step(j.Taking("r3"), again, shown) == (j.Taking("r3"), ())


def test_what_a_refusal_knows_reaches_the_screen():
    has = j.NumberRefused("r1", Reason.RECEIPT_HAS_NUMBER, "C003")
    assert step(j.Taking("r1"), has) == (j.Refused(Reason.RECEIPT_HAS_NUMBER, "C003"), ())
    seven = datetime(2026, 11, 24, tzinfo=UTC)
    early = j.NumberRefused("r1", Reason.OFFICE_NOT_OPEN, None, seven)
    assert step(j.Taking("r1"), early) == (j.Refused(Reason.OFFICE_NOT_OPEN, None, seven), ())


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_ends_in_a_screen_with_a_way_home(reason):
    view, effects = step(j.Taking("r1"), j.NumberRefused("r1", reason), None)
    assert effects == ()
    assert step(view, j.Left()) == (j.Home(), ())


def test_a_refused_tap_is_told():
    view, _ = walk(j.FieldTapped("dat-dai", "r1"), j.NumberRefused("r1", Reason.SERIES_EXHAUSTED))
    assert view == j.Refused(Reason.SERIES_EXHAUSTED)


@pytest.mark.parametrize("view", VIEWS[1:])
def test_who_does_not_touch_for_long_is_asked_and_goes_on_where_he_was(view):
    asked, _ = step(view, j.TimePassed())
    if isinstance(view, j.Taking):
        assert asked == view
    elif isinstance(view, j.LookingUp | j.StillThere):
        assert asked == j.Home()
    else:
        assert asked == j.StillThere(view)
        assert step(asked, j.TimePassed()) == (j.Home(), ())
        again, effects = step(asked, j.StayTapped())
        assert (again, effects) == (view, (j.OpenCamera(),) if isinstance(view, j.Scanning) else ())


def test_the_first_screen_asks_nobody():
    assert step(j.Home(), j.TimePassed()) == (j.Home(), ())


def test_paper_moves_on_behind_the_question():
    moved, _ = step(j.StillThere(j.Ticket(RECEIPT)), j.PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))
    assert step(moved, j.StayTapped())[0] == j.Ticket(RECEIPT, PrintState.CONFIRMED)


FAILED = j.Ticket(RECEIPT, PrintState.FAILED, "paper_out")


@pytest.mark.parametrize("printer", [Printer.READY, Printer.PAPER_LOW])
@pytest.mark.parametrize("paper", [PrintState.FAILED, PrintState.UNCONFIRMED])
def test_a_copy_is_offered_once_the_printer_is_ready_again_and_asked_for_once(paper, printer):
    view, effects = step(replace(FAILED, paper=paper), PrinterSeen(printer))
    assert (view.again, effects) == (True, ())
    view, effects = step(view, j.AgainTapped(RECEIPT.visit))
    assert (view, effects) == (j.Ticket(RECEIPT), (j.PrintAgain(RECEIPT),))
    assert step(view, j.AgainTapped(RECEIPT.visit)) == (view, ())


def test_no_copy_is_offered_while_the_printer_cannot_print_or_the_paper_may_still_come():
    ready, _ = step(FAILED, PrinterSeen(Printer.READY))
    assert not step(ready, PrinterSeen(Printer.COVER_OPEN))[0].again
    assert not step(FAILED, PrinterSeen(Printer.UNKNOWN))[0].again
    assert step(FAILED, j.AgainTapped(RECEIPT.visit)) == (FAILED, ())
    assert step(ready, j.AgainTapped("2026-11-23-B002")) == (ready, ())
    printing = j.Ticket(RECEIPT, PrintState.SENT)
    assert step(printing, PrinterSeen(Printer.READY)) == (printing, ())
    assert not step(ready, j.PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))[0].again
    assert step(j.StillThere(FAILED), PrinterSeen(Printer.READY))[0] == j.StillThere(ready)
