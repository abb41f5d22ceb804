"""``make deb``: the Debian package of the last commit, made in a clean Debian of the suite that it is for."""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deb.version import Commit, project_version

HERE = Path(__file__).parents[1]
DEBIAN = str(HERE / "deb" / "debian.sh")
_NEEDED = ("binutils", "lintian")  # readelf, and the judge


def main() -> int:
    """0: the package lies in the folder, and lintian has nothing to say."""
    parser = argparse.ArgumentParser(prog="python -m deb", description=__doc__)
    parser.add_argument("--suite", default=own_suite(), help="bookworm or trixie (this machine's own: %(default)s)")
    parser.add_argument("--of", default="HEAD", metavar="COMMIT", help="what is packaged (default: %(default)s)")
    parser.add_argument("--to", type=Path, default=HERE / "var" / "deb")
    given = parser.parse_args()
    began = time.monotonic()
    commit = _commit(given.of)
    if _git("status", "--porcelain", "--untracked-files=no"):
        print("What is not committed is not packaged.", file=sys.stderr)
    cache = HERE / ".venv" / "debian"
    cache.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="build-", dir=cache)) / "root"
    try:
        made = _build(given.suite, root, commit)
        given.to.mkdir(parents=True, exist_ok=True)
        place = given.to / made.name
        shutil.copyfile(made, place)
        took = time.monotonic() - began
        print(f"{place}: {place.stat().st_size / 1e6:.1f} MB, {took:.0f} s")
        return subprocess.run(
            [DEBIAN, "in", root, "lintian", "--allow-root", f"/build/out/{made.name}"], check=False
        ).returncode
    finally:
        subprocess.run(["rm", "-rf", "--one-file-system", root.parent], check=True)


def _build(suite: str, root: Path, commit: Commit) -> Path:
    subprocess.run([DEBIAN, "make", suite, root], check=True)
    subprocess.run([DEBIAN, "in", root, "apt-get", "-qq", "update"], check=True)
    _quietly([DEBIAN, "in", root, "apt-get", "-qq", "install", "--no-install-recommends", *_NEEDED])
    source = root / "build" / "source"
    source.mkdir(parents=True)
    with subprocess.Popen(["git", "archive", commit.name], cwd=HERE, stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", source], stdin=archive.stdout, check=True)
    (source / "files").write_text(_git("ls-tree", "-r", "--name-only", commit.name), "utf-8")
    version = re.search(r"VERSION_ID=\"?(\d+)", (root / "etc/os-release").read_text())
    facts = (commit.name, str(commit.moment), "tagged" if commit.tagged else "", "released" if commit.released else "")
    build = ["env", "-C", "/build/source", "python3", "-m", "deb.package", *facts, version[1] if version else ""]
    subprocess.run([DEBIAN, "in", root, *build], check=True)
    return next((root / "build" / "out").glob("*.deb"))


def _commit(of: str) -> Commit:
    tag = "v" + project_version((HERE / "pyproject.toml").read_text("utf-8"))
    name, moment = _git("log", "-1", "--format=%H %ct", of).split()
    at_it, before = _git("tag", "--points-at", of).split(), _git("tag", "--merged", of).split()
    return Commit(name, int(moment), tag in at_it, tag in before)


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()


def own_suite() -> str:
    """The Debian that this machine runs."""
    found = re.search(r"VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text("utf-8"))
    return found[1] if found else "bookworm"


def _quietly(words: list[str | Path]) -> None:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main())
