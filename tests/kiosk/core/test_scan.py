"""When a reading counts."""

from hypothesis import given
from hypothesis import strategies as st

from contract.file_code import DEFAULT_PATTERN
from kiosk.core.scan import QUIET_S, WINDOW_S, Foreign, Reading, Sightings, Symbology, agree, stands

CODE = "H56.14-240823-0001"
OTHER = "H56.14-240823-0002"
BARS = Reading(CODE, Symbology.CODE_128)
QR = Reading(f"https://a.example/?SGT=001099000111&MHS={CODE}", Symbology.QR)
CARD = Reading("001099000111||Nguyễn Văn Mẫu", Symbology.QR)


def play(*frames):
    """Findings of frames given as (second, readings...)."""
    sightings, findings = Sightings(), []
    for at, *readings in frames:
        sightings, finding = agree(sightings, readings, at, DEFAULT_PATTERN)
        findings.append(finding)
    return findings


def test_a_qr_counts_at_once():
    assert play((0.0, QR)) == [CODE]


def test_a_code_128_counts_when_two_frames_agree():
    assert play((0.0, BARS), (0.1,), (0.2, BARS)) == [None, None, CODE]


def test_the_same_code_twice_in_one_frame_is_one_reading():
    assert play((0.0, BARS, BARS)) == [None]


def test_frames_too_far_apart_do_not_agree():
    assert play((0.0, BARS), (WINDOW_S + 0.1, BARS)) == [None, None]


def test_two_different_readings_do_not_agree():
    assert play((0.0, BARS), (0.1, Reading(OTHER, Symbology.CODE_128))) == [None, None]


def test_bars_agree_with_a_qr_that_was_read_just_before():
    assert play((0.0, QR), (QUIET_S - 1, QR), (QUIET_S, BARS)) == [CODE, None, CODE]


def test_a_qr_beats_the_bars_beside_it():
    wrong = Reading(OTHER, Symbology.CODE_128)
    assert play((0.0, wrong), (0.1, wrong, QR)) == [None, CODE]


def test_a_foreign_code_is_told_once_in_a_while():
    assert play((0.0, CARD), (0.1, CARD), (1.0, CARD), (2.0, CARD), (0.2 + QUIET_S, CARD)) == [
        None,
        Foreign(),
        None,
        None,
        Foreign(),
    ]


def test_a_file_code_is_told_once_in_a_while():
    assert play((0.0, QR), (0.1, QR), (QUIET_S, QR)) == [CODE, None, CODE]


def test_another_receipt_is_told_at_once():
    second = Reading(OTHER, Symbology.QR)
    assert play((0.0, QR), (0.1, second)) == [CODE, OTHER]


def test_other_codes_on_a_receipt_do_not_make_it_foreign():
    assert play((0.0, CARD, BARS), (0.1, CARD), (0.2, CARD), (0.3, CARD, BARS)) == [None, None, None, CODE]


def test_foreign_text_is_not_kept():
    sightings, _ = agree(Sightings(), [CARD, QR], 0.0, DEFAULT_PATTERN)
    assert "Nguyễn" not in repr(sightings)
    assert "001099000111" not in repr(sightings)


@given(st.lists(st.tuples(st.floats(0, 1), st.lists(st.sampled_from([BARS, QR, CARD]), max_size=3)), max_size=30))
def test_nothing_is_told_that_was_not_read(steps):
    at, sightings, seen = 0.0, Sightings(), []
    for gap, readings in steps:
        at += gap
        sightings, finding = agree(sightings, readings, at, DEFAULT_PATTERN)
        seen.append((at, readings))
        recent = [frame for when, frame in seen if at - when <= WINDOW_S]
        if finding == CODE:
            read_in = sum(BARS in frame or QR in frame for frame in recent)
            assert QR in readings or (BARS in readings and read_in >= 2)
        elif finding is not None:
            assert sum(CARD in frame for frame in recent) >= 2
            assert all(QR not in frame and BARS not in frame for frame in recent)


def test_how_a_code_stands_is_told_by_whichever_reading_tells():
    bars = Reading(CODE, Symbology.CODE_128)
    assert stands([bars, Reading(CODE, Symbology.QR, on_its_head=True)], CODE, DEFAULT_PATTERN) is True
    assert stands([Reading("x", Symbology.QR, on_its_head=True), bars], CODE, DEFAULT_PATTERN) is None
    assert Reading(CODE, Symbology.QR, on_its_head=True) == Reading(CODE, Symbology.QR)
