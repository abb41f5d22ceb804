"""Tone marks stand where Vietnamese writes them, in both spellings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.tone_marks import Spelling, Tone, tone_of, with_tone, without_tone

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
WORDS = st.text(LETTERS + LETTERS.upper(), max_size=9)
MARKS = st.sampled_from([None, *Tone])
SPELLINGS = st.sampled_from(Spelling)

ALIKE = """
    á bà cỏ dễ đẹ thứ chờ sẽ giờ gì gìn giếng giấy già quá quý quyển quốc quả mùa mía mưa cửa của nghĩa tiếng muốn mười người
    ngoài xoáy khuỷu yếu tuyết hoàn huỳnh toàn thuế thuở khuấy oản đối
"""
"""Both spellings agree."""

DIFFERING = {"hòa": "hoà", "khỏe": "khoẻ", "thủy": "thuỷ", "hủy": "huỷ", "tỏa": "toả", "Òa": "Oà"}


@pytest.mark.parametrize("word", ALIKE.split())
@pytest.mark.parametrize("spelling", Spelling)
def test_words_that_everybody_writes_alike(word, spelling):
    assert with_tone(without_tone(word), tone_of(word), spelling) == word


@pytest.mark.parametrize(("older", "newer"), DIFFERING.items())
def test_the_one_point_in_which_spellings_differ(older, newer):
    assert with_tone(newer, tone_of(newer), Spelling.OLDER) == older
    assert with_tone(older, tone_of(older), Spelling.NEWER) == newer


@given(WORDS, MARKS, SPELLINGS)
def test_a_mark_changes_one_letter_and_nothing_else(word, tone, spelling):
    marked = with_tone(word, tone, spelling)
    assert without_tone(marked) == word
    assert len(marked) == len(word)
    assert sum(one != other for one, other in zip(word, marked, strict=True)) <= 1
    assert unicodedata.is_normalized("NFC", marked)


@given(WORDS, MARKS, MARKS, SPELLINGS)
def test_the_last_mark_is_the_only_one(word, first, second, spelling):
    assert with_tone(with_tone(word, first, spelling), second, spelling) == with_tone(word, second, spelling)


@given(WORDS, st.sampled_from(Tone))
def test_a_word_with_a_vowel_bears_the_mark_and_another_does_not(word, tone):
    assert (tone_of(with_tone(word, tone)) is tone) is any(each in "aăâeêioôơuưy" for each in word.lower())
