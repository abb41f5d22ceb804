"""Which releases stay and which go: the newest, what stands on a machine, what is on a stick, and where a rollback leads."""

import dataclasses
from pathlib import Path

import pytest

from firmware_config.going_back import before
from firmware_config.office import Office
from firmware_config.old_releases import KEPT, forget_old, kept
from firmware_config.releases import Release, end, newest, releases
from tests.firmware_config.office_folder import Folder


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


def release(number: int, digest: str = "", back_to: int = 0, **machines: str) -> Release:
    at = "2026-11-22T08:00:00+07:00"
    return Release(number, at, "an@may-chu", digest or str(number), "site.toml", {}, back_to, machines)


def written(office: Folder, *all_of_them: Release) -> None:
    for one in all_of_them:
        folder = office.path / "releases" / f"{one.number:04}"
        folder.mkdir(parents=True)
        end(dataclasses.replace(one, folder=folder), one.machines)


def numbers(office: Folder) -> list[int]:
    return [one.number for one in releases(Office(office.site_file))]


def test_the_newest_stay() -> None:
    known = [release(number, may="installed") for number in range(1, 8)]
    assert kept(known, 3) == {5, 6, 7}
    assert kept(known) == {1, 2, 3, 4, 5, 6, 7}
    assert kept([]) == set()


def test_what_stands_on_a_machine_stays_however_long_it_was_off() -> None:
    known = [release(1, may="installed", cua="installed"), release(2, may="installed", cua="unchanged")]
    known += [release(number, may="installed", cua="unreachable") for number in range(3, 9)]
    assert kept(known, 2) == {2, 7, 8}


def test_what_is_on_a_stick_stays_until_it_is_told_of() -> None:
    known = [release(1, cua="carried"), release(2, cua="carried")]
    known += [release(number, may="installed", cua="left") for number in range(3, 9)]
    assert kept(known, 2) == {2, 7, 8}


def test_where_a_rollback_leads_stays_and_what_was_gone_back_to() -> None:
    same = [release(number, "today", may="installed") for number in range(2, 9)]
    known = [release(1, "yesterday", may="installed"), *same]
    assert kept(known, 2) == {1, 7, 8}
    back = [*known, release(9, "yesterday", 1, may="installed")]
    assert kept(back, 2) == {1, 8, 9}
    assert before([one for one in known if one.number in kept(known, 2)]) == before(known) == known[0]


def test_folders_go_and_what_is_not_a_release_of_ours_stays(office: Folder) -> None:
    written(office, *(release(number, may="installed") for number in (1, 2, 4, 6, 7)))
    place = office.path / "releases"
    (place / "0003").mkdir()  # begun, and cut off
    (place / ".0000" / "site").mkdir(parents=True)  # a tidying that was cut off
    (place / "0005").mkdir()
    (place / "0005" / "info.json").write_text('{"format": 2}')  # of a newer program
    (place / "aside").mkdir()
    (place / "0001 copy").mkdir()
    (place / "0008").mkdir()  # somebody begins right now
    assert forget_old(Office(office.site_file), 2) == 4
    assert sorted(one.name for one in place.iterdir()) == ["0001 copy", "0005", "0006", "0007", "0008", "aside"]
    assert numbers(office) == [6, 7]
    assert forget_old(Office(office.site_file), 2) == 0


def test_ten_thousand_comes_after_9999(office: Folder) -> None:
    written(office, release(9998, may="installed"), release(9999, may="installed"), release(10000, may="installed"))
    assert numbers(office) == [9998, 9999, 10000]
    office.here("apply")
    last = newest(Office(office.site_file))
    assert last
    assert (last.number, last.folder.name) == (10001, "10001")


def test_apply_takes_the_oldest_away(office: Folder) -> None:
    office.here("apply")
    before_it = {one.name for one in office.path.iterdir()}
    written(office, *(release(number, "x", local="failed") for number in range(2, KEPT + 2)))
    office.change("quota = 120", "quota = 80")
    office.here("apply")
    assert numbers(office) == list(range(3, KEPT + 3))
    assert len(list((office.path / "releases").iterdir())) == KEPT
    assert {one.name for one in office.path.iterdir()} == before_it
