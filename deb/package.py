"""Runs inside a clean Debian: puts environment, scripts and papers where they will stand, and makes the .deb of them."""

import gzip
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from deb import environment
from deb.control import MAINTAINER, Build, control
from deb.libraries import libraries
from deb.licences import copyright_file
from deb.manual import manual
from deb.packing import pack
from deb.version import Commit, package_version, project_version

_SOURCE: Final = Path("/build/source")
_ROOT: Final = Path("/build/root")
_COMMAND: Final = """\
#!/usr/lib/motcua/bin/python -P
\"\"\"The IT officer's command.\"\"\"

import sys

from firmware_config.__main__ import main

sys.exit(main())
"""
_CHANGELOG: Final = "motcua ({version}) unstable; urgency=medium\n\n  * See NEWS.\n\n -- {maintainer}  {date}\n"


def main(commit: Commit, debian: str) -> int:
    """Leaves the package in /build/out."""
    project = (_SOURCE / "pyproject.toml").read_text("utf-8")
    number = project_version(project)
    version = package_version(number, commit, debian)
    packages = environment.make(_SOURCE, number, tomllib.loads(project)["project"]["dependencies"])
    papers = _ROOT / "usr" / "share" / "doc" / "motcua"
    papers.mkdir(parents=True)
    environment.bill_of_materials(_SOURCE, papers / "sbom.cdx.json")
    linked = libraries(packages)
    shutil.copytree(environment.PLACE, _ROOT / "usr" / "lib" / "motcua", symlinks=True)
    _relative_interpreter()
    _put_command_and_users()
    _put_manuals(number, commit.moment)
    _put_papers(papers, packages, version, commit)
    _put_control(version, linked)
    out = Path("/build/out")
    out.mkdir()
    pack(_ROOT, out, commit.moment)
    return 0


def _put_command_and_users() -> None:
    command = _ROOT / "usr" / "bin" / "motcua"
    command.parent.mkdir(parents=True)
    command.write_text(_COMMAND)
    command.chmod(0o755)
    _put(_SOURCE / "deb" / "maintainer" / "sysusers.conf", _ROOT / "usr" / "lib" / "sysusers.d" / "motcua.conf")
    _put(
        _SOURCE / "deb" / "maintainer" / "lintian-overrides",
        _ROOT / "usr" / "share" / "lintian" / "overrides" / "motcua",
    )


def _relative_interpreter() -> None:
    """Links inside /usr name no root (Debian Policy 10.5)."""
    for one in (_ROOT / "usr" / "lib" / "motcua" / "bin").iterdir():
        if one.is_symlink() and one.readlink().is_absolute():
            to = os.path.relpath(one.readlink(), environment.PLACE / "bin")
            one.unlink()
            one.symlink_to(to)


def _put_manuals(number: str, moment: int) -> None:
    for language, folder in (("en", "man1"), ("vi", "vi/man1")):
        texts = (_SOURCE / "firmware_config" / "texts" / f"{language}.toml").read_text("utf-8")
        page = _ROOT / "usr" / "share" / "man" / folder / "motcua.1.gz"
        page.parent.mkdir(parents=True)
        page.write_bytes(gzip.compress(manual(texts, language, number, moment).encode(), 9, mtime=0))


def _put_papers(papers: Path, packages: Path, version: str, commit: Commit) -> None:
    (papers / "copyright").write_text(copyright_file(packages), "utf-8")
    shutil.copyfile(_SOURCE / "CHANGELOG.md", papers / "NEWS.md")
    for name in ("offices.md", "doctor.md", "security.md"):
        shutil.copyfile(_SOURCE / "docs" / name, papers / name)
    date = subprocess.run(
        ["date", "-u", "-R", "-d", f"@{commit.moment}"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (papers / "changelog").write_text(_CHANGELOG.format(version=version, maintainer=MAINTAINER, date=date), "utf-8")
    for name in ("NEWS.md", "changelog", "sbom.cdx.json"):
        packed = papers / f"{name}.gz"
        packed.write_bytes(gzip.compress((papers / name).read_bytes(), 9, mtime=0))
        (papers / name).unlink()


def _put_control(version: str, linked: list[str]) -> None:
    described = _ROOT / "DEBIAN"
    described.mkdir()
    told = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True).stdout.strip()
    files = [one for one in _ROOT.rglob("*") if one.is_file() and not one.is_symlink() and described not in one.parents]
    size = sum(-(-one.stat().st_size // 1024) for one in files)
    build = Build(version, told, (sys.version_info.major, sys.version_info.minor), linked, size)
    script = (_SOURCE / "firmware_config" / "install-packages.sh").read_text("utf-8")
    (described / "control").write_text(control(script, build), "utf-8")
    for name in ("postinst", "prerm", "postrm", "templates"):
        _put(_SOURCE / "deb" / "maintainer" / name, described / name)
        (described / name).chmod(0o644 if name == "templates" else 0o755)
    sums = subprocess.run(
        ["md5sum", "--", *sorted(str(one.relative_to(_ROOT)) for one in files)],
        cwd=_ROOT,
        check=True,
        capture_output=True,
    ).stdout
    (described / "md5sums").write_bytes(sums)


def _put(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, to)


if __name__ == "__main__":
    name, moment, tagged, released, debian = sys.argv[1:]
    sys.exit(main(Commit(name, int(moment), tagged == "tagged", released == "released"), debian))
