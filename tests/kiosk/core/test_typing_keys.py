"""Keys of the on-screen keyboard: whatever is touched, in whatever order, the text is one that could be meant."""

import unicodedata
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.tone_marks import without_tone
from kiosk.core.typing_keys import (
    CODE,
    SEARCH,
    TONES,
    WORDS,
    Case,
    Deed,
    Layout,
    Typed,
    code_layout,
    lines,
    press,
    rows,
)

LAYOUTS = (
    WORDS,
    SEARCH,
    CODE,
    replace(WORDS, most=7),
    code_layout("23456789ABC", 9),
    Layout("ab", beside=",.", space=True),
)
COLUMNS = range(1, 16)
KEYS = st.lists(
    st.one_of(
        st.sampled_from(list(Deed)),
        st.sampled_from(sorted(set(WORDS.letters + WORDS.rare + WORDS.signs))),
        st.text(max_size=2),
    )
)


def typed(keys, layout=WORDS, text=""):
    return reduce(press, keys, Typed(layout, text))


def spell(*words):
    return [key for word in words for key in (["space"] if word == " " else [word] if word in list(Deed) else word)]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (spell("tôi", " ", "chơ", "grave"), "Tôi chờ"),
        (spell("hoa", "grave"), "Hòa"),
        (spell("hoa", "grave", "n"), "Hoàn"),
        (spell("hoa", "grave", "n", "delete"), "Hòa"),
        (spell("hoa", "grave", "t", "delete", "delete"), "Hò"),
        (spell("tu", "grave", "â", "delete"), "Tu"),
        (spell("tư", "acute", "acute"), "Tư"),
        (spell("tư", "acute", "dot"), "Tự"),
        (spell("thi", "dot", " ", "xa", "tilde", ".", " ", "đu", "acute", "ng"), "Thị xã. Đúng"),
        (spell("ơ", "hook"), "Ở"),
        (spell("h", "hook"), "H"),
        (spell("grave", " ", "a", " ", " ", "b"), "A b"),
        (spell("a", "clear", "b"), "B"),
        (spell("delete", "a"), "A"),
    ],
)
def test_words_grow_as_they_are_written(keys, text):
    assert typed(keys).text == text


def test_figures_stand_on_the_other_face_and_a_space_returns_to_the_letters():
    assert typed(["other"]).other
    assert typed(["other", "other"]) == Typed(WORDS)
    assert typed(spell("qu", "other", "1", "2", "space")) == Typed(WORDS, "Qu12 ")
    assert not typed(["other"], CODE).other


def test_codes_are_capitals_and_searches_small():
    assert typed("h56", code_layout("h56")).text == "H56"
    assert typed(spell("dat", " ", "dai"), SEARCH).text == "dat dai"
    assert typed(["acute", "ă"], SEARCH).text == ""
    assert typed(["H", "space", "G"], CODE).text == "HG"
    assert CODE.case is Case.CAPITAL


def test_what_is_full_takes_no_more():
    full = typed("1234567890", replace(CODE, most=4))
    assert (full.text, full.full) == ("1234", True)
    assert press(full, Deed.DELETE).text == "123"
    small = replace(WORDS, most=3)
    assert typed(spell("hoa", "space", "grave"), small).text == "Hòa"


def test_the_words_end_without_a_space():
    assert Typed(WORDS, "Cảm ơn ").words == "Cảm ơn"


@given(KEYS, st.sampled_from(LAYOUTS))
def test_no_touch_writes_what_is_not_on_the_keyboard(keys, layout):
    result = typed(keys, layout)
    marks = set(without_tone(result.text).lower())
    assert marks <= set((layout.letters + layout.rare + layout.signs + layout.beside).lower()) | {" "}
    assert len(result.text) <= layout.most
    assert unicodedata.is_normalized("NFC", result.text)
    assert "  " not in result.text
    assert not result.text.startswith(" ")


@given(KEYS, st.sampled_from(LAYOUTS))
def test_delete_takes_the_last_letter_and_leaves_the_others(keys, layout):
    result = typed(keys, layout)
    assert without_tone(press(result, Deed.DELETE).text) == without_tone(result.text[:-1])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("columns", COLUMNS)
def test_every_key_is_there_once(layout, columns):
    for other in (False, True) if layout.signs else (False,):
        keys = [each.key for row in rows(Typed(layout, other=other), columns) for each in row if each.key]
        assert len(keys) == len(set(keys)) or other  # comma and point are signs as well
        assert set(layout.signs if other else layout.letters) <= set(keys)
        faces = [
            row
            for face in ((False, True) if layout.signs else (False,))
            for row in rows(Typed(layout, other=face), columns)
        ]
        assert set(layout.rare) <= {each.key for row in faces for each in row}
        assert {Deed.DELETE, Deed.CLEAR} <= set(keys)
        assert (Deed.SPACE in keys) is layout.space
        assert (Deed.OTHER in keys) is bool(layout.signs)
        assert set(TONES) <= set(keys) if layout.tones and not other else not set(TONES) & set(keys)
        assert lines(layout, columns) >= len(rows(Typed(layout, other=other), columns))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("columns", range(7, 16))
def test_no_key_is_narrower_than_a_finger(layout, columns):
    """A column is 20 mm and its gap 3 mm; seven columns are a screen of 15 inches, held upright."""
    for other in (False, True) if layout.signs else (False,):
        for row in rows(Typed(layout, other=other), columns):
            room = columns * 23 - 3 - 3 * (len(row) - 1)
            assert min(each.part for each in row) * room / sum(each.part for each in row) >= 20 - 1e-9


def test_clear_is_never_beside_delete():
    for layout in LAYOUTS:
        for columns in COLUMNS:
            for row in rows(Typed(layout), columns):
                keys = [each.key for each in row]
                assert (
                    abs(keys.index(Deed.CLEAR) - keys.index(Deed.DELETE)) > 1
                    if {Deed.CLEAR, Deed.DELETE} <= set(keys)
                    else True
                )
