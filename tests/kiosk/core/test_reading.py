"""What is said of a screen: everything, in order, in words."""

from pathlib import Path

import pytest

import kiosk
from contract.language import load_texts
from kiosk.core.reading import Choice, Sheet, Speaker
from voice.vocabulary import vocabulary

SPEAKERS = {
    code: Speaker(load_texts(Path(kiosk.__file__).parent / "texts", code), vocabulary(code)) for code in ("vi", "en")
}
VI = SPEAKERS["vi"]
LAND = Choice("field:a", ("C", "Đất đai", "12 người đang chờ"))
LARGE = Choice("size", ("Chữ to",), on=True)
TICKET = Sheet("Ticket", ("Một cửa", "08:15"), ("Số của ông/bà là", "C003", "Có 2 người trước"), (LAND, LARGE))


def test_on_arrival_texts_then_how_many_choices_and_how_to_reach_them():
    assert VI.arrival(TICKET, welcome=False, keys=True) == (
        "Số của ông bà là",
        "xê không không ba",
        "Có hai người trước",
        "Có hai lựa chọn.",
        "Bấm phím xuống để nghe từng lựa chọn, phím giữa để chọn.",
    )


def test_the_first_screen_says_where_one_is():
    assert VI.arrival(TICKET, welcome=True, keys=True)[:2] == ("Một cửa", "tám giờ mười lăm phút")


def test_who_has_no_keys_hears_every_choice():
    assert VI.arrival(TICKET, welcome=False, keys=False)[3:] == (
        "xê",
        "Đất đai",
        "mười hai người đang chờ",
        "Chữ to",
        "Đang chọn.",
    )


@pytest.mark.parametrize("speaker", SPEAKERS.values(), ids=SPEAKERS)
def test_one_choice_and_none_are_said_in_their_own_words(speaker):
    ends = [speaker.arrival(Sheet("x", (), (), (LAND,) * n), welcome=False, keys=True) for n in (0, 1, 2)]
    assert len(set(ends)) == 3
    assert all(ends)


def test_a_focus_says_its_name_its_state_and_its_place():
    assert VI.focus(TICKET, 1) == ("Chữ to", "Đang chọn.", "Lựa chọn hai trong hai.")


def test_news_are_what_did_not_stand_there_before_and_not_the_time():
    later = Sheet("Ticket", ("Một cửa", "08:16"), ("Số của ông/bà là", "C003", "Mời lấy phiếu"), ())
    assert VI.news(TICKET, later) == ("Mời lấy phiếu",)
    assert VI.news(later, later) == ()


def test_a_choice_that_answers_is_heard():
    answered = Sheet("Home", (), (), (Choice("field:a", ("C", "Hôm nay đã hết số.")), LARGE))
    assert VI.changed(TICKET, answered, "field:a") == ("Hôm nay đã hết số.",)
    assert VI.changed(TICKET, answered, "size") == ()
