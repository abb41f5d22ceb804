"""``python -m controller voice``, as a member of staff runs it: a real terminal, and a microphone that hears what is played to it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from demo.sound import Samples, likeness
from tests.voice.booth import MICROPHONE, ROOT, Booth, Terminal, open_booth
from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.pack_folder import PackFolder, read_clip
from voice.core.sound import PEAK, RATE, Sound

READER = EspeakVoice(words_a_minute=160)
WHERE = ("--source", f"{MICROPHONE}.monitor", "--sink", "room")


@pytest.fixture(scope="module")
def booth() -> Iterator[Booth]:
    with open_booth() as opened:
        yield opened


def at(words: str, gain: float) -> Sound:
    samples = np.frombuffer(READER.render(words).pcm, "<i2") * gain
    breath = np.zeros(RATE * 3 // 10)  # nobody speaks in the very moment in which a line appears
    samples = np.concatenate([breath, samples, breath])
    return Sound(RATE, np.clip(samples, -PEAK, PEAK).astype("<i2").tobytes())


def take(booth: Booth, terminal: Terminal, sound: Sound) -> None:
    terminal.sees("Enter: ghi.")
    terminal.types()
    terminal.sees("Đang ghi")
    booth.says(sound)


def kept(booth: Booth, terminal: Terminal, sound: Sound) -> None:
    """Read until it is liked, as people do: a busy machine stutters, and the recorder hears that."""
    for _ in range(4):
        take(booth, terminal, sound)
        if terminal.sees("Enter: giữ.", "Enter: ghi.").endswith("giữ."):
            return
        terminal.back("Enter: ghi.")
    raise AssertionError(terminal.shown)


def begin(terminal: Terminal) -> None:
    terminal.sees("Enter: bắt đầu.")
    terminal.types()
    terminal.sees("Phòng đủ yên tĩnh")


def alike(clip: Samples, said: Samples) -> float:
    """The median over pieces of a tenth of a second: a stutter between two of them is no other voice."""
    piece = RATE // 10
    return float(np.median([likeness(clip, said[at : at + piece])[0] for at in range(0, len(said) - piece, piece)]))


def checked(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "controller", "voice", "check", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_two_sittings_at_a_terminal(booth: Booth, tmp_path: Path) -> None:
    folder = tmp_path / "giong-hoa"
    with booth.terminal("record", str(folder), *WHERE) as terminal:
        terminal.sees("Đặt tên")
        terminal.types("Giọng Hoa")
        terminal.sees("Ai sẽ đọc")
        terminal.types("Chị Hoa")
        begin(terminal)
        for gain, told in ((0.03, "Nhỏ quá"), (30, "To quá")):
            take(booth, terminal, at("mời số", gain))
            terminal.sees(told)
        kept(booth, terminal, at("mời số", 0.7))
        terminal.types("n")
        terminal.sees("Enter: giữ.")
        terminal.types()
        assert terminal.sees("Đã giữ “Mời số”")
        terminal.sees("[2/45] Đọc: “đến quầy số”")
        terminal.sees("Enter: ghi.")
        terminal.types("t")
        assert terminal.ends() == 1
        assert "Còn thiếu 44 đoạn" in terminal.shown

    with booth.terminal("record", str(folder), "--language", "en", *WHERE) as terminal:
        terminal.sees("44 of 45")
        terminal.sees("Enter: begin.")
        terminal.types()
        terminal.sees("[1/44] Read: “đến quầy số”")
        terminal.types("q")
        assert terminal.ends() == 1

    pack = PackFolder(folder)
    assert (pack.card.name, pack.card.speaker, pack.card.language) == ("Giọng Hoa", "Chị Hoa", "vi")
    assert list(pack.card.clips) == ["Mời số"]
    clip = read_clip(folder / pack.card.clips["Mời số"])
    assert not isinstance(clip, str)
    assert alike(clip, np.frombuffer(READER.render("mời số").pcm, "<i2")) > 0.9
    report = checked(str(folder))
    assert report.returncode == 1
    assert "1/45 đoạn" in report.stdout
    assert "Thiếu 44 đoạn: đến quầy số, không, một" in report.stdout


def test_a_microphone_that_does_not_exist_is_told(booth: Booth, tmp_path: Path) -> None:
    with booth.terminal("record", str(tmp_path), "--name", "A", "--reader", "B", "--source", "no-such") as terminal:
        terminal.sees("Enter: bắt đầu.")
        terminal.types()
        assert terminal.ends() == 1
        assert "Không nghe được micrô" in terminal.shown
    with booth.terminal("record", str(tmp_path), "--again", "xin chào", *WHERE) as terminal:
        assert terminal.ends() == 1
        assert "không có đoạn “xin chào”" in terminal.shown


def test_what_is_no_pack_is_told(tmp_path: Path) -> None:
    report = checked(str(tmp_path))
    assert report.returncode == 1
    assert "pack.toml" in report.stdout
