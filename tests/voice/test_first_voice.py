"""Voices in order, whole sentence by whole sentence."""

import logging

import pytest

from tests.voice.fake_voice import FakeVoice
from voice.adapters.pack_voice import PackVoice
from voice.first_voice import FirstVoice
from voice.ports import VoiceError


def test_the_first_that_can_speaks_the_whole_sentence(caplog: pytest.LogCaptureFixture) -> None:
    dumb, second, third = FakeVoice(dumb=True), FakeVoice(), FakeVoice()
    voice = FirstVoice([("a pack", PackVoice({})), ("Piper", dumb), ("second", second), ("third", third)])
    with caplog.at_level(logging.WARNING):
        assert voice.render("mời") == second.render("mời")
        voice.render("mời")
    assert third.asked == []
    assert caplog.messages == [
        "a pack passes a sentence on: no clips for 'mời'",
        "Piper passes a sentence on: no voice today",
    ]


def test_where_none_can_the_last_one_says_why() -> None:
    with pytest.raises(VoiceError, match="no voice today"):
        FirstVoice([("a pack", PackVoice({})), ("last", FakeVoice(dumb=True))]).render("mời")
