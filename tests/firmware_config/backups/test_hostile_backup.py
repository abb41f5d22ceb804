"""A backup that somebody has changed on the shelf: who restores it, as root, must not do what a thief of the stick wishes."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.firmware_config.backups.saved_office import SavedOffice, events

ROOT = Path(__file__).parents[3]
READ = """
import contextlib, io, re, sys
from firmware_config.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    code = main(["restore", sys.argv[1], "--office", sys.argv[2], "--state", sys.argv[2], "--without-secrets"])
with open("/proc/self/status") as file:  # getrusage counts what the process weighed that it was forked from
    print(code, int(re.search(r"VmHWM:\\s+(\\d+)", file.read())[1]) >> 10)
"""
CRON = "/etc/cron.d/thief"
WORDS = b"* * * * * root /tmp/thief\n"


@pytest.fixture
def saved(tmp_path, capsys):
    office = SavedOffice(tmp_path, capsys)
    office.work()
    assert office.back_up()[0] == 0
    return office


def changed(path: Path, change: Callable[[dict, dict[str, bytes]], None]) -> None:
    """Written anew with sums that are right again, as whoever knows the format does."""
    with tarfile.open(path) as tar:
        contents = {one.name: tar.extractfile(one).read() for one in tar}
    manifest = json.loads(contents.pop("manifest.json"))
    change(manifest, contents)
    known = {one["name"]: one for one in manifest["members"]}
    manifest["members"] = [
        {**known.get(name, {"mode": 0o4755, "owner": "root"}), "name": name, "size": len(told), "sha256": sha256(told).hexdigest()}
        for name, told in contents.items()
    ]  # fmt: skip
    with tarfile.open(path, "w:gz") as tar:
        for name, told in {**contents, "manifest.json": json.dumps(manifest).encode()}.items():
            member = tarfile.TarInfo(name)
            member.size = len(told)
            tar.addfile(member, io.BytesIO(told))


def with_a_place_of_its_own(manifest: dict, contents: dict[str, bytes]) -> None:
    manifest["parts"].append({"kind": "named", "path": CRON, "alone": True})
    contents[f"{len(manifest['parts']) - 1}/thief"] = WORDS


def without_the_seal(manifest: dict, contents: dict[str, bytes]) -> None:
    with_a_place_of_its_own(manifest, contents)
    del contents["sealed"]
    manifest["proof"] = ""


def with_other_words(_manifest: dict, contents: dict[str, bytes]) -> None:
    contents["0/twins.json"] = b"[]\n"


@pytest.mark.parametrize("change", [with_a_place_of_its_own, with_other_words])
def test_who_has_the_code_sees_that_it_was_changed(saved, tmp_path, change):
    changed(saved.newest(), change)
    code, told = saved.restore(tmp_path / "new", "--root", tmp_path / "machine", code=saved.code)
    assert (code, "đã bị ai đó sửa" in told) == (1, True)
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "machine").exists()


@pytest.mark.parametrize("change", [with_a_place_of_its_own, without_the_seal])
def test_without_the_code_nothing_goes_where_no_site_file_says(saved, tmp_path, change):
    changed(saved.newest(), change)
    code, told = saved.restore(tmp_path / "new", "--root", tmp_path / "machine", "--without-secrets")
    assert code == 0, told
    assert f"Không trả về {CRON}" in told
    assert "không biết có ai đã sửa" in told
    assert not (tmp_path / "machine" / "etc").exists()
    assert events(tmp_path / "new" / "state") == events(saved.state)


def test_what_a_site_file_names_comes_back_without_rights_that_it_never_had(saved, tmp_path):
    """Photos that anybody may look at: a mark that makes a program root's own is not among their rights."""
    photos = tmp_path / "photos"
    photos.mkdir()
    site = saved.path / "site.toml"
    site.write_text(site.read_text("utf-8") + f'[counter_board]\nphotos = "{photos}"\n', "utf-8")

    def photo(manifest: dict, contents: dict[str, bytes]) -> None:
        manifest["parts"].append({"kind": "named", "path": str(photos), "alone": False})
        contents[f"{len(manifest['parts']) - 1}/an.jpg"] = b"picture"

    changed(saved.newest(), photo)
    there = (tmp_path / "machine").joinpath(*photos.parts[1:])
    code, told = saved.run(
        "restore", saved.newest(), "--office", saved.path, "--state", tmp_path / "put-back", "--root", tmp_path / "machine",
        "--without-secrets",
    )  # fmt: skip
    assert code == 0, told
    assert (there / "an.jpg").stat().st_mode & 0o7777 == 0o755


@pytest.mark.parametrize("path", ["../../etc/cron.d/thief", "/opt/../etc/cron.d/thief", "etc/cron.d/thief"])
def test_a_part_that_leads_out_of_its_place_is_none(saved, tmp_path, path):
    changed(saved.newest(), lambda manifest, _: manifest["parts"].append({"kind": "named", "path": path}))
    code, told = saved.restore(tmp_path / "new", "--without-secrets")
    assert (code, "không nguyên vẹn" in told) == (1, True)
    assert not (tmp_path / "new").exists()


def odd_members() -> list[tarfile.TarInfo]:
    odd = []
    for name, kind in (
        ("../thief", tarfile.REGTYPE),
        ("/etc/thief", tarfile.REGTYPE),
        ("0/../../thief", tarfile.REGTYPE),
        ("0/link", tarfile.SYMTYPE),
        ("0/hard", tarfile.LNKTYPE),
        ("0/device", tarfile.CHRTYPE),
        ("0/pipe", tarfile.FIFOTYPE),
        ("0/folder", tarfile.DIRTYPE),
    ):
        one = tarfile.TarInfo(name)
        one.type = kind
        one.linkname = "/etc/passwd" if kind in {tarfile.SYMTYPE, tarfile.LNKTYPE} else ""
        odd.append(one)
    return odd


@pytest.mark.parametrize("member", odd_members(), ids=lambda one: one.name)
def test_no_member_leaves_the_folder_or_is_anything_but_a_file(saved, tmp_path, member):
    with tarfile.open(saved.newest(), "w:gz") as tar:
        tar.addfile(member)
    before = sorted(tmp_path.iterdir())
    code, told = saved.restore(tmp_path / "new", "--without-secrets")
    assert (code, "không nguyên vẹn" in told) == (1, True)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, b"manifest"])
def test_a_head_that_would_fill_the_memory_is_not_read(saved, tmp_path, kind):
    """Half a megabyte on the stick, and half a gigabyte once it is read."""
    size = 512 << 20
    head = tarfile.TarInfo("manifest.json")
    head.type, head.size = (tarfile.REGTYPE if kind == b"manifest" else kind), size
    with saved.newest().open("wb") as file, gzip.open(file, "wb", compresslevel=9) as whole:
        whole.write(head.tobuf())
        for _ in range(size >> 20):
            whole.write(bytes(1 << 20))
    line = [sys.executable, "-c", READ, str(saved.newest()), str(tmp_path / "new")]
    code, megabytes = map(
        int, subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    )
    assert code == 1
    assert megabytes < 300
