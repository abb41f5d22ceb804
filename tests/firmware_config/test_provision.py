"""Provisioning: every device gets what it must know and no more, secrets stay, a second run changes nothing."""

import dataclasses
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.controller_profile import ControllerProfile
from contract.doctor import DOCTOR, DoctorProfile
from contract.ids import CounterId, DeviceId
from contract.profile import (
    BoardProfile,
    BrokerProfile,
    KeypadProfile,
    KioskProfile,
    PadProfile,
    RatingProfile,
    SpeakerProfile,
    read_profile,
)
from contract.site import Site, Web
from contract.topics import Role, grants
from firmware_config.accounts import argon2_hash, mosquitto_hash, stored_hashes
from firmware_config.keep import Keep
from firmware_config.procedures_file import read_catalogue
from firmware_config.provision import provision
from firmware_config.site_file import read_site

DEMO = Path(__file__).parent.parent.parent / "demo" / "site.toml"
KINDS = {
    "controller": ControllerProfile,
    "kiosk-1": KioskProfile,
    "kiosk-2": KioskProfile,
    "rating-5": RatingProfile,
    "pad-9": PadProfile,
    "hall-board-1": BoardProfile,
    "counter-board-5": BoardProfile,
    "keypad-5": KeypadProfile,
    "keypad-9": KeypadProfile,
    "speaker-1": SpeakerProfile,
}


@pytest.fixture(scope="module")
def site() -> Site:
    return read_site(DEMO)


def with_broker(site: Site, kind: str) -> Site:
    return dataclasses.replace(site, broker=dataclasses.replace(site.broker, kind=kind))


def files(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode & 0o777)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_a_second_run_changes_nothing_and_nobody_else_can_read(site: Site, tmp_path: Path, kind: str) -> None:
    provision(with_broker(site, kind), tmp_path, tmp_path / "var")
    before = files(tmp_path)
    provision(with_broker(site, kind), tmp_path, tmp_path / "var")
    assert files(tmp_path) == before
    assert {mode for _, _, mode in before.values()} == {0o600}


def test_every_device_reads_its_profile(site: Site, tmp_path: Path) -> None:
    provision(site, tmp_path / "to", tmp_path / "var")
    profiles = {name: read_profile(tmp_path / "to" / name / "profile.json", kind) for name, kind in KINDS.items()}
    for name, profile in profiles.items():
        assert (profile.account.device, profile.account.site) == (name, "thu-dau-mot")
        assert (profile.account.host, profile.account.port) == (site.broker.host, site.broker.port)
        assert len(profile.account.password) >= 43
    assert len({profile.account.password for profile in profiles.values()}) == len(KINDS)
    assert profiles["controller"].site == site
    assert len(profiles["controller"].secret) >= 43
    assert profiles["kiosk-1"].printer == "tcp://127.0.0.1:9100"
    assert profiles["kiosk-1"].state == str(tmp_path / "var" / "kiosk-1")
    assert profiles["kiosk-1"].screen.pixels == (1080, 1920)
    assert profiles["kiosk-1"].web == "http://127.0.0.1:8080"
    assert profiles["rating-5"].counter == 5
    assert (profiles["hall-board-1"].counter, profiles["counter-board-5"].counter) == (None, 5)
    assert (profiles["keypad-5"].counter, profiles["keypad-9"].counter) == (5, 9)
    assert profiles["speaker-1"].calling == site.calling


@pytest.mark.parametrize(
    ("web", "address"),
    [
        (Web("10.0.0.5", 8080), "http://10.0.0.5:8080"),
        (Web("fd00::5", 80), "http://[fd00::5]:80"),
        (Web("10.0.0.5", 8080, "https://motcua.vn"), "http://10.0.0.5:8080"),
        (Web("0.0.0.0", 8080), "http://127.0.0.1:8080"),
        (Web("0.0.0.0", 8080, "https://motcua.vn/"), "https://motcua.vn"),
    ],
)
def test_kiosks_know_where_the_pages_are(site: Site, tmp_path: Path, web: Web, address: str) -> None:
    provision(dataclasses.replace(site, web=web), tmp_path, tmp_path / "var")
    assert read_profile(tmp_path / "kiosk-1" / "profile.json", KioskProfile).web == address


def test_the_controller_alone_gets_the_catalogue(site: Site, tmp_path: Path) -> None:
    catalogue = read_catalogue(site, DEMO)
    assert len(catalogue.procedures) == 30
    provision(site, tmp_path, tmp_path / "var", catalogue)
    assert read_profile(tmp_path / "controller" / "profile.json", ControllerProfile).catalogue == catalogue
    assert {path.parent.name for path in tmp_path.rglob("*.json") if "khai sinh" in path.read_text("utf-8")} == {
        "controller"
    }


def test_a_device_knows_no_other_devices_secret(site: Site, tmp_path: Path) -> None:
    provision(site, tmp_path, tmp_path / "var")
    secrets = {
        name: json.loads((tmp_path / name / "profile.json").read_text())["account"]["password"] for name in KINDS
    }
    for path in tmp_path.glob("*/profile.json"):
        text = path.read_text("utf-8")
        assert all((secret in text) == (name == path.parent.name) for name, secret in secrets.items())


def test_only_the_controller_knows_the_officers(site: Site, tmp_path: Path) -> None:
    provision(site, tmp_path, tmp_path / "var")
    for path in (one for one in tmp_path.rglob("*") if one.is_file()):
        text = path.read_text("utf-8")
        knows = {officer.password in text for officer in site.officers} | {
            officer.name in text for officer in site.officers
        }
        assert knows == {path == tmp_path / "controller" / "profile.json"}, path


def test_the_broker_gets_hashes_only_and_they_fit(site: Site, tmp_path: Path) -> None:
    provision(site, tmp_path, tmp_path / "var")
    broker = read_profile(tmp_path / "broker" / "profile.json", BrokerProfile)
    assert set(broker.passwords) == set(broker.publish) == set(broker.subscribe) == {*KINDS, DOCTOR}
    for name, kind in KINDS.items():
        password = read_profile(tmp_path / name / "profile.json", kind).account.password
        assert argon2_hash(password, broker.passwords[name]) == broker.passwords[name]
        assert broker.passwords[name].startswith("$argon2id$")


def test_the_doctor_may_hear_who_is_there_and_say_nothing(site: Site, tmp_path: Path) -> None:
    provision(site, tmp_path, tmp_path / "var")
    doctor = read_profile(tmp_path / "doctor" / "profile.json", DoctorProfile)
    broker = read_profile(tmp_path / "broker" / "profile.json", BrokerProfile)
    assert argon2_hash(doctor.password, broker.passwords[DOCTOR]) == broker.passwords[DOCTOR]
    assert broker.publish[DOCTOR] == ()
    assert f"motcua/{site.id}/presence/+" in broker.subscribe[DOCTOR]
    assert not any("command" in topic or "answer" in topic for topic in broker.subscribe[DOCTOR])


def test_a_new_device_leaves_the_others_alone_and_a_removed_one_loses_its_account(site: Site, tmp_path: Path) -> None:
    without = dataclasses.replace(site, devices=site.devices[1:])
    provision(without, tmp_path, tmp_path / "var")
    before = files(tmp_path)
    provision(site, tmp_path, tmp_path / "var")
    after = files(tmp_path)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "broker/profile.json",
        "controller/profile.json",
        "keep/credentials.json",
        "kiosk-1/profile.json",
    }
    provision(without, tmp_path, tmp_path / "var")
    assert "kiosk-1" not in read_profile(tmp_path / "broker" / "profile.json", BrokerProfile).passwords


def test_passwords_from_before_the_keep_are_taken_over(site: Site, tmp_path: Path) -> None:
    provision(site, tmp_path, tmp_path / "var")
    before = (tmp_path / "kiosk-1" / "profile.json").read_text()
    shutil.rmtree(tmp_path / "keep")
    provision(site, tmp_path, tmp_path / "var")
    assert (tmp_path / "kiosk-1" / "profile.json").read_text() == before


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_who_was_shut_out_is_known_to_no_broker(site: Site, tmp_path: Path, kind: str) -> None:
    provision(with_broker(site, kind), tmp_path, tmp_path / "var")
    Keep(tmp_path / "keep").revoke(DeviceId("kiosk-1"), datetime.now(UTC), "an")
    provision(with_broker(site, kind), tmp_path, tmp_path / "var")
    told = "".join(path.read_text() for path in (tmp_path / "broker").iterdir())
    assert "kiosk-2" in told
    assert "kiosk-1" not in told


def test_mosquittos_files(site: Site, tmp_path: Path) -> None:
    provision(with_broker(site, "mosquitto"), tmp_path, tmp_path / "var")
    place = tmp_path / "broker"
    configuration = (place / "mosquitto.conf").read_text().splitlines()
    assert f"listener {site.broker.port} 127.0.0.1" in configuration
    assert "allow_anonymous false" in configuration
    assert "set_tcp_nodelay true" in configuration
    assert f"acl_file {place / 'access'}" in configuration
    assert not [line for line in configuration if line.startswith("listener") and "0.0.0.0" in line]
    blocks = (place / "access").read_text().split("\n\n")
    assert {block.splitlines()[0] for block in blocks} == {f"user {name}" for name in (*KINDS, DOCTOR)}
    kiosk = next(block for block in blocks if block.startswith("user kiosk-1"))
    assert "topic write motcua/thu-dau-mot/command/kiosk-1" in kiosk
    keypad = next(block for block in blocks if block.startswith("user keypad-5"))
    allowed = grants(site.id, Role.KEYPAD, DeviceId("keypad-5"), CounterId(5))
    assert keypad.splitlines()[1:] == [
        *(f"topic write {topic}" for topic in allowed.publish),
        *(f"topic read {topic}" for topic in allowed.subscribe),
    ]
    assert stored_hashes((place / "passwords").read_text()).keys() == {*KINDS, DOCTOR}


def test_mosquittos_own_hash_is_understood() -> None:
    made_by_mosquitto_passwd = (  # mosquitto_passwd 2.0.11, password "secret"
        "$7$101$nVHBGrl/ICewnWJk$PBacQE9w8wqsw+cGhBuqu8QgKEwwJjU15Toq06p6jxuhA7n91iIV/NdDEcI/NFIUpfy8R0qaiitJz/S2VTPnjg=="
    )
    assert mosquitto_hash("secret", made_by_mosquitto_passwd) == made_by_mosquitto_passwd
    assert mosquitto_hash("Secret", made_by_mosquitto_passwd) != made_by_mosquitto_passwd


@pytest.mark.parametrize("before", [None, "", "nonsense", "$7$101$!$x", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_a_damaged_hash_is_made_anew(before: str | None) -> None:
    for make in (argon2_hash, mosquitto_hash):
        fresh = make("word", before)
        assert make("word", fresh) == fresh
        assert make("other", fresh) != fresh
