"""The sentences of a ticket."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest

import kiosk
from contract.language import load_texts
from contract.notices import FieldInfo, Office, Receipt, Wait
from kiosk.core.slip import slip_lines, slip_of, tidy


def test_a_slip_says_what_the_office_promised(make_slip, texts):
    lines = slip_lines(make_slip(), texts)
    assert lines.office == "Bộ phận một cửa thành phố Thủ Dầu Một"
    assert lines.number == "B012"
    assert lines.field == "Chứng thực"
    assert lines.ahead == "Có 12 người trước ông/bà trong hàng này"
    assert lines.issued == "Lấy số lúc 8 giờ 05, ngày 22/11/2026"
    assert lines.seat == "Mời ông/bà ngồi chờ: Dãy ghế 2, trước quầy 2"
    assert lines.scan.startswith("Quét mã")
    assert lines.reprint == ""


def test_the_first_and_the_second_in_the_queue_have_sentences_of_their_own(make_slip, texts):
    assert slip_lines(make_slip(ahead=0), texts).ahead == "Ông/bà là người đầu tiên trong hàng này"
    english = load_texts(Path(kiosk.__file__).parent / "texts", "en")
    assert slip_lines(make_slip(ahead=1), english).ahead == "1 person is before you in this queue"


def test_the_expected_wait_is_told_where_there_is_one(make_slip, texts):
    assert slip_lines(make_slip(wait=Wait(660, 900, 1080)), texts).wait == "Thời gian chờ: khoảng 10–20 phút"
    assert slip_lines(make_slip(wait=Wait(0, 60, 100)), texts).wait == "Thời gian chờ: dưới 5 phút"
    assert slip_lines(make_slip(), texts).wait == ""


def test_a_reprint_says_so(make_slip, texts):
    assert slip_lines(make_slip(reprint=True), texts).reprint == "BẢN IN LẠI"


def test_what_the_office_does_not_give_is_left_out(make_slip, texts):
    lines = slip_lines(make_slip(seat=" ", follow=""), texts)
    assert (lines.seat, lines.scan) == ("", "")


def test_the_time_is_printed_in_the_zone_it_was_given_in(make_slip, texts):
    at = datetime(2026, 1, 2, 23, 59, tzinfo=timezone(timedelta(hours=7)))
    assert slip_lines(make_slip(issued_at=at), texts).issued == "Lấy số lúc 23 giờ 59, ngày 02/01/2026"


def test_decomposed_words_are_composed_and_spaces_are_tidied(make_slip, texts):
    lines = slip_lines(make_slip(office=normalize("NFD", " Bộ  phận\nmột cửa ")), texts)
    assert lines.office == "Bộ phận một cửa"
    assert is_normalized("NFC", tidy(normalize("NFD", "Êđê ŏ̆")))


def test_a_naive_time_or_a_negative_crowd_is_refused(make_slip):
    with pytest.raises(ValueError, match="time zone"):
        replace(make_slip(), issued_at=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="ahead"):
        replace(make_slip(), ahead=-1)


def test_both_languages_have_every_line(make_slip, texts):
    english = load_texts(Path(kiosk.__file__).parent / "texts", "en")
    assert all(slip_lines(make_slip(reprint=True), words).office for words in (texts, english))
    assert {key for key in texts if key.startswith("slip.")} == {key for key in english if key.startswith("slip.")}


def test_a_receipt_becomes_a_slip_also_while_the_office_is_not_known_yet():
    at = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
    receipt = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", at, 3, "http://x", Wait(60, 120, 900))
    hanoi = timezone(timedelta(hours=7))
    bare = slip_of(receipt, None, hanoi)
    assert (bare.office, bare.field, bare.seat, bare.issued_at.hour) == ("", "dat-dai", "", 8)
    office = Office("Bộ phận một cửa", (FieldInfo("dat-dai", "Đất đai", "B", "Khu B"),), (), (), 30)
    slip = slip_of(receipt, office, hanoi, again=True)
    assert (slip.office, slip.field, slip.seat, slip.reprint) == ("Bộ phận một cửa", "Đất đai", "Khu B", True)
    assert (slip.ahead, slip.wait, slip.follow) == (3, receipt.wait, "http://x")
