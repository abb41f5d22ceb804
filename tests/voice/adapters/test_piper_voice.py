"""The real Piper with a voice that hums, and what becomes of calls when it is slow, broken or away."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from demo.hum_voice import write_hum
from voice.adapters.numpy_loudness import TARGET_LUFS, loudness
from voice.adapters.piper_voice import PiperVoice
from voice.core.sound import RATE
from voice.ports import VoiceError

PROGRAM = str(Path(sys.prefix) / "piper" / "bin" / "piper")
"""Installed by ``make test``; see ``tests/piper``."""
SECONDS = 60


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hum(tmp_path_factory.mktemp("piper"))


@pytest.fixture(scope="module")
def piper(model: Path) -> Iterator[PiperVoice]:
    voice = PiperVoice(model, PROGRAM, deadline_s=SECONDS, rest_s=0.01)
    voice.start()
    assert voice.wait(SECONDS)
    yield voice
    voice.stop()


def pitches(pcm: bytes) -> list[float]:
    """What hums, from the spectrum of pieces as long as the model's tones."""
    samples = np.frombuffer(pcm, "<i2")
    piece = round(0.08 * RATE)
    whole = samples[: len(samples) // piece * piece].reshape(-1, piece)
    return [float(np.abs(np.fft.rfft(one)).argmax() * RATE / piece) for one in whole]


def test_a_sentence_is_spoken_by_the_real_program_at_our_rate_and_level(piper: PiperVoice) -> None:
    one, other = piper.render("b"), piper.render("x")
    for sound, place in ((one, 5), (other, 27)):
        assert loudness(np.frombuffer(sound.pcm, "<i2")) == pytest.approx(TARGET_LUFS, abs=0.3)
        assert any(abs(pitch - (200 + 23 * place)) < 15 for pitch in pitches(sound.pcm))
    assert one.rate == RATE
    assert one != other
    assert piper.render("b") is one


def test_several_lines_are_one_sentence(piper: PiperVoice) -> None:
    assert piper.render("hai\nba").seconds == pytest.approx(piper.render("hai ba").seconds, abs=0.01)


def test_a_program_that_dies_is_started_again(piper: PiperVoice) -> None:
    piper.render("c")
    process = piper._process
    assert process
    process._process.kill()
    with pytest.raises(VoiceError):
        piper.render("d")
    with piper._changed:
        assert piper._changed.wait_for(lambda: piper._ready and piper._process is not process, SECONDS)
    assert piper.render("d").seconds > 0.1


def test_until_it_is_up_and_after_its_end_a_sentence_is_refused_at_once(model: Path) -> None:
    voice = PiperVoice(model, PROGRAM)
    with pytest.raises(VoiceError, match="not up"):
        voice.render("a")
    voice.start()
    voice.stop()
    with pytest.raises(VoiceError, match="not up"):
        voice.render("a")


@pytest.mark.parametrize("program", ["/nowhere/piper", "false", "yes"])
def test_what_is_no_piper_never_comes_up_and_stops_nobody(model: Path, program: str) -> None:
    voice = PiperVoice(model, program, rest_s=0.01)
    voice.start()
    assert not voice.wait(0.3)
    voice.stop()
    with pytest.raises(VoiceError):
        voice.render("a")


def test_a_program_that_hangs_costs_its_deadline_once(tmp_path: Path, model: Path) -> None:
    program = tmp_path / "piper"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys, shutil, pathlib\n"
        "folder = pathlib.Path(sys.argv[-1])\n"
        f"shutil.copy({str(tmp_path / 'said.wav')!r}, folder / '1.wav')\n"
        "sys.stdin.readline()\n"
        "print(folder / '1.wav', flush=True)\n"
        "sys.stdin.read()\n",
        "utf-8",
    )
    program.chmod(0o755)
    soundfile.write(str(tmp_path / "said.wav"), np.sin(np.arange(RATE) / 9) / 2, RATE)
    voice = PiperVoice(model, str(program), deadline_s=0.1)
    voice.start()
    assert voice.wait(SECONDS)
    with pytest.raises(VoiceError, match="in time"):
        voice.render("hai")
    with pytest.raises(VoiceError, match="not up"):
        voice.render("hai")
    voice.stop()
