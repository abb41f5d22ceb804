"""The private sound server and the ear in it."""

import subprocess
import wave
from pathlib import Path

import numpy as np

from demo.sound import RATE, SoundRoom, spoken_parts


def test_what_is_played_in_the_room_is_recorded_saved_and_nothing_is_left(tmp_path: Path) -> None:
    tone = np.asarray(8000 * np.sin(2 * np.pi * 440 * np.arange(RATE // 2) / RATE), np.int16)
    with SoundRoom() as room:
        folder = Path(room.server.removeprefix("unix:")).parent
        with room.record() as recording:
            subprocess.run(
                ["pacat", "--playback", f"--rate={RATE}", "--channels=1", "--format=s16le"],
                input=tone.tobytes(),
                env=room.environment,
                check=True,
                timeout=10,
            )
            assert recording.wait_for(lambda heard: bool(spoken_parts(heard, 0.1)) and not heard[-RATE // 4 :].any(), 5)
        ((begin, end),) = spoken_parts(recording.samples(), 0.1)
        assert abs((end - begin) / RATE - 0.5) < 0.05
        assert recording.heard_at(begin) <= recording.heard_at(end)
        recording.save(tmp_path / "call.wav")
        pid = room.pid
    assert not folder.exists()
    assert room.pid is None
    assert pid
    assert not Path(f"/proc/{pid}").exists()
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert np.array_equal(np.frombuffer(file.readframes(file.getnframes()), np.int16), recording.samples())


def test_silences_divide_sounds_only_from_the_gap_on() -> None:
    loud, quiet = np.full(RATE, 1000, np.int16), np.zeros(RATE // 2, np.int16)
    samples = np.concatenate([quiet, loud, quiet, -loud, quiet])
    assert len(spoken_parts(samples, 0.3)) == 2
    assert len(spoken_parts(samples, 0.7)) == 1
    assert spoken_parts(quiet, 0.3) == []
    assert spoken_parts(np.zeros(0, np.int16), 0.3) == []
