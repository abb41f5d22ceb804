"""All files of an office's machines: the same at every run, secrets only where they belong, and what is started anew for what."""

import dataclasses
import json
import os
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract.ids import DeviceId
from contract.machines import Clock
from contract.profile import BrokerProfile, KioskProfile, read_profile
from firmware_config.appliance import trees
from firmware_config.appliance.places import CERTIFICATE, KEY, TRUSTED
from firmware_config.appliance.placing import places
from firmware_config.appliance.upkeep import tidying, time_conf
from firmware_config.keep import Keep
from firmware_config.site_file import read_site
from firmware_config.tree import InstalledFile
from tests.firmware_config.appliance.grand_office import DEMO, DOOR, HALL, HOST, grand_office

NOW = datetime(2026, 11, 22, tzinfo=UTC)
Trees = dict[str, tuple[InstalledFile, ...]]


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Keep:
    return Keep(tmp_path_factory.mktemp("office") / "keep")


@pytest.fixture(scope="module")
def made(keep: Keep) -> Trees:
    return trees(grand_office(), keep, now=NOW)


def by_path(files: tuple[InstalledFile, ...]) -> dict[str, InstalledFile]:
    assert len({one.path for one in files}) == len(files)
    return {one.path: one for one in files}


def test_a_second_run_gives_the_same_bytes(keep: Keep, made: Trees) -> None:
    assert trees(grand_office(), Keep(keep.folder), now=NOW + timedelta(days=300)) == made


def test_a_new_certificate_is_all_that_time_changes(keep: Keep, made: Trees, tmp_path: Path) -> None:
    copy = tmp_path / "keep"
    copy.mkdir(mode=0o700)
    for path in keep.folder.rglob("*"):
        target = copy / path.relative_to(keep.folder)
        if path.is_dir():
            target.mkdir()
        else:
            target.write_bytes(path.read_bytes())
    later = trees(grand_office(), Keep(copy), now=NOW + timedelta(days=500))
    changed = {one.path for name, files in later.items() for one in files if one not in made[name]}
    assert changed == {CERTIFICATE, KEY}
    units = {one.units for one in later[HOST] if one.path in changed}
    assert units == {("motcua-broker.service",)}


def test_secrets_lie_where_they_are_needed_and_are_marked(keep: Keep, made: Trees) -> None:
    words = {
        name: keep.password(DeviceId(name)) for name in ("controller", "kiosk-1", "kiosk-2", "speaker-1", "keypad-5")
    }
    for name, files in made.items():
        for one in files:
            held = {device for device, word in words.items() if word.encode() in one.content}
            assert held <= {Path(one.path).parent.name}, one.path
            if held or b"PRIVATE KEY" in one.content:
                assert (one.secret, one.mode, one.owner) == (True, 0o640, "root:motcua"), (name, one.path)
    assert "/etc/motcua/kiosk-2/profile.json" in by_path(made[HALL])
    assert not [one.path for files in made.values() for one in files if "keypad" in one.path]


def test_only_the_brokers_machine_has_its_key_and_none_has_the_authoritys(keep: Keep, made: Trees) -> None:
    holders = {name for name, files in made.items() if any(b"PRIVATE KEY" in one.content for one in files)}
    assert holders == {HOST}
    authority = (keep.folder / "authority" / "ca-1.key").read_bytes()
    assert not [one.path for files in made.values() for one in files if authority.strip() in one.content]


def test_all_trust_the_same_authority_and_start_anew_when_that_changes(made: Trees) -> None:
    trusted = {name: by_path(files)[TRUSTED] for name, files in made.items()}
    assert len({one.content for one in trusted.values()}) == 1
    assert trusted[HALL].units == ("motcua-kiosk-2.service", "motcua-rating-5.service", "motcua-speaker-1.service")
    assert trusted[HOST].mode == 0o644


def test_profiles_say_where_the_authority_lies(made: Trees, tmp_path: Path) -> None:
    (tmp_path / "kiosk").write_bytes(by_path(made[DOOR])["/etc/motcua/kiosk-1/profile.json"].content)
    kiosk = read_profile(tmp_path / "kiosk", KioskProfile)
    assert (kiosk.account.ca, kiosk.account.port, kiosk.state) == (TRUSTED, 8883, "/var/lib/motcua/kiosk-1")
    (tmp_path / "broker").write_bytes(by_path(made[HOST])["/etc/motcua/broker/profile.json"].content)
    broker = read_profile(tmp_path / "broker", BrokerProfile)
    assert (broker.certificate, broker.key) == (CERTIFICATE, KEY)
    doctor = json.loads(by_path(made[HALL])["/etc/motcua/doctor/profile.json"].content)
    assert doctor["ca"] == TRUSTED


def test_a_device_that_was_shut_out_has_nothing_left(tmp_path: Path) -> None:
    keep = Keep(tmp_path / "keep")
    site = grand_office(tls=False)
    before = by_path(trees(site, keep)[DOOR])
    keep.revoke(DeviceId("kiosk-1"), NOW, "an")
    after = by_path(trees(site, keep)[DOOR])
    gone = {"/etc/motcua/kiosk-1/profile.json", "/etc/systemd/system/motcua-kiosk-1.service"}
    assert set(before) - set(after) == gone


def test_an_office_on_one_machine(tmp_path: Path) -> None:
    made = trees(read_site(DEMO), Keep(tmp_path / "keep"))
    assert list(made) == ["local"]
    files = by_path(made["local"])
    assert TRUSTED not in files
    assert {"/etc/motcua/kiosk-1/profile.json", "/etc/motcua/controller/profile.json"} <= set(files)


def test_every_machine_of_the_hall_asks_the_controllers_for_the_time() -> None:
    site = grand_office(tls=False)
    host, door, _ = places(site)
    own = time_conf(site, host)
    assert "pool 192.168.1.1 iburst" in own
    assert "local" not in own  # a clock that nobody has set is passed on to nobody
    assert "allow 192.168.0.0/16" in own
    other = time_conf(site, door)
    assert other.splitlines()[1] == "server 192.168.1.10 iburst prefer"
    assert "allow" not in other


def test_where_no_time_server_is_named_the_controllers_clock_is_the_offices() -> None:
    site = grand_office(tls=False)
    alone = dataclasses.replace(site, clock=Clock(servers=()))
    host, door, _ = places(alone)
    assert "\nlocal stratum 10\n" in time_conf(alone, host)
    assert "pool" not in time_conf(alone, host)
    assert "local" not in time_conf(alone, door)


def test_a_fresh_start_at_night_where_it_is_asked_for(made: Trees) -> None:
    timer = by_path(made[DOOR])["/etc/systemd/system/motcua-restart.timer"].content.decode()
    assert "OnCalendar=*-*-* 03:30:00 Asia/Ho_Chi_Minh\n" in timer
    assert not [one.path for one in made[HALL] if "restart" in one.path]


def test_certificates_are_renewed_on_the_brokers_machine(made: Trees) -> None:
    holders = {
        name for name, files in made.items() if "/etc/systemd/system/motcua-certificates.timer" in by_path(files)
    }
    assert holders == {HOST}


def test_drivers_that_units_name_are_loaded_first(made: Trees) -> None:
    path = "/etc/modules-load.d/motcua.conf"
    assert by_path(made[DOOR])[path].content.decode().splitlines()[1:] == ["drm", "snd", "videodev", "usblp"]
    assert by_path(made[HOST])[path].content.decode().splitlines()[1:] == ["drm"]


def test_another_port_needs_another_broker(tmp_path: Path) -> None:
    keep, site = Keep(tmp_path / "keep"), grand_office("mosquitto", tls=False)
    before = by_path(trees(site, keep)[HOST])
    moved = dataclasses.replace(site, broker=dataclasses.replace(site.broker, port=1884))
    after = by_path(trees(moved, keep)[HOST])
    changed = {path for path in after if after[path] != before[path]}
    units = {unit for path in changed for unit in after[path].units}
    assert "/etc/motcua/mosquitto/mosquitto.conf" in changed
    assert {"mosquitto.service", "motcua-controller.service", "motcua-hall-board-1.service"} <= units


def test_a_folder_of_reports_may_have_any_name(tmp_path: Path) -> None:
    site = grand_office(tls=False)
    named = dataclasses.replace(site, reports=dataclasses.replace(site.reports, folder="/srv/báo cáo 100%"))
    unit = by_path(trees(named, Keep(tmp_path / "keep"))[HOST])["/etc/systemd/system/motcua-controller.service"]
    assert 'ReadWritePaths="-/srv/báo cáo 100%%"\n' in unit.content.decode()


def test_offers_that_have_ended_go_by_themselves(tmp_path: Path) -> None:
    """By systemd's own hand, which looks every day; what is read all the time goes as well."""
    rules = tmp_path / "etc/tmpfiles.d/motcua.conf"
    rules.parent.mkdir(parents=True)
    rules.write_text(tidying(), "utf-8")
    ended = time.time() - timedelta(days=1, minutes=5).total_seconds()
    for folder in ("controller/offers", "office/keep/offers"):
        place = tmp_path / "etc/motcua" / folder
        place.mkdir(parents=True)
        for name in ("K7.json", "P2.json"):
            (place / name).write_text("{}", "utf-8")
        os.utime(place / "K7.json", (time.time(), ended))
    subprocess.run(["systemd-tmpfiles", "--clean", f"--root={tmp_path}"], check=True, timeout=60)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "etc/motcua").rglob("*.json"))
    assert left == ["etc/motcua/controller/offers/P2.json", "etc/motcua/office/keep/offers/P2.json"]
