"""What a machine and a program say of themselves: figures where there are some, codes of errors and never their words."""

import logging
from pathlib import Path

import pytest

from contract.machine_facts import machine_facts
from contract.mishaps import LONGEST, Mishaps


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/uptime").write_text("90061.25 170000.00\n")
    for number, words in enumerate(("48500\n", "-274000\n", "61250\n", "none\n")):
        zone = tmp_path / f"sys/class/thermal/thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "temp").write_text(words)
    return tmp_path


def test_the_hottest_sensible_zone_the_uptime_and_the_disk(machine: Path) -> None:
    facts = machine_facts(str(machine), machine)
    assert (facts.up_s, facts.temperature_c) == (90061, 61.2)
    assert facts.free_mb is not None
    assert facts.disk_mb is not None
    assert 0 < facts.free_mb < facts.disk_mb


def test_what_nobody_knows_is_none(tmp_path: Path) -> None:
    facts = machine_facts(str(tmp_path / "nowhere"), tmp_path)
    assert (facts.up_s, facts.temperature_c, facts.free_mb, facts.disk_mb) == (None, None, None, None)
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/uptime").write_text("")
    assert machine_facts("", tmp_path).up_s is None


def test_an_error_is_told_by_its_place_and_kind_alone() -> None:
    mishaps, log = Mishaps(), logging.getLogger("motcua.test.mishaps")
    log.addHandler(mishaps)
    try:
        log.warning("Nguyễn Văn A, 0912345678")
        assert mishaps.latest is None
        try:
            int("Nguyễn Văn A, 0912345678")
        except ValueError:
            log.exception("cannot read %s", "0912345678")
        assert mishaps.latest is not None
        assert mishaps.latest.code.startswith("motcua.test.mishaps:")
        assert mishaps.latest.code.endswith(" ValueError")
        assert "0912345678" not in repr(mishaps.latest)
        log.error("x")
        assert mishaps.latest.code.endswith(" ERROR")
        assert len(mishaps.latest.code) <= LONGEST
    finally:
        log.removeHandler(mishaps)
