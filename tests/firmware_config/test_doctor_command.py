"""The doctor's command as an IT officer types it: on a machine of the office, by profiles, from a desk; with everything dead."""

import errno
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from contract.ids import DeviceId
from contract.language import load_texts
from contract.site import Device as SiteDevice
from contract.speech import Speech
from contract.topics import Role
from firmware_config.__main__ import TEXTS
from firmware_config.doctor.admission import of_office, this_machine, with_profiles
from firmware_config.doctor.command import TEXTS as OWN
from firmware_config.doctor.examination import Check, examine
from firmware_config.doctor.finding import Area, Finding, Words
from firmware_config.doctor.patient import Patient, Places
from firmware_config.doctor.report import as_text, words_of
from firmware_config.doctor.unreadable import why
from firmware_config.office import Office
from firmware_config.on_machine.record import Installed, Record, write_record
from firmware_config.releases import begin, end, newest
from tests.firmware_config.surgery import (
    NOBODY,
    WORD,
    as_nobody,
    examined,
    findings,
    kinds,
    kiosk,
    patient,
    rating,
    speaker,
    written,
)
from tests.office import small_site

ROOT = Path(__file__).parents[2]
WORDS = load_texts(TEXTS, "vi")
ALONE = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--map-root-user"]
DOCTOR = [sys.executable, "-m", "firmware_config", "doctor"]


def told(*words, before=(), **environment):
    """What the command says, and its exit code."""
    here = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run([*before, *DOCTOR, *map(str, words)], capture_output=True, text=True, env=here, timeout=60)
    assert WORD not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.returncode


def kinds_in(said):
    return [one["kind"] for one in json.loads(said)["findings"]]


def test_a_machine_on_which_everything_is_dead_is_done_within_ten_seconds(tmp_path):
    """Its network takes every packet and gives none back; nothing that it asks for exists."""
    dead = "10.9.9.9"
    profile = written(
        tmp_path, kiosk(tmp_path / "none", printer=f"tcp://{dead}:9100", camera=f"http://{dead}/x", web=f"http://{dead}:8080",
                        speech=Speech(sound="default")), host=dead,
    )  # fmt: skip
    loud = written(tmp_path, speaker(), host="controller.hall.example")
    hole = "ip tuntap add mode tun name hole && ip address add 10.9.9.2/24 dev hole && ip link set hole up && ip link set lo up"
    line = f"{hole} && exec {shlex.join([*DOCTOR, '--json', '--profile', str(profile), str(loud)])}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": ":4711", "PULSE_SERVER": "unix:/none"}
    begun = time.monotonic()
    done = subprocess.run([*ALONE, "sh", "-c", line], capture_output=True, text=True, env=environment, timeout=60)
    took = time.monotonic() - begun
    assert (done.stderr, done.returncode) == ("", 1)
    said = json.loads(done.stdout)
    assert set(kinds_in(done.stdout)) >= {
        "broker_silent", "broker_unresolved", "printer_unreachable", "camera_missing", "pages_unreachable",
        "screen_none", "sound_no_server", "state_missing",
    }  # fmt: skip
    assert [one["weight"] for one in said["findings"]] == sorted(
        (one["weight"] for one in said["findings"]), key=["stopped", "ailing", "soon", "unseen"].index
    )
    assert took < 12  # the command's own eight seconds, and a machine that others use as well


def test_a_machine_that_is_cut_off_or_in_another_network(tmp_path):
    profile = written(tmp_path, kiosk(), host="10.9.9.9")
    words = ["--json", "--area", "network", "--profile", profile]
    assert kinds_in(told(*words, before=ALONE)[0]) == ["network_no_address"]
    doctor = shlex.join([*DOCTOR, *map(str, words)])
    elsewhere = "ip tuntap add mode tun name hole && ip address add 192.168.7.2/24 dev hole && ip link set hole up"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*ALONE, "sh", "-c", f"{elsewhere} && exec {doctor}"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    assert kinds_in(done.stdout) == ["network_no_route"]


def test_what_people_read(tmp_path):
    profile = written(tmp_path, kiosk(tmp_path / "none"))
    said, code = told("--area", "disk", "--area", "secrets", "--profile", profile)
    assert code == 1
    assert said.splitlines() == [
        (
            f"✗ HỎNG · ổ đĩa · kiosk-1: không có thư mục {tmp_path / 'none'}. Thiết bị không có chỗ ghi việc đang làm. "
            "→ Chạy motcua apply cho máy này, rồi khởi động lại dịch vụ."
        ),
        "✓ Tệp mật: người ngoài không đọc được.",
        "",
        "1 chỗ hỏng, nặng nhất ở trên cùng.",
    ]
    said, _ = told("--language", "en", "--area", "secrets", "--profile", profile)
    assert said.splitlines()[-1] == "Everything that was looked at is well."


def test_what_several_devices_have_in_common_is_told_once(monkeypatch):
    monkeypatch.setenv("DISPLAY", "")
    found = examined(patient(kiosk(), rating()), Area.SCREEN)
    assert len(found.findings) == 2
    lines = as_text(found, load_texts(OWN, "vi")).splitlines()
    assert lines[0].startswith("✗ HỎNG · màn hình · kiosk-1, rating-5: ")
    assert lines[1:] == ["", "1 chỗ hỏng, nặng nhất ở trên cùng."]


def test_a_wrong_word_is_wrong_use():
    assert told("--area", "weather")[1] == 2


# ---- the clock -------------------------------------------------------------------------------------------------------


def test_a_machine_in_another_time_zone(tmp_path):
    words = ["--json", "--area", "clock", "--profile", written(tmp_path, kiosk())]
    assert kinds_in(told(*words, TZ="UTC")[0]) == ["clock_zone"]
    assert kinds_in(told(*words, TZ="Asia/Ho_Chi_Minh")[0]) == []


def test_a_clock_that_is_behind_its_own_files(tmp_path, monkeypatch):
    path = written(tmp_path, kiosk(), timezone="Nowhere/At_All")
    os.utime(path, (time.time() + 400 * 86400,) * 2)
    assert kinds(with_profiles([path], Places()), Area.CLOCK) == ["clock_unset"]


@pytest.fixture
def page():
    """Pages whose machine has another time; ``offset`` says which."""

    class Page(BaseHTTPRequestHandler):
        offset = timedelta(0)

        def do_HEAD(self):
            self.send_response_only(200)
            self.send_header("Date", format_datetime(datetime.now(UTC) + self.offset, usegmt=True))
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Page, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_pages_that_tell_another_time(page):
    kind, address = page
    who = patient(kiosk(web=address, timezone="Nowhere/At_All"))
    assert "clock_off" not in kinds(who, Area.CLOCK, seconds=3)
    kind.offset = timedelta(seconds=70)
    assert kinds(who, Area.CLOCK, seconds=3) == ["clock_off"]
    kind.offset = timedelta(days=1)
    assert kinds(who, Area.CLOCK, seconds=3) == ["clock_far_off"]


def test_pages_that_do_not_open():
    assert "pages_unreachable" in kinds(patient(kiosk(web="http://127.0.0.1:9")), Area.CONTROLLER, seconds=3)


# ---- who is looked at ------------------------------------------------------------------------------------------------


def test_a_site_file_with_faults(tmp_path):
    shutil.copy(ROOT / "demo" / "procedures.toml", tmp_path)
    good = (ROOT / "demo" / "site.toml").read_text("utf-8")
    (tmp_path / "site.toml").write_text(good.replace('prefix = "A"', 'prefix = "AA"'), "utf-8")
    (found,) = findings(of_office(str(tmp_path), Places(), WORDS), Area.SITE)
    assert (found.kind, found.values["count"]) == ("site_faulty", 1)
    assert "site.toml:" in str(found.values["first"])
    (tmp_path / "site.toml").write_text(good, "utf-8")
    assert kinds(of_office(str(tmp_path), Places(), WORDS), Area.SITE) == []


@pytest.fixture
def office(tmp_path):
    """An office whose site file was installed on its one machine."""
    for name in ("procedures.toml", "site.toml"):
        shutil.copy(ROOT / "demo" / name, tmp_path)
    office = Office(tmp_path / "site.toml")
    release = begin(office, (tmp_path / "procedures.toml",), {"local": ()}, datetime.now(UTC), "an")
    end(release, {"local": "installed"})
    return office


def test_a_site_file_that_is_newer_than_what_was_installed(office):
    def look():
        return kinds(of_office(str(office.folder), Places(), WORDS), Area.SITE)

    assert look() == []
    with (office.folder / "procedures.toml").open("a") as file:
        file.write("\n# sửa một chữ\n")
    assert look() == ["site_not_applied"]


def test_a_machine_that_the_latest_release_did_not_reach(office):
    release = newest(office)
    end(release, {"local": "unreachable"})
    (found,) = findings(of_office(str(office.folder), Places(), WORDS), Area.SITE)
    assert (found.kind, found.values["machines"]) == ("machine_behind", "local")


@pytest.mark.parametrize(
    ("whole", "restart", "content", "kind"),
    [
        (True, (), b"as installed", ""),
        (False, (), b"as installed", "install_unfinished"),
        (True, ("motcua-kiosk-1.service",), b"as installed", "install_not_started"),
        (True, (), b"as somebody liked it", "file_changed"),
        (True, (), None, "file_lost"),
    ],
)
def test_what_was_installed_on_this_machine(tmp_path, whole, restart, content, kind):
    file = tmp_path / "etc" / "motcua" / "kiosk-1" / "unit"
    file.parent.mkdir(parents=True)
    if content is not None:
        file.write_bytes(content)
    digest = hashlib.sha256(b"as installed").hexdigest()
    files = {"/etc/motcua/kiosk-1/unit": Installed((digest,))}
    write_record(tmp_path, Record("thu", "local", "3 2026-11-22 an", whole, restart, files))
    who = this_machine(Places(root=tmp_path, etc=tmp_path / "etc" / "motcua"), WORDS)
    assert kinds(who, Area.SITE) == ([kind] if kind else [])


def test_an_office_that_cannot_be_opened(tmp_path):
    (tmp_path / "office" / "site.toml").mkdir(parents=True)
    assert kinds(this_machine(Places(etc=tmp_path), WORDS), Area.SITE) == ["site_unreadable"]


def test_a_profile_that_is_damaged_or_belongs_to_others(tmp_path):
    written(tmp_path, speaker())
    damaged = written(tmp_path, kiosk())
    damaged.write_text(damaged.read_text("utf-8")[:90], "utf-8")
    (found,) = findings(this_machine(Places(etc=tmp_path), WORDS), Area.SITE)
    assert (found.kind, found.values["file"]) == ("profile_unreadable", damaged)
    damaged.write_text('{"account": {"password": "' + WORD + '", "role": 5}}', "utf-8")
    assert kinds(this_machine(Places(etc=tmp_path), WORDS), Area.SITE) == ["profile_unreadable"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "nội dung bị cắt ngang hoặc hỏng, có lẽ do mất điện lúc ghi"),
        ('{"account": {"pass', "nội dung bị cắt ngang hoặc hỏng, có lẽ do mất điện lúc ghi"),
        ("[" * 5000, "nội dung bị cắt ngang hoặc hỏng, có lẽ do mất điện lúc ghi"),
        ("[]", "nội dung bị cắt ngang hoặc hỏng, có lẽ do mất điện lúc ghi"),
        ("{}", "thiếu mục account: tệp do bản phần mềm khác ghi, hoặc đã bị sửa tay"),
        (
            '{"account": {"site": "thu", "device": "kiosk-1", "role": "kiosk", "host": "h", "port": "bốn", "password": "p"}}',
            "mục account.port không đúng: tệp do bản phần mềm khác ghi, hoặc đã bị sửa tay",
        ),
        (
            '{"account": {"site": "thu", "device": "kiosk-1", "role": "kiosk", "host": "h", "port": 1}}',
            "thiếu mục account.password: tệp do bản phần mềm khác ghi, hoặc đã bị sửa tay",
        ),
        (None, "đây là thư mục, không phải tệp"),
    ],
)
def test_why_a_profile_is_unreadable_is_said_in_the_officers_language(tmp_path, content, said):
    path = tmp_path / "kiosk-1" / "profile.json"
    path.parent.mkdir()
    if content is None:
        path.mkdir()
    else:
        path.write_text(content, "utf-8")
    [found] = findings(this_machine(Places(etc=tmp_path), WORDS), Area.SITE)
    told = words_of(found, load_texts(OWN, "vi"))
    assert (found.kind, told["seen"]) == ("profile_unreadable", f"tệp {path} không đọc được ({said}).")
    assert "motcua apply" in told["do"]


def test_whatever_the_system_says_of_a_file_has_words():
    texts = {language: load_texts(OWN, language) for language in ("vi", "en")}
    for number in errno.errorcode:
        told = why(OSError(number, os.strerror(number)))
        assert all(texts[language][told.key].format(**told.values) for language in texts)
    assert why(OSError(errno.ENOSPC, "No space left on device")) == Words("unreadable.full")
    assert why(None) == Words("unreadable.damaged")


def test_a_machine_that_shows_its_settings_to_nobody(tmp_path):
    written(tmp_path / "etc", kiosk())
    (tmp_path / "etc" / "kiosk-1").chmod(0o700 if os.getuid() == 0 else 0)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    try:
        assert as_nobody(lambda: kinds(this_machine(Places(etc=tmp_path / "etc"), WORDS), Area.SITE)) == [
            "profile_hidden"
        ]
        (tmp_path / "etc").chmod(0o700 if os.getuid() == 0 else 0)
        assert as_nobody(lambda: kinds(this_machine(Places(etc=tmp_path / "etc"), WORDS), Area.SITE)) == [
            "profile_hidden"
        ]
    finally:
        for folder in (tmp_path / "etc", tmp_path / "etc" / "kiosk-1"):
            folder.chmod(0o700)


def test_a_counter_that_no_loudspeaker_calls_for():
    site = small_site()
    speaker_ = SiteDevice(DeviceId("speaker-1"), Role.SPEAKER, zone="dong")
    (found,) = findings(Patient((), None, replace(site, devices=(speaker_,))), Area.SITE)
    assert (found.kind, found.values["counters"]) == ("counter_uncalled", "1, 5")
    everywhere = replace(speaker_, zone="")
    assert kinds(Patient((), None, replace(site, devices=(speaker_, everywhere))), Area.SITE) == []
    assert kinds(Patient((), None, site), Area.SITE) == []


def test_without_rights_it_says_what_it_could_not_see(tmp_path):
    path = written(tmp_path, kiosk())
    for folder in (tmp_path, path.parent):
        folder.chmod(0o755)
    for folder in tmp_path.parents[:3]:
        folder.chmod(0o755)
    path.chmod(0o600 if os.getuid() == 0 else 0)
    assert as_nobody(lambda: kinds(this_machine(Places(etc=tmp_path), WORDS), Area.SITE)) == ["profile_hidden"]
    assert NOBODY


# ---- the examination itself ------------------------------------------------------------------------------------------


def test_a_check_that_hangs_or_fails_takes_no_other_with_it():
    def hangs(_patient, _until):
        yield Finding("sound_muted", {"sink": "a"})
        threading.Event().wait(30)
        yield Area.SOUND

    def fails(_patient, _until):
        raise RuntimeError("a fault of ours")
        yield Area.CAMERA

    def works(_patient, _until):
        yield Area.DISK

    checks = [
        Check((Area.SOUND,), hangs), Check((Area.CAMERA,), fails), Check((Area.DISK,), works), Check((Area.DISK,), works),
    ]  # fmt: skip
    begun = time.monotonic()
    found = examine(Patient(), checks, frozenset(), 0.5)
    assert time.monotonic() - begun < 5
    assert [one.kind for one in found.findings] == ["sound_muted"]
    assert (set(found.unfinished), found.well) == ({Area.SOUND, Area.CAMERA}, (Area.DISK,))
    said = as_text(found, load_texts(OWN, "vi"))
    assert "? CHƯA RÕ · âm thanh: chưa xem xong" in said
    assert said.splitlines()[-1] == "1 chỗ hỏng, nặng nhất ở trên cùng. 2 chỗ chưa xem được."


# ---- services --------------------------------------------------------------------------------------------------------

UNITS = """
Id=motcua-kiosk-1.service
LoadState={load}
ActiveState={active}
SubState={sub}
Result={result}
NRestarts={times}
UnitFileState={file}

Id=motcua-screen.service
LoadState=not-found
ActiveState=inactive
SubState=dead
Result=success
NRestarts=0
UnitFileState=
"""


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (("loaded", "failed", "failed", "exit-code", "5", "enabled"), "service_failed"),
        (("loaded", "activating", "auto-restart", "exit-code", "2", "enabled"), "service_looping"),
        (("loaded", "activating", "start", "success", "7", "enabled"), "service_looping"),
        (("loaded", "inactive", "dead", "success", "0", "enabled"), "service_off"),
        (("loaded", "inactive", "dead", "success", "0", "disabled"), "service_off"),
        (("not-found", "inactive", "dead", "success", "0", ""), "service_missing"),
        (("loaded", "active", "running", "success", "9", "enabled"), ""),
    ],
)
def test_a_program_that_does_not_run(tmp_path, monkeypatch, state, kind):
    """No systemd runs in a container: its words are those of a real one (252) in each of these states, said by a stand-in."""
    keys = ("load", "active", "sub", "result", "times", "file")
    (tmp_path / "said").write_text(UNITS.format(**dict(zip(keys, state, strict=True))).lstrip())
    stand_in(tmp_path, f"cat {shlex.quote(str(tmp_path / 'said'))}")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    written(tmp_path / "etc", kiosk())
    who = this_machine(Places(etc=tmp_path / "etc"), WORDS)
    assert kinds(who, Area.SERVICES) == ([kind] if kind else [])


@pytest.mark.parametrize(
    "line", ["echo 'System has not been booted with systemd as init system' >&2; exit 1", "sleep 60"]
)
def test_a_machine_whose_systemd_does_not_answer(tmp_path, monkeypatch, line):
    stand_in(tmp_path, line)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    written(tmp_path / "etc", kiosk())
    found = examined(this_machine(Places(etc=tmp_path / "etc"), WORDS), Area.SERVICES, seconds=1.5)
    assert [one.kind for one in found.findings] == ["services_unseen"]


def stand_in(folder, line):
    (folder / "systemctl").write_text(f"#!/bin/sh\n{line}\n")
    (folder / "systemctl").chmod(0o755)
