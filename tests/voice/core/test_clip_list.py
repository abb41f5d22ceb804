"""The clips of a pack are enough for every call there can be, and none is too many."""

import pytest

from voice.core.clip_list import HIGHEST, clip_list
from voice.core.numerals import cardinal, signs
from voice.core.phrasing import in_clips, words_of
from voice.vocabulary import vocabulary

CALLS = {"vi": "Mời số {number} đến quầy số {counter}", "en": "Number {number}, please go to counter {counter}"}


@pytest.mark.parametrize(("language", "zero_tens"), [("vi", "linh"), ("vi", "lẻ"), ("en", "")])
def test_every_call_can_be_said_and_every_clip_is_needed(language: str, zero_tens: str) -> None:
    words = vocabulary(language, zero_tens)
    clips = {words_of(clip.words) for clip in clip_list(words, [CALLS[language]])}
    used = set()
    letters = [chr(65 + at) for at in range(26)]
    for value in range(HIGHEST + 1):
        letter = letters[value % 26]
        for number in (signs(f"{letter}{value:03}", words), f"{signs(letter, words)} {cardinal(value, words)}"):
            call = CALLS[language].format(number=number, counter=cardinal(value, words))
            used |= {part.phrase for part in in_clips(call, clips)}
    assert used == clips


def test_an_office_is_done_in_half_an_hour() -> None:
    vi = clip_list(vocabulary("vi"), [CALLS["vi"]])
    assert len(vi) == 45
    assert [clip.words for clip in vi[:4]] == ["Mời số", "đến quầy số", "không", "một"]
    assert {"mười", "mươi", "mốt", "lăm", "tư", "linh", "trăm"} <= {clip.words for clip in vi}
    assert "lẻ" in {clip.words for clip in clip_list(vocabulary("vi", "lẻ"), [])}
    assert len(clip_list(vocabulary("en"), [CALLS["en"]])) < 60


def test_files_have_names_of_their_own_that_every_machine_can_write() -> None:
    for language, call in CALLS.items():
        names = [clip.name for clip in clip_list(vocabulary(language), [call])]
        assert len(set(names)) == len(names)
        assert all(name.isascii() and name == name.lower() for name in names)
