"""A whole pack recorded by somebody with perfect diction, and what the recorder makes of everybody else."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.voice.fake_player import FakePlayer
from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.numpy_hearing import NumpyHearing
from voice.adapters.pack_folder import PackFolder
from voice.adapters.pack_voice import PackVoice
from voice.core.clip_list import clip_list
from voice.core.pack_card import PackCard
from voice.core.sound import PEAK, RATE, Sound, silence
from voice.ports import PlayerError
from voice.recorder import Recorder
from voice.vocabulary import vocabulary

VI = vocabulary("vi")
CLIPS = clip_list(VI, ["Mời số {number} đến quầy số {counter}"])
FEW = CLIPS[:3]
READER = EspeakVoice(words_a_minute=160)


def noise(seconds: float, level: float) -> np.ndarray:
    return np.random.default_rng(3).normal(0, level * PEAK, int(seconds * RATE))


def spoken(words: str, gain: float = 0.5, room: float = 0.0005) -> Sound:
    """A take: a moment, the words, and silence, in a room."""
    voice = np.frombuffer(READER.render(words).pcm, "<i2") * gain
    whole = np.concatenate([np.zeros(RATE // 4), voice, np.zeros(RATE)])
    whole += noise(len(whole) / RATE + 1, room)[: len(whole)]
    return Sound(RATE, np.clip(whole, -PEAK, PEAK).astype("<i2").tobytes())


class FakeMicrophone:
    """Hears what ``reader`` says next; the first take is the room."""

    def __init__(self, takes: Iterator[Sound]) -> None:
        self._takes = takes

    def record(self, ready: Callable[[], None], enough: Callable[[Sound], bool], seconds: float) -> Sound:
        ready()
        take = next(self._takes)
        assert take.seconds <= seconds
        enough(take)
        return take


class FakeConsole:
    """Types ``answers`` one after the other; Enter when there are none left."""

    def __init__(self, *answers: str) -> None:
        self.told: list[str] = []
        self._answers = list(answers)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def ask(self, text: str) -> str:
        self.told.append(text)
        return self._answers.pop(0) if self._answers else ""


def quiet(level: float = 0.0005) -> Sound:
    return Sound(RATE, noise(2, level).astype("<i2").tobytes())


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return PackFolder.create(tmp_path / "pack", PackCard("Thử", "Máy", "vi", "2026-11-22"))


def recorded(
    pack: PackFolder, console: FakeConsole, *takes: Sound, player: FakePlayer | None = None, clips=FEW, again=()
) -> bool:
    microphone = FakeMicrophone(iter(takes))
    return Recorder(clips, pack, microphone, player or FakePlayer(), NumpyHearing(), console, VI).run(again)


def texts(*keys: str) -> Mapping[str, str]:
    return {key: VI[f"recording.{key}"] for key in keys}


def test_a_whole_pack_in_one_sitting_speaks_every_call(pack: PackFolder) -> None:
    console = FakeConsole()
    assert recorded(pack, console, quiet(), *(spoken(clip.words) for clip in CLIPS), clips=CLIPS)
    assert PackFolder(pack.folder).missing(CLIPS) == []
    clips, bad = pack.load()
    assert (len(clips), bad) == (45, [])
    call = PackVoice(clips).render("Mời số bê không một hai đến quầy số một trăm linh năm")
    assert 3 < call.seconds < 9
    assert not any(VI[key] in console.told for key in VI if key.startswith("recording.fault"))
    assert recorded(pack, FakeConsole(), clips=CLIPS)


def test_a_bad_take_is_told_and_asked_again(pack: PackFolder) -> None:
    console = FakeConsole()
    words = FEW[0].words
    bad = {
        "fault_empty": quiet(),
        "fault_quiet": spoken(words, 0.03, 0.0001),
        "fault_clipped": spoken(words, 4),
        "fault_noisy": spoken(words, 0.5, 0.02),
        "fault_cut": Sound(RATE, spoken(words).pcm[RATE * 8 // 10 :]),
        "fault_halting": Sound(RATE, spoken(words).pcm + spoken(words).pcm),
    }
    assert recorded(pack, console, quiet(), *bad.values(), *(spoken(clip.words) for clip in FEW))
    told = [text for text in console.told if text in {VI[f"recording.{key}"] for key in bad}]
    assert told == list(texts(*bad).values())
    assert pack.missing(FEW) == []


def test_a_loud_room_is_waited_out(pack: PackFolder) -> None:
    console = FakeConsole("", "", "t")
    assert not recorded(pack, console, quiet(0.03), quiet())
    assert [text for text in console.told if text in texts("room_loud", "room_good").values()] == list(
        texts("room_loud", "room_good").values()
    )
    assert not recorded(pack, FakeConsole("t"))


def test_listen_again_redo_skip_back_and_stop(pack: PackFolder) -> None:
    player = FakePlayer(PlayerError("no sink"))
    console = FakeConsole("", "", "n", "g", "", "", "b", "l", "t")
    takes = [spoken(FEW[0].words), spoken(FEW[0].words, 0.3)]
    assert not recorded(pack, console, quiet(), *takes, player=player)
    assert len(player.played) == 3
    assert VI["recording.unplayed"] in console.told
    assert [clip.words for clip in FEW if pack.has(clip)] == ["Mời số"]
    asked = [text for text in console.told if text.startswith("[")]
    assert [text[:3] for text in asked] == ["[1/", "[1/", "[2/", "[3/", "[2/"]


def test_the_next_sitting_goes_on_and_one_clip_can_be_recorded_anew(pack: PackFolder) -> None:
    recorded(pack, FakeConsole("", "", "", "t"), quiet(), spoken(FEW[0].words))
    console = FakeConsole()
    assert recorded(pack, console, quiet(), *(spoken(clip.words) for clip in FEW[1:]))
    assert [text[:5] for text in console.told if text.startswith("[")] == ["[1/2]", "[2/2]"]
    before = pack.load()[0]
    assert recorded(pack, FakeConsole(), quiet(), spoken("hai mươi lăm"), again=[FEW[2]])
    after = pack.load()[0]
    assert [len(before[one]) == len(after[one]) for one in before] == [True, True, False]


def test_silence_is_a_sound_too() -> None:
    assert NumpyHearing().trimmed(silence(1), -60).pcm == b""
