"""The way through the maintenance screen: who gets in, what can be done there, and how it is left."""

from dataclasses import replace

import pytest

from contract.commands import PrintState
from contract.ids import FieldId, FileCode, RequestId, VisitId
from contract.notices import Camera
from kiosk.core import maintenance_journey as care
from kiosk.core.effects import PrintAgain
from kiosk.core.happenings import (
    AgainTapped,
    Back,
    CameraTrouble,
    CodeRead,
    FieldTapped,
    ForeignRead,
    Left,
    ScanTapped,
    TimePassed,
    Touched,
)
from kiosk.core.journey import step
from kiosk.core.maintenance_journey import (
    PIN_LEAST,
    PIN_MOST,
    CameraTest,
    Care,
    CareTapped,
    CheckPin,
    ConditionTold,
    ConditionWanted,
    Maintenance,
    MaintenanceWanted,
    OutOfService,
    Pin,
    PinChecked,
    PinGiven,
    Restart,
    Serve,
    TellCondition,
    TouchTest,
    TryCamera,
    masked,
)
from kiosk.core.papers import Copy, PaperTold, PrintPaper, TestSlip
from kiosk.core.pin_wait import wait_after
from kiosk.core.typing_keys import Deed, KeyTapped
from kiosk.core.views import Home, Status, Taking
from tests.screens.kiosk_views import file
from tests.screens.maintenance_views import FINE, ILL, LATEST

JOB = RequestId("j1")
STAFF = (Pin("123456"), Pin("123456", checking=True), Maintenance(FINE), TouchTest(), CameraTest())


@pytest.mark.parametrize("view", [Home(), OutOfService()])
def test_a_finger_held_long_leads_to_the_pin_from_where_nobody_has_begun(view):
    assert step(view, MaintenanceWanted()) == (Pin(), ())


@pytest.mark.parametrize("view", [Status(file(9)), Taking(RequestId("r1")), Maintenance(FINE), TouchTest()])
def test_it_leads_nowhere_from_anywhere_else(view):
    assert step(view, MaintenanceWanted()) == (view, ())


def test_a_pin_is_typed_and_taken_back_and_has_an_end():
    view = Pin()
    for key in "12x3":
        view, _ = step(view, KeyTapped(key))
    assert view.typed == "123"
    assert step(view, KeyTapped(Deed.DELETE))[0].typed == "12"
    assert step(view, KeyTapped(Deed.CLEAR))[0].typed == ""
    for _ in range(20):
        view, _ = step(view, KeyTapped("9"))
    assert len(view.typed) == PIN_MOST


def test_a_short_pin_is_not_looked_at_and_a_whole_one_once():
    short = Pin("1" * (PIN_LEAST - 1))
    assert step(short, PinGiven()) == (short, ())
    view, effects = step(Pin("123456"), PinGiven())
    assert effects == (CheckPin("123456"),)
    assert step(view, PinGiven()) == (view, ())
    assert step(view, KeyTapped("1")) == (view, ())


def test_no_pin_is_written_anywhere():
    assert "123456" not in repr(Pin("123456")) + repr(CheckPin("123456"))


def test_the_right_pin_opens_and_a_wrong_one_says_so():
    view = Pin("123456", checking=True)
    assert step(view, PinChecked(right=True)) == (Maintenance(), (TellCondition(),))
    assert step(view, PinChecked(right=False, wait_s=30)) == (Pin(wrong=True, wait_s=30), ())
    assert step(Pin("123456"), PinChecked(right=True)) == (Pin("123456"), ())


@pytest.mark.parametrize("view", STAFF)
@pytest.mark.parametrize("happening", [Left(), TimePassed()])
def test_whoever_leaves_leaves_the_kiosk_as_between_two_citizens(view, happening):
    after, effects = step(view, happening)
    assert after == Home()
    assert effects == ((TryCamera(on=False),) if isinstance(view, CameraTest) else ())


def test_back_leads_from_a_test_to_what_is_known_now_and_from_there_out():
    assert step(TouchTest(), Back()) == (Maintenance(), (TellCondition(),))
    assert step(CameraTest(), Back()) == (Maintenance(), (TryCamera(on=False), TellCondition()))
    assert step(Maintenance(FINE), Back()) == (Home(), ())
    assert step(Pin(), Back()) == (Home(), ())


def test_what_is_known_is_shown_and_asked_for_again():
    assert step(Maintenance(), ConditionTold(FINE)) == (Maintenance(FINE), ())
    assert step(Maintenance(FINE), ConditionWanted()) == (Maintenance(FINE), (TellCondition(),))
    assert step(TouchTest(), ConditionTold(FINE)) == (TouchTest(), ())


def test_a_test_slip_is_printed_once_at_a_time():
    view, effects = step(Maintenance(FINE), CareTapped(Care.TEST_SLIP, JOB))
    assert effects == (PrintPaper(JOB, TestSlip("kiosk-1", "thermal-80", 80)),)
    assert view == Maintenance(FINE, Copy(JOB))
    assert step(view, CareTapped(Care.TEST_SLIP, RequestId("j2"))) == (view, ())
    done, _ = step(view, PaperTold(JOB, PrintState.CONFIRMED, None))
    assert done.copy.ended
    assert step(done, CareTapped(Care.TEST_SLIP, RequestId("j2")))[1]


@pytest.mark.parametrize(
    ("tapped", "after", "effects"),
    [
        (Care.CAMERA, CameraTest(), (TryCamera(on=True),)),
        (Care.TOUCH, TouchTest(), ()),
        (Care.CLOSE, Maintenance(FINE), (Serve(serves=False), TellCondition())),
        (Care.OPEN, Maintenance(FINE), (Serve(serves=True), TellCondition())),
        (Care.RESTART, Maintenance(FINE), (Restart(),)),
    ],
)
def test_what_can_be_done(tapped, after, effects):
    assert step(Maintenance(FINE), CareTapped(tapped, JOB)) == (after, effects)


def test_nothing_can_be_done_with_what_is_not_there_or_not_known():
    bare = Maintenance(replace(FINE, printer=None, camera=False))
    for tapped in (Care.TEST_SLIP, Care.CAMERA):
        assert step(bare, CareTapped(tapped, JOB)) == (bare, ())
    assert step(Maintenance(), CareTapped(Care.TOUCH, JOB)) == (Maintenance(), ())


def test_the_latest_ticket_can_be_printed_again_and_no_other():
    view = Maintenance(FINE)
    assert step(view, AgainTapped(LATEST.visit)) == (view, (PrintAgain(LATEST),))
    assert step(view, AgainTapped(VisitId("2026-11-23-A001"))) == (view, ())
    assert step(Maintenance(ILL), AgainTapped(LATEST.visit)) == (Maintenance(ILL), ())
    assert step(Maintenance(), AgainTapped(LATEST.visit)) == (Maintenance(), ())


def test_a_camera_s_test_shows_how_it_is_and_hides_whose_file_it_read():
    code = FileCode("000.00.19.H09-261120-0042")
    view, effects = step(CameraTest(), CodeRead(code, JOB))
    assert (view.read, effects) == (masked(code), ())
    assert step(view, ForeignRead())[0] == CameraTest(foreign=True)
    assert step(view, CameraTrouble(Camera.DARK))[0].camera is Camera.DARK


@pytest.mark.parametrize(("code", "shown"), [("H09-261120-0042", "H09•••••••••042"), ("ABC123", "••••••"), ("", "")])
def test_a_code_is_masked(code, shown):
    assert masked(FileCode(code)) == shown


@pytest.mark.parametrize("view", [*STAFF, OutOfService()])
def test_nothing_gives_a_number_there(view):
    for happening in (FieldTapped(FieldId("f1"), JOB), ScanTapped(), Touched()):
        assert step(view, happening) == (view, ())


def test_out_of_service_waits_for_nobody():
    assert step(OutOfService(), Left()) == (OutOfService(), ())
    assert step(OutOfService(), TimePassed()) == (Home(), ())
    assert care.back(Pin()) is None


def test_guessing_a_pin_takes_ever_longer():
    assert [wait_after(wrong) for wrong in range(9)] == [0, 0, 0, 0, 0, 30, 60, 120, 240]
    assert wait_after(10**6) == 3600
