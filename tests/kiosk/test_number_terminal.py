"""The kiosk's parts behind the window: whether the controller can be reached, as the screen says it."""

from datetime import UTC, datetime

import pytest

from contract.codec import encode_notice
from contract.notices import Camera, Door, FieldNow, Outlook, Printer, Receipt, Wait
from contract.profile import Account, KioskProfile, Screen
from contract.topics import Role
from kiosk.core.comfort import Comfort
from kiosk.core.slip import slip_of
from kiosk.number_terminal import NumberTerminal


class FakeScreens:
    """Remembers what it was told of the controller."""

    def __init__(self):
        self.online = []
        self.alone = frozenset()

    def set_alone(self, fields):
        self.alone = fields

    def set_office(self, office):
        self.office = office

    def set_online(self, up):
        self.online.append(up)

    def set_outlook(self, outlook):
        self.outlook = outlook


@pytest.fixture
def terminal(tmp_path):
    account = Account("thu", "kiosk-1", Role.KIOSK, "127.0.0.1", 1, "secret")
    profile = KioskProfile(account, Screen((1080, 1920), (346, 615)), str(tmp_path))
    terminal = NumberTerminal(profile, {}, Comfort(), FakeScreens(), lambda: None)
    yield terminal
    terminal.absence.cancel()
    terminal.box.close()


def test_the_outlook_and_the_wait_of_a_ticket_come_through(terminal):
    outlook = Outlook(datetime(2026, 11, 23, tzinfo=UTC), (FieldNow("dat-dai", Door.FULL, 3),))
    terminal.heard_outlook("", encode_notice(outlook))
    assert terminal.screens.outlook == outlook
    wait = Wait(60, 120, 900)
    receipt = Receipt("r", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "", wait)
    assert slip_of(receipt, terminal.office, UTC).wait == wait


def test_an_absence_that_ends_in_its_last_moment_does_not_grey_the_screen(terminal):
    terminal.reached(False)
    terminal.reached(True)
    terminal.still_away()  # its timer had run out while the controller came back
    assert terminal.screens.online == [True]


def test_a_link_that_comes_and_goes_does_not_put_the_grey_screen_off(terminal):
    terminal.reached(False)
    waiting = terminal.absence
    terminal.reached(False)
    assert terminal.absence is waiting
    terminal.reached(True)
    terminal.reached(False)
    assert terminal.absence is not waiting
    assert not terminal.absence.finished.is_set()


def test_printer_and_camera_are_told_of_together(terminal):
    terminal.describe(printer=Printer.PAPER_LOW)
    terminal.describe(camera=Camera.DARK)
    assert (terminal.presence.printer, terminal.presence.camera) == (Printer.PAPER_LOW, Camera.DARK)
    terminal.describe(printer=Printer.READY)
    terminal.describe(camera=Camera.READY)
    assert (terminal.presence.printer, terminal.presence.camera) == (Printer.READY, Camera.READY)
