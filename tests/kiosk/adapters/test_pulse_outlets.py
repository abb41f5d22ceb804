"""Headphones and loudspeaker as a real sound server tells of them: plugged, pulled, and the server's own death."""

import queue
import subprocess
from collections.abc import Iterator

import pytest

from demo.sound import SoundRoom
from kiosk.adapters.pulse_outlets import DEFAULT, PulseOutlets, _plugged, pulse_name
from kiosk.core.hearing import Outlets

SECONDS = 10


@pytest.fixture
def room() -> Iterator[SoundRoom]:
    with SoundRoom() as opened:
        yield opened


def plug(room: SoundRoom, sink: str = "headset") -> str:
    """A USB headset brings its sink; returns what pulls it out again."""
    words = ["pactl", "--server", room.server, "load-module", "module-null-sink", f"sink_name={sink}"]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=SECONDS).stdout.strip()


def pull(room: SoundRoom, module: str) -> None:
    subprocess.run(["pactl", "--server", room.server, "unload-module", module], check=True, timeout=SECONDS)


def watch(room: SoundRoom, headphones: str, sound: str) -> tuple[PulseOutlets, "queue.SimpleQueue[Outlets]"]:
    told: queue.SimpleQueue[Outlets] = queue.SimpleQueue()
    outlets = PulseOutlets(headphones, sound, told.put, room.server)
    outlets.start()
    return outlets, told


def test_headphones_come_and_go(room: SoundRoom) -> None:
    outlets, told = watch(room, "headset", "room")
    assert told.get(timeout=SECONDS) == Outlets(headphones=False, loudspeaker=True)
    module = plug(room)
    assert told.get(timeout=SECONDS) == Outlets(headphones=True, loudspeaker=True)
    pull(room, module)
    assert told.get(timeout=SECONDS) == Outlets(headphones=False, loudspeaker=True)
    outlets.stop()
    assert told.empty()


def test_the_machines_own_loudspeaker_and_no_jack(room: SoundRoom) -> None:
    outlets, told = watch(room, "", DEFAULT)
    assert told.get(timeout=SECONDS) == Outlets(headphones=False, loudspeaker=True)
    outlets.stop()
    assert (pulse_name(DEFAULT), pulse_name("room")) == ("", "room")


def test_a_server_that_dies_silences_the_kiosk_and_is_told_once(
    room: SoundRoom, caplog: pytest.LogCaptureFixture
) -> None:
    outlets, told = watch(room, "room", "room")
    assert told.get(timeout=SECONDS) == Outlets(headphones=True, loudspeaker=True)
    room.silence()
    assert told.get(timeout=SECONDS) == Outlets()
    outlets.stop()
    assert caplog.text.count("no voice") == 1


def test_a_server_that_was_never_there_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    told: queue.SimpleQueue[Outlets] = queue.SimpleQueue()
    outlets = PulseOutlets("a", "b", told.put, "unix:/nowhere/native")
    outlets.start()
    outlets.stop()
    assert told.empty()
    assert caplog.text.count("no voice") <= 1


@pytest.mark.parametrize(
    ("ports", "plugged"),
    [
        ([], True),
        ([{"name": "analog-output-headphones", "type": "Headphones", "availability": "not available"}], False),
        ([{"name": "analog-output-headphones", "type": "Headphones", "availability": "available"}], True),
        ([{"name": "analog-output-headphones", "type": "Headphones", "availability": "availability unknown"}], True),
        (
            [
                {"name": "analog-output-speaker", "type": "Speaker", "availability": "available"},
                {"name": "analog-output-headphones", "type": "Headphones", "availability": "not available"},
            ],
            False,
        ),
        ([{"name": "iec958", "type": "SPDIF", "availability": "not available"}], False),
    ],
)
def test_a_jack_is_its_port(ports: list[dict[str, str]], plugged: bool) -> None:
    assert _plugged({"ports": ports}) is plugged
