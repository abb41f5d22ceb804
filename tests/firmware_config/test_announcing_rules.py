"""Faults about what loudspeakers say: times that do not exist, loudness that nobody can bear."""

import dataclasses
from pathlib import Path

import pytest

from contract.announcing import Announcing, Loudspeaker, NumberForm
from contract.site import Site
from contract.topics import Role
from firmware_config.announcing_rules import announcing
from firmware_config.site_file import read_site
from tests.firmware_config.test_zone_rules import written

LOA = 'id = "speaker-1"\n'


@pytest.fixture(scope="module")
def site() -> Site:
    return read_site(Path(__file__).parents[2] / "demo" / "site.toml")


def with_own(site: Site, role: Role, own: Loudspeaker) -> tuple[Site, int]:
    place = next(at for at, one in enumerate(site.devices) if one.role is role)
    devices = [dataclasses.replace(one, loudspeaker=own) if at == place else one for at, one in enumerate(site.devices)]
    return dataclasses.replace(site, devices=tuple(devices)), place


def told(site: Site) -> list[tuple[str, str, str]]:
    return [(one.key, one.name, one.hint) for one in announcing(site)]


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    table = """\
[announcing]
numbers = "cardinal"
second_language = false
repeat_after_s = 0
quiet = ["11:30-13:00"]
volumes = { "07:00" = -3, "11:30" = -12.5 }
"""
    own = 'loudspeaker = { gain_db = -6, quiet = ["22:00-06:00"] }\n'
    text = (Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8")
    begins, ends = text.index("[announcing]"), text.index("[tickets]")
    site = read_site(written(tmp_path, (text[begins:ends], table + "\n"), (LOA, LOA + own)))
    assert site.announcing == Announcing(NumberForm.CARDINAL, False, 0, ("11:30-13:00",), {"07:00": -3, "11:30": -12.5})
    assert [one.loudspeaker for one in site.devices if one.role is Role.SPEAKER] == [Loudspeaker(-6, ("22:00-06:00",))]


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        (Announcing(repeat_after_s=-1), ("announcing.repeat_after_s", "range", "")),
        (Announcing(repeat_after_s=31), ("announcing.repeat_after_s", "range", "")),
        (Announcing(quiet=("11h30 - 13h",)), ("announcing.quiet[0]", "quiet", "11:30-13:00")),
        (Announcing(quiet=("12:00-12:00",)), ("announcing.quiet[0]", "quiet", "")),
        (Announcing(volumes={"7h": -3}), ("announcing.volumes.7h", "clock", "07:00")),
        (Announcing(volumes={"25:00": -3}), ("announcing.volumes.25:00", "clock", "")),
        (Announcing(volumes={"07:00": 3}), ("announcing.volumes.07:00", "range", "")),
        (Announcing(volumes={"07:00": -61}), ("announcing.volumes.07:00", "range", "")),
    ],
)
def test_each_fault_of_the_office(site: Site, rules: Announcing, fault: tuple[str, str, str]) -> None:
    assert told(dataclasses.replace(site, announcing=rules)) == [fault]


def test_faults_of_one_loudspeaker(site: Site) -> None:
    wrong, place = with_own(site, Role.SPEAKER, Loudspeaker(70, ("trưa",)))
    key = f"devices[{place}].loudspeaker"
    assert told(wrong) == [(f"{key}.gain_db", "range", ""), (f"{key}.quiet[0]", "quiet", "")]
    wrong, place = with_own(site, Role.KIOSK, Loudspeaker(-6))
    assert told(wrong) == [(f"devices[{place}].loudspeaker", "not_for_role", "")]


def test_a_repeat_comes_before_the_call_expires(site: Site) -> None:
    calling = dataclasses.replace(site.calling, expires_s=10)
    late = dataclasses.replace(site, calling=calling, announcing=Announcing(repeat_after_s=11))
    assert told(late) == [("announcing.repeat_after_s", "range", "")]
