"""A machine's sound on a real PulseAudio, with two sinks in the place of two cards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.child import tied
from demo.screen import wait_for
from firmware_config.appliance import sound
from firmware_config.appliance.placing import Place, places
from tests.firmware_config.appliance.grand_office import DOOR, HALL, HOST, grand_office

CARDS = "load-module module-null-sink sink_name=hdmi\nload-module module-null-sink sink_name=usb-sound"


def place(machine: str) -> Place:
    return next(one for one in places(grand_office(tls=False)) if one.machine.id == machine)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short name: an address of a socket holds 107 bytes."""
    one = Path(tempfile.mkdtemp(prefix="motcua-pa-"))
    yield one
    shutil.rmtree(one)


def started(folder: Path, sink: str, cards: str = CARDS) -> subprocess.Popen[bytes]:
    """The server as the unit starts it, but for its places."""
    (folder / "sound.pa").write_text(sound.server_script(sink, cards, str(folder)))
    command = sound.COMMAND.replace(sound.SERVER, str(folder / "sound.pa")).split()
    here = dict.fromkeys(("HOME", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "XDG_RUNTIME_DIR"), str(folder))
    env = {name: word for name, word in os.environ.items() if not name.startswith(("PULSE_", "DBUS_"))} | here
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(tied(command), env=env, stdout=log, stderr=log)
    wait_for(lambda: (folder / "native").exists() or None, 10, "the sound server does not start")
    return server


def told(folder: Path, *words: str) -> str:
    command = ["pactl", f"--server=unix:{folder}/native", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout


@pytest.mark.parametrize("sink", ["usb-sound", "hdmi"])
def test_the_machines_own_sink_is_the_first(folder: Path, sink: str) -> None:
    server = started(folder, sink)
    try:
        assert f"Default Sink: {sink}" in told(folder, "info")
        assert {line.split()[1] for line in told(folder, "list", "short", "sinks").splitlines()} == {
            "hdmi",
            "usb-sound",
        }
    finally:
        server.terminate()
        server.wait(10)


def test_a_card_that_was_silent_is_turned_up(folder: Path) -> None:
    silent = f"{CARDS}\nset-sink-volume usb-sound 1000\nset-sink-mute usb-sound 1"
    server = started(folder, "usb-sound", silent)
    try:
        assert "100%" in told(folder, "get-sink-volume", "usb-sound")
        assert told(folder, "get-sink-mute", "usb-sound") == "Mute: no\n"
    finally:
        server.terminate()
        server.wait(10)


def test_programs_find_the_server_by_the_machines_settings(folder: Path) -> None:
    server = started(folder, "hdmi")
    settings = next(one for one in sound.files(place(DOOR)) if one.path == sound.CLIENTS).content.decode()
    (folder / "client.conf").write_text(settings.replace("/run/motcua-sound", str(folder)))
    env = {name: word for name, word in os.environ.items() if not name.startswith("PULSE_")}
    env |= {"PULSE_CLIENTCONFIG": str(folder / "client.conf"), "HOME": str(folder)}
    try:
        said = subprocess.run(["pactl", "info"], env=env, capture_output=True, text=True, check=True, timeout=10)
        assert f"Server String: unix:{folder}/native" in said.stdout
        assert said.stderr == ""
    finally:
        server.terminate()
        server.wait(10)


def test_a_sink_that_is_not_plugged_in_stops_nobody(folder: Path) -> None:
    server = started(folder, "away")
    try:
        assert "Default Sink:" in told(folder, "info")
    finally:
        server.terminate()
        server.wait(10)


def test_programs_are_sent_to_the_machines_server_and_sink() -> None:
    files = {one.path: one.content.decode() for one in sound.files(place(DOOR))}
    assert "default-server = unix:/run/motcua-sound/native\n" in files[sound.CLIENTS]
    assert "default-sink = usb-sound\n" in files[sound.CLIENTS]
    assert "set-default-sink alsa_output.pci-0000_00_1f.3.analog-stereo\n" in (
        next(one.content.decode() for one in sound.files(place(HALL)) if one.path == sound.SERVER)
    )


def test_a_silent_machine_needs_none() -> None:
    assert list(sound.files(place(HOST))) == []
