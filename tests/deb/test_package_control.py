"""The package's control file, version and file list."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from deb.contents import programs
from deb.control import APPLIANCE, NOT_INSTALLED, Build, control, dependencies, run_packages
from deb.libraries import UnknownLibraryError, packages
from deb.version import Commit, package_version, project_version

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "firmware_config" / "install-packages.sh").read_text("utf-8")
COMMIT = Commit("1f929b6c0ffee", 1795362900)


def older(one: str, other: str) -> bool:
    """As dpkg has it."""
    return subprocess.run(["dpkg", "--compare-versions", one, "lt", other], check=False).returncode == 0


def test_versions_are_in_the_order_in_which_they_are_made() -> None:
    later = Commit("aaaaaaabbbb", COMMIT.moment + 60)
    after = Commit("bbbbbbbcccc", COMMIT.moment + 120, released=True)
    tagged = Commit("ccccccccddd", COMMIT.moment + 90, tagged=True, released=True)
    assert package_version("0.1.0", COMMIT, "12") == "0.1.0~git202611221555.1f929b6~deb12"
    order = [
        package_version("0.1.0", COMMIT, "12"),
        package_version("0.1.0", COMMIT, "13"),
        package_version("0.1.0", later, "12"),
        package_version("0.1.0", tagged, "12"),
        package_version("0.1.0", tagged, "13"),
        package_version("0.1.0", after, "12"),
        package_version("0.2.0", COMMIT, "12"),
    ]
    assert all(older(one, other) for one, other in pairwise(order)), order


def test_the_project_says_its_version() -> None:
    assert project_version('[project]\nversion = "3.4.5"\n') == "3.4.5"
    assert project_version((ROOT / "pyproject.toml").read_text("utf-8")).count(".") == 2


def test_all_that_a_checkout_needs_is_depended_on_or_left_out_for_a_reason() -> None:
    needed = {one.split(" ")[0] for one in dependencies(SCRIPT, (3, 11), ["libc6 (>= 2.28)"])}
    assert set(run_packages(SCRIPT)) - NOT_INSTALLED.keys() <= needed
    assert not needed & NOT_INSTALLED.keys()
    assert NOT_INSTALLED.keys() <= set(run_packages(SCRIPT)), "left out of a list that does not have it"
    assert {one.split(" ")[0] for one in APPLIANCE} <= needed


def test_a_library_with_a_version_stands_once() -> None:
    named = dependencies(SCRIPT, (3, 13), ["libc6 (>= 2.28)", "libx11-6"])
    assert [one for one in named if one.startswith(("libc6", "libx11-6"))] == ["libc6 (>= 2.28)", "libx11-6"]
    assert [one for one in named if one.startswith("python3 ")] == ["python3 (<< 3.14)", "python3 (>= 3.13)"]


def test_dpkg_understands_the_control_file(tmp_path: Path) -> None:
    described = tmp_path / "DEBIAN"
    described.mkdir()
    build = Build("0.1.0~git202611221555.1f929b6~deb12", "amd64", (3, 11), ["libc6 (>= 2.28)"], 400_000)
    (described / "control").write_text(control(SCRIPT, build), "utf-8")
    subprocess.run(["dpkg-deb", "-Znone", "--build", tmp_path, tmp_path / "x.deb"], check=True, capture_output=True)
    told = subprocess.run(
        ["dpkg-deb", "-f", tmp_path / "x.deb", "Package", "Version"], check=True, capture_output=True, text=True
    ).stdout
    assert told == "Package: motcua\nVersion: 0.1.0~git202611221555.1f929b6~deb12\n"


def test_programs_are_whole_and_alone() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    taken = programs(tracked.splitlines())
    for wanted in (
        "firmware_config/__main__.py",
        "firmware_config/texts/vi.toml",
        "kiosk/screens/home.kv",
        "controller/web/app.py",
    ):
        assert wanted in taken
    assert {one.split("/")[0] for one in taken}.isdisjoint({"demo", "tests", "bench", "deb", "docs"})
    assert programs(["contract", "README.md", "kiosk/a.kv", "demo/site.toml"]) == ["kiosk/a.kv"]


def test_what_a_wheel_brings_is_not_depended_on() -> None:
    assert packages(["libc.so.6", "libm.so.6", "libX11.so.6", "libown.so.1"], {"libown.so.1"}, 28) == [
        "libc6 (>= 2.28)",
        "libx11-6",
    ]
    with pytest.raises(UnknownLibraryError, match=r"libnew\.so\.1"):
        packages(["libnew.so.1"], set(), 0)


@pytest.mark.parametrize("name", ["postinst", "prerm", "postrm"])
def test_maintainer_scripts_are_shell(name: str) -> None:
    script = ROOT / "deb" / "maintainer" / name
    assert script.read_text("utf-8").startswith("#!/bin/sh\nset -e\n")
    subprocess.run(["sh", "-n", script], check=True)
