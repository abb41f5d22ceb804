"""Runs inside a clean Debian: fills /usr/lib/motcua with the locked packages and the programs, and says what they link to.

The environment is made at the very place where it will stand, since its scripts and links name that place.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from deb.contents import programs

PLACE: Final = Path("/usr/lib/motcua")
_PYTHON: Final = PLACE / "bin" / "python"
_BUILDER: Final = Path("/build/pip")
_TOOLS: Final = Path("/build/tools")
_NOT_SHIPPED: Final = ("__pycache__", "tests")
"""Folders of these names, wherever they are."""
_LEFT_OUT: Final = {
    "joblib/test": "data for tests, some of it no gzip though it is called so",
    "kivy/tools": "for who works on Kivy itself",
    "reportlab/fonts": "Type 1 fonts of doubtful licence, one of them GPL, for pictures that nobody makes; papers bring Noto fonts",
}
"""Folders of wheels, and why nobody misses them."""
_SCRIPTS_KEPT: Final = ("python", "python3")


def make(source: Path, version: str, requires: list[str]) -> Path:
    """The environment with programs and locked packages; gives its folder of packages. Raises CalledProcessError."""
    _run(sys.executable, "-m", "venv", str(_BUILDER))
    _run(sys.executable, "-m", "venv", "--without-pip", str(PLACE))
    pip = (str(_BUILDER / "bin" / "python"), "-m", "pip", "--python", str(_PYTHON), "install", "-q")
    _run(
        *pip,
        "--no-compile",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "-r",
        str(source / "requirements.lock"),
    )
    packages = next((PLACE / "lib").glob("python3*")) / "site-packages"
    _put_programs(source, packages, version, requires)
    _tidy(packages)
    return packages


def bill_of_materials(source: Path, to: Path) -> None:
    """A CycloneDX document of the environment, with tools that are locked as well."""
    _run(sys.executable, "-m", "venv", str(_TOOLS))
    _run(
        str(_TOOLS / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        str(source / "deb" / "tools.lock"),
    )
    options = (
        "environment",
        "--output-reproducible",
        "--gather-license-texts",
        "--pyproject",
        str(source / "pyproject.toml"),
    )
    _run(str(_TOOLS / "bin" / "cyclonedx-py"), *options, "-o", str(to), str(_PYTHON))


def _put_programs(source: Path, packages: Path, version: str, requires: list[str]) -> None:
    tracked = (source / "files").read_text("utf-8").splitlines()
    for name in programs(tracked):
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, packages / name)
    described = packages / f"motcua-{version}.dist-info"
    described.mkdir()
    lines = [f"Requires-Dist: {one}\n" for one in requires]
    head = f"Metadata-Version: 2.4\nName: motcua\nVersion: {version}\nLicense-Expression: Apache-2.0\nLicense-File: LICENSE\n"
    (described / "METADATA").write_text(head + "".join(lines), "utf-8")
    (described / "INSTALLER").write_text("dpkg\n")
    shutil.copyfile(source / "LICENSE", described / "LICENSE")


def _tidy(packages: Path) -> None:
    """Nothing stays that only a developer runs, or that tells how and when this was made."""
    for one in list((PLACE / "bin").iterdir()):
        if one.name not in _SCRIPTS_KEPT and not (one.is_symlink() and one.name.startswith("python")):
            one.unlink()
    for one in [found for name in _NOT_SHIPPED for found in packages.rglob(name)]:
        if one.is_dir():
            shutil.rmtree(one)
    for name in _LEFT_OUT:
        shutil.rmtree(packages / name)
    for name in ("direct_url.json", "REQUESTED"):
        for one in packages.glob(f"*.dist-info/{name}"):
            one.unlink()


def _run(*words: str) -> None:
    subprocess.run(words, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
