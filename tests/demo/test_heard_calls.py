"""The proof by ear would notice: a wrong word, another call, two at once, a call cut short, a call too loud."""

import numpy as np
import pytest

from demo.heard_calls import GAP_S, WORDS_AFTER, heard_calls, heard_clips, words_of_calls
from demo.sound import RATE, Samples, spoken_parts
from voice.adapters.numpy_loudness import levelled
from voice.adapters.pack_voice import PackVoice
from voice.core.phrasing import words_of
from voice.core.sound import PEAK


def clip(seed: int) -> Samples:
    """A quarter of a second like no other."""
    return levelled(np.asarray(np.random.default_rng(seed).normal(0, 0.1 * PEAK, RATE // 4), np.int16))


CLIPS = {words_of(words): clip(seed) for seed, words in enumerate(("mời số", "bê", "xê", "một", "hai", "ba"))}
VOICE = PackVoice(CLIPS)
TEXTS = {"B1": "Mời số bê một", "B2": "Mời số bê hai", "C3": "Mời số xê ba"}
CALLS = words_of_calls(VOICE, TEXTS)


def recording(*calls: Samples, pause_s: float = 0.7) -> Samples:
    silent = np.zeros(int(pause_s * RATE), np.int16)
    return np.concatenate([silent, *(part for call in calls for part in (call, silent))])


def test_calls_are_found_in_their_order() -> None:
    found = heard_calls(recording(CALLS["C3"], CALLS["B1"], CALLS["B2"]), CALLS)
    assert [one.call for one in found] == ["C3", "B1", "B2"]
    assert all(one.likeness > 0.99 for one in found)
    assert all(one.other < 0.9 for one in found)
    assert found[1].begins - found[0].ends == pytest.approx(0.7 * RATE, abs=RATE // 100)


def test_a_wrong_word_is_seen_as_the_clip_that_it_is() -> None:
    words = CALLS["B1"][WORDS_AFTER:]
    assert [like for _, like, _ in heard_clips(words, TEXTS["B1"], CLIPS)] == [("mời", "số"), ("bê",), ("một",)]
    wrong = [(said, like) for said, like, _ in heard_clips(words, TEXTS["B2"], CLIPS) if said != like]
    assert wrong == [(("hai",), ("một",))]


def test_two_at_once_and_a_half_one_are_like_no_call() -> None:
    both = CALLS["B1"].astype(int)[: len(CALLS["C3"])] + np.roll(CALLS["C3"].astype(int), RATE // 2)[: len(CALLS["B1"])]
    (mixed,) = heard_calls(recording(np.clip(both, -PEAK, PEAK).astype(np.int16)), CALLS)
    assert mixed.likeness < 0.9
    (half,) = heard_calls(recording(CALLS["B1"][: len(CALLS["B1"]) // 2]), CALLS)
    assert half.ends - half.begins > 1.5 * len(CALLS["B1"]) // 2
    (begins, ends), *_ = spoken_parts(recording(CALLS["B1"][: len(CALLS["B1"]) // 2]), GAP_S)
    assert (ends - begins) - (half.ends - half.begins) < -0.08 * RATE


def test_a_call_within_the_pause_of_another_is_one_stretch() -> None:
    found = heard_calls(recording(CALLS["B1"], CALLS["B2"], pause_s=0.2), CALLS)
    assert len(found) == 1
