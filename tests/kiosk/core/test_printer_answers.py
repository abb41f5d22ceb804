"""What a printer's bytes mean, and the error of each condition that stops it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.notices import Printer
from contract.printer_answers import PrinterAnswers
from kiosk.core.printer_errors import (
    CoverOpenError,
    PaperOutError,
    PrinterError,
    PrinterFaultError,
    PrinterOfflineError,
    SlipCutShortError,
    check_printable,
    stops_printing,
)


def answered(data: bytes) -> PrinterAnswers:
    answers = PrinterAnswers()
    answers.ask()
    answers.feed(data)
    return answers


@pytest.mark.parametrize(
    ("data", "condition"),
    [
        ("12 12 12", Printer.READY),
        ("16 12 12", Printer.READY),  # a drawer's switch
        ("12 12 1e", Printer.PAPER_LOW),
        ("1a 32 7e", Printer.PAPER_OUT),
        ("1a 32 12", Printer.PAPER_OUT),
        ("12 12 72", Printer.PAPER_OUT),
        ("1a 16 12", Printer.COVER_OPEN),
        ("1a 36 7e", Printer.COVER_OPEN),  # an open cover shows no paper either: the cover is the cause
        ("1a 52 12", Printer.ERROR),
        ("1a 12 12", Printer.OFFLINE),
        ("12 12", Printer.UNKNOWN),
        ("", Printer.UNKNOWN),
    ],
)
def test_what_three_status_bytes_mean(data, condition):
    assert answered(bytes.fromhex(data)).condition() is condition


def test_nothing_is_known_before_anything_was_asked():
    assert PrinterAnswers().condition() is Printer.UNKNOWN


def test_answers_belong_to_questions_in_order():
    answers = answered(bytes.fromhex("12 12"))
    answers.ask()
    answers.feed(bytes.fromhex("12 1a 16"))
    assert not answers.complete
    answers.feed(bytes.fromhex("12"))
    assert answers.condition() is Printer.COVER_OPEN


def test_a_mark_is_not_taken_for_status_though_its_letters_look_alike():
    answers = answered(b"\x12\x37\x2222VZ\x00\x12\x12")
    assert answers.marks == {"22VZ"}
    assert answers.condition() is Printer.READY


def test_unasked_reports_are_passed_over():
    answers = answered(b"\x11\x13" + b"\x12" + b"\x10\x00\x00\x0f" + b"\x12\x12\x12")
    assert answers.condition() is Printer.READY
    assert not answers.queue_passed


def test_a_damaged_mark_is_no_proof():
    assert answered(b"\x37\x22ABCD\x01").marks == set()


def test_gs_r_says_that_the_queue_was_passed():
    answers = PrinterAnswers()
    answers.feed(b"\x00")
    assert answers.queue_passed
    assert answers.heard


@given(st.lists(st.sampled_from([b"\x12", b"\x37\x22AB12\x00", b"\x00", b"\x10\x00\x00\x00", b"\x11"])), st.data())
def test_pieces_of_any_size_mean_the_same(parts, data):
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    one, other = PrinterAnswers(), PrinterAnswers()
    for answers in (one, other):
        for _ in range(len(parts)):
            answers.ask()
    one.feed(whole)
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        other.feed(whole[start:end])
    assert (one.marks, one.queue_passed, one.complete, one.heard) == (
        other.marks,
        other.queue_passed,
        other.complete,
        other.heard,
    )


@pytest.mark.parametrize(
    ("condition", "error"),
    [
        (Printer.PAPER_OUT, PaperOutError),
        (Printer.COVER_OPEN, CoverOpenError),
        (Printer.ERROR, PrinterFaultError),
        (Printer.OFFLINE, PrinterOfflineError),
    ],
)
def test_each_stop_has_its_error(condition, error):
    assert stops_printing(condition)
    with pytest.raises(error) as raised:
        check_printable(condition)
    assert raised.value.condition is condition


@pytest.mark.parametrize("condition", [Printer.READY, Printer.PAPER_LOW, Printer.UNKNOWN])
def test_the_others_print(condition):
    assert not stops_printing(condition)
    check_printable(condition)


def test_a_slip_cut_short_keeps_its_cause_and_is_never_taken_for_one_that_was_not_sent():
    broken = SlipCutShortError(Printer.PAPER_OUT)
    assert broken.condition is Printer.PAPER_OUT
    assert not isinstance(broken, PrinterError)
