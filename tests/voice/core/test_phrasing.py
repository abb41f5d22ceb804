"""Sentences as rows of clips: whole or not at all, with the fewest clips, and breath where people draw it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.core.phrasing import COMMA_GAP_S, PHRASE_GAP_S, WORD_GAP_S, UnrecordedError, in_clips, words_of

KNOWN = [words_of(text) for text in ("mời số", "đến quầy số", "số", "bê", "không", "một", "hai mươi", "hai", "mươi")]


def row(text: str) -> list[tuple[str, float]]:
    return [(" ".join(part.phrase), part.gap_s) for part in in_clips(text, KNOWN)]


def test_a_call_with_its_breaths() -> None:
    assert row("Mời số bê không một, đến quầy số hai.") == [
        ("mời số", PHRASE_GAP_S),
        ("bê", WORD_GAP_S),
        ("không", WORD_GAP_S),
        ("một", COMMA_GAP_S),
        ("đến quầy số", PHRASE_GAP_S),
        ("hai", 0.0),
    ]


def test_fewest_clips_win() -> None:
    assert row("số hai mươi") == [("số", PHRASE_GAP_S), ("hai mươi", 0.0)]
    known = [("a", "b"), ("a",), ("b", "c", "d"), ("c",)]
    assert [part.phrase for part in in_clips("a b c d", known)] == [("a",), ("b", "c", "d")]
    assert [part.phrase for part in in_clips("a b c", known)] == [("a", "b"), ("c",)]


def test_case_marks_and_composition_do_not_matter() -> None:
    assert words_of("Mời  SỐ…") == words_of("m\u01a1\u0300i s\u00f4\u0301") == ("mời", "số")


@pytest.mark.parametrize(
    ("text", "named"), [("mời số xê", "xê"), ("mời", "mời"), ("", "''"), ("...", "'...'"), ("mời số hai mốt", "mốt")]
)
def test_a_sentence_that_lacks_a_word_is_not_begun(text: str, named: str) -> None:
    with pytest.raises(UnrecordedError, match=named):
        in_clips(text, KNOWN)


@given(
    st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple), max_size=6),
    st.text("abc ", max_size=12),
)
def test_a_row_says_the_words_and_none_is_missed_that_exists(known: list[tuple[str, ...]], letters: str) -> None:
    words = tuple(letters.replace(" ", ""))
    text = " ".join(words)

    def least(at: int) -> int | None:
        """The oracle: try everything."""
        if at == len(words):
            return 0
        rests = (least(at + len(one)) for one in known if words[at : at + len(one)] == one)
        found = [rest + 1 for rest in rests if rest is not None]
        return min(found, default=None)

    best = least(0) if words else None
    if best is None:
        with pytest.raises(UnrecordedError):
            in_clips(text, known)
    else:
        parts = in_clips(text, known)
        assert len(parts) == best
        assert tuple(word for part in parts for word in part.phrase) == words
