"""Paper rolls that run out: since when, how many tickets since, and how heads are told."""

from datetime import timedelta
from pathlib import Path

import pytest

import controller
from contract.ids import DeviceId
from contract.language import load_texts
from contract.notices import Presence, Printer
from contract.site import Device
from contract.topics import Role
from controller.rolls import Rolls
from controller.web.trouble import hall_trouble_line, trouble_line
from tests.office import FIVE, MORNING, ONE

ONE_KIOSK, OTHER = DeviceId("kiosk-1"), DeviceId("kiosk-2")
DEVICES = (
    Device(ONE_KIOSK, Role.KIOSK),
    Device(OTHER, Role.KIOSK),
    Device(DeviceId("rating-5"), Role.RATING, FIVE),
    Device(DeviceId("rating-1"), Role.RATING, ONE),
)


@pytest.fixture
def texts():
    return load_texts(Path(controller.__file__).parent / "texts", "vi")


@pytest.fixture
def rolls():
    rolls = Rolls()
    rolls.heard(Presence(ONE_KIOSK, online=True, printer=Printer.PAPER_LOW), MORNING)
    return rolls


def test_tickets_are_counted_from_the_first_word_on(rolls):
    rolls.heard(Presence(ONE_KIOSK, online=True, printer=Printer.PAPER_LOW), MORNING + timedelta(hours=1))
    rolls.printed(ONE_KIOSK)
    rolls.printed(ONE_KIOSK)
    rolls.printed(OTHER)
    assert (rolls.low(ONE_KIOSK).since, rolls.low(ONE_KIOSK).tickets) == (MORNING, 2)
    assert rolls.low(OTHER) is None


@pytest.mark.parametrize("printer", [Printer.COVER_OPEN, Printer.PAPER_OUT, Printer.OFFLINE, None])
def test_other_troubles_say_nothing_about_the_roll(rolls, printer):
    rolls.heard(Presence(ONE_KIOSK, online=printer is not None, printer=printer), MORNING)
    assert rolls.low(ONE_KIOSK).since == MORNING


def test_a_new_roll_is_plenty(rolls):
    rolls.heard(Presence(ONE_KIOSK, online=True, printer=Printer.READY), MORNING)
    assert rolls.low(ONE_KIOSK) is None


def test_a_head_reads_since_when_and_how_many(rolls, texts):
    rolls.printed(ONE_KIOSK)
    heard = {
        ONE_KIOSK: Presence(ONE_KIOSK, online=True, printer=Printer.PAPER_LOW),
        OTHER: Presence(OTHER, online=True, printer=Printer.PAPER_OUT),
    }
    assert hall_trouble_line(DEVICES, heard, rolls, texts) == (
        "Máy lấy số kiosk-2: máy in hết giấy · Máy lấy số kiosk-1: máy in sắp hết giấy (từ 08:00, đã in thêm 1 phiếu)"
    )
    assert trouble_line(DEVICES, heard, FIVE, texts).endswith("kiosk-1: máy in sắp hết giấy")


def test_a_head_reads_of_every_counter_a_clerk_of_the_own(texts):
    heard = {one.id: Presence(one.id, online=False) for one in DEVICES[2:]}
    assert hall_trouble_line(DEVICES, heard, Rolls(), texts).count("không liên lạc được") == 2
    assert trouble_line(DEVICES, heard, FIVE, texts) == "Máy đánh giá rating-5: không liên lạc được"


def test_a_head_reads_what_a_board_cannot_show_and_no_clerk_does(texts):
    board = Device(DeviceId("board-1"), Role.HALL_BOARD)
    heard = {board.id: Presence(board.id, online=True, media=2)}
    told = hall_trouble_line([board], heard, Rolls(), texts)
    assert told == "Bảng chính board-1: 2 tệp trong thư mục hình không chiếu được"
    assert trouble_line([board], heard, FIVE, texts) == ""
    assert hall_trouble_line([board], {board.id: Presence(board.id, online=True, media=0)}, Rolls(), texts) == ""


def test_a_head_reads_what_was_taken_out_of_service_whatever_else_ails_it(texts):
    heard = {OTHER: Presence(OTHER, online=False)}
    told = hall_trouble_line(DEVICES, heard, Rolls(), texts, lambda device: device not in {ONE_KIOSK, OTHER})
    assert told == "Máy lấy số kiosk-1: đang tạm ngừng phục vụ · Máy lấy số kiosk-2: đang tạm ngừng phục vụ"


def test_where_all_is_well_nothing_is_said(texts):
    heard = {ONE_KIOSK: Presence(ONE_KIOSK, online=True, printer=Printer.READY)}
    assert hall_trouble_line(DEVICES, heard, Rolls(), texts) == ""


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTROLLER])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_is_away_has_a_name(role, language):
    device = Device(DeviceId("one"), role)
    told = load_texts(Path(controller.__file__).parent / "texts", language)
    line = hall_trouble_line([device], {device.id: Presence(device.id, online=False)}, Rolls(), told)
    assert "one: " in line
