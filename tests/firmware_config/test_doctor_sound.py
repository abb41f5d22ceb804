"""The doctor listens: a real sound server with a real sink, silenced, muted, turned down, and taken away."""

import os
import shutil
import subprocess
import sys
import wave
from dataclasses import replace

import pytest

from contract.speech import Speech
from contract.voices import Voices
from demo.sound import SoundRoom
from firmware_config.doctor.finding import Area
from firmware_config.doctor.patient import Patient
from tests.firmware_config.surgery import NOBODY, examined, findings, kinds, kiosk, patient, speaker


@pytest.fixture(scope="module")
def room():
    with SoundRoom(("hall", "jack")) as one:
        yield one


@pytest.fixture
def heard(room, monkeypatch):
    """The room's server is the machine's; whatever a test did to the sink is undone."""
    monkeypatch.setenv("PULSE_SERVER", room.server)
    yield
    tell(room, "set-sink-mute", "hall", "0")
    tell(room, "set-sink-volume", "hall", "100%")


def tell(room, *words):
    subprocess.run(["pactl", f"--server={room.server}", *words], check=True, timeout=5)


@pytest.mark.usefixtures("heard")
def test_a_loudspeaker_that_is_loud_enough_is_well():
    found = examined(patient(speaker(sink="hall")), Area.SOUND)
    assert (found.findings, found.well) == ((), (Area.SOUND,))
    assert kinds(patient(kiosk(speech=Speech(sound="default"))), Area.SOUND) == []


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("set-sink-mute", "hall", "1"), "sound_muted"),
        (("set-sink-volume", "hall", "0%"), "sound_zero"),
        (("set-sink-volume", "hall", "10%"), "sound_quiet"),
    ],
)
def test_a_loudspeaker_that_nobody_hears(room, words, kind):
    tell(room, *words)
    assert kinds(patient(speaker(sink="hall")), Area.SOUND) == [kind]


@pytest.mark.usefixtures("heard")
def test_a_loudspeaker_that_was_unplugged():
    (found,) = findings(patient(speaker(sink="usb-card")), Area.SOUND)
    assert (found.kind, found.values["known"]) == ("sound_sink_missing", "hall, jack")


@pytest.mark.usefixtures("heard")
def test_a_sound_server_that_hangs(room):
    with room.hanging():
        assert kinds(patient(speaker()), Area.SOUND, seconds=2.5) == ["sound_no_server"]


def test_no_sound_server(tmp_path, monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'native'}")
    assert kinds(patient(speaker()), Area.SOUND) == ["sound_no_server"]


def test_a_machine_without_voice_and_player(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sorted(kinds(patient(speaker()), Area.SOUND)) == ["sound_no_tools", "sound_no_voice"]


@pytest.mark.usefixtures("heard")
def test_a_recorded_voice_that_lacks_most_of_its_clips(tmp_path):
    with wave.open(str(tmp_path / "moi-so.wav"), "wb") as clip:
        clip.setparams((1, 2, 22050, 0, "NONE", ""))
        clip.writeframes(b"\x00\x20\x00\xe0" * 5000)
    card = 'name = "Hoa"\nspeaker = "Hoa"\nlanguage = "vi"\ndate = "2026-11-22"\n[clips]\n"mời số" = "moi-so.wav"\n'
    (tmp_path / "pack.toml").write_text(card, "utf-8")
    voices = Voices(packs={"vi": str(tmp_path)})
    (found,) = findings(patient(speaker(sink="hall", voices=voices)), Area.SOUND, seconds=30)
    assert found.kind == "sound_pack_incomplete"
    assert "không" in str(found.values["words"])
    gone = Voices(packs={"vi": str(tmp_path / "gone")})
    assert kinds(patient(speaker(sink="hall", voices=gone)), Area.SOUND) == ["sound_pack_incomplete"]


def test_the_sound_server_is_asked_by_whom_the_program_runs_as(tmp_path, monkeypatch):
    """It lets root in no more than a stranger: this one answers nobody but the program's own user."""
    path = tmp_path / "profile.json"
    me = NOBODY if os.getuid() == 0 else os.getuid()
    answer = '[{"name": "hall", "volume": {}}]'
    (tmp_path / "pactl").write_text(
        f'#!/bin/sh\n[ "$(id -u)" = {me} ] || exit 1\n'
        f'[ "$3" = info ] && echo \'{{"default_sink_name": "hall"}}\' || echo \'{answer}\'\n'
    )
    (tmp_path / "pactl").chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    device = patient(speaker(sink="hall")).devices[0]
    who = Patient((replace(device, path=path),))
    words = ["sleep", "30", str(path)]
    waiting = [shutil.which("sh"), "-c", "echo; read line", *words]
    other = {"user": me, "group": me, "extra_groups": []} if os.getuid() == 0 else {}
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **other) as program:
        program.stdout.readline()
        assert kinds(who, Area.SOUND) == []
        program.stdin.close()


def test_the_programs_own_sound_server_is_looked_at(room, tmp_path):
    """A device's program has another environment than whoever sits at the machine."""
    path = tmp_path / "profile.json"
    other = {**room.environment, "PATH": "/usr/bin:/bin"}
    waiting = "import sys; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", waiting, str(path)], env=other, stdin=subprocess.PIPE) as program:
        try:
            who = patient(speaker(sink="jack"))
            device = type(who.devices[0])(who.devices[0].account, who.devices[0].profile, path)
            assert kinds(type(who)((device,)), Area.SOUND) == []
        finally:
            program.communicate()
