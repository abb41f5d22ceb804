"""``pack.toml``, as the recorder writes it and as a stranger may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.core.pack_card import PackCard, PackError, read_card, write_card

CARD = PackCard("Giọng Hoa", 'Chị "Hoa"', "vi", "2026-11-22", {"ép phờ": "letter-f.wav"})
TEXT = write_card(CARD)
PRINTED = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_card_by_a_stranger() -> None:
    text = '# ours\nname = "A"\nspeaker = "B"\nlanguage = "en"\ndate = "2026-01-02"\n[clips]\none = "x.flac"\n'
    assert read_card(text) == PackCard("A", "B", "en", "2026-01-02", {"one": "x.flac"})
    assert read_card(text.split("[clips]", maxsplit=1)[0]).clips == {}


@given(PRINTED, PRINTED, st.dictionaries(PRINTED, st.just("a.wav")))
def test_what_is_written_is_read_again(name: str, speaker: str, clips: dict[str, str]) -> None:
    card = PackCard(name, speaker, "vi", "2026-11-22", clips)
    assert read_card(write_card(card)) == card


@pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = " + "[" * 5000])
def test_a_card_that_no_reader_bears_is_none(text: str) -> None:
    with pytest.raises(PackError):
        read_card(text)


def test_a_clip_recorded_again_stands_once() -> None:
    assert CARD.with_clip("ép phờ", "f.wav").clips == {"ép phờ": "f.wav"}
    assert CARD.with_clip("gờ", "g.wav").clips == {"ép phờ": "letter-f.wav", "gờ": "g.wav"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("name", "nam", "name"),
        ('"vi"', "5", "language"),
        ("[clips]", "[clips", "pack.toml"),
        ('"letter-f.wav"', "3", "clips"),
        ('"letter-f.wav"', '"../letter-f.wav"', "clips"),
        ('"letter-f.wav"', '".hidden"', "clips"),
        ("[clips]", "[[clips]]", "clips"),
    ],
)
def test_what_is_wrong_with_a_card_is_said(before: str, after: str, told: str) -> None:
    with pytest.raises(PackError, match=told):
        read_card(TEXT.replace(before, after, 1))
