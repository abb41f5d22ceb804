"""The same files give the same package, whoever makes it, when and where."""

import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path

from deb.packing import pack

MOMENT = 1795362900
ROOT = Path(__file__).parents[2]
CONTROL = """\
Package: try
Version: 1
Architecture: all
Maintainer: nobody <nobody@example.org>
Description: try
"""
FILES = {
    "DEBIAN/control": CONTROL,
    "DEBIAN/postinst": "#!/bin/sh\n",
    "usr/bin/try": "#!/bin/sh\n",
    "usr/share/doc/try/words": "words " * 500_000,
    "usr/share/doc/try/more": "more",
}


def laid(root: Path, names: tuple[str, ...], clock: int) -> Path:
    """In this order, by a builder whose clock shows ``clock``."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name])
        if name.endswith(("bin/try", "postinst")):
            path.chmod(0o755)
    (root / "usr/bin/same").symlink_to("try")
    for path in (*root.rglob("*"), root):
        os.utime(path, (clock, clock), follow_symlinks=False)
    return root


def packed(root: Path, out: Path, umask: int, zone: str) -> bytes:
    """By a process of its own, which has its own umask."""
    out.mkdir()
    program = f"import os, pathlib, sys; os.umask({umask}); from deb.packing import pack; pack(*map(pathlib.Path, sys.argv[1:]), {MOMENT})"
    subprocess.run(
        [sys.executable, "-c", program, str(root), str(out)],
        cwd=ROOT, env={**os.environ, "TZ": zone}, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    (made,) = out.iterdir()
    return made.read_bytes()


def test_two_builders_make_the_same_bytes(tmp_path: Path) -> None:
    """Another folder, order, clock (one of them slow), umask and time zone."""
    orders = list(permutations(FILES))
    first = laid(tmp_path / "a", orders[0], MOMENT + 86_400)
    ours = os.umask(0o077)
    try:
        second = laid(tmp_path / "another folder" / "b", orders[-1], MOMENT - 3600)
    finally:
        os.umask(ours)
    assert (second / "usr").stat().st_mode != (first / "usr").stat().st_mode
    one = packed(first, tmp_path / "out", 0o022, "UTC")
    assert one == packed(second, tmp_path / "out 2", 0o077, "Asia/Ho_Chi_Minh")


def test_every_member_bears_the_moment_and_is_roots(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    pack(laid(tmp_path / "a", tuple(FILES), MOMENT + 1), tmp_path / "out", MOMENT)
    (made,) = (tmp_path / "out").iterdir()
    told = subprocess.run(
        ["dpkg-deb", "--contents", made], env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {line[:10] for line in told} == {"drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x", "lrwxrwxrwx"}
    assert {line.split()[1] for line in told} == {"root/root"}
    assert {" ".join(line.split()[3:5]) for line in told} == {"2026-11-22 15:55"}
    names = [line.split()[5] for line in told]
    assert names == [*sorted(names[:-1]), "./usr/bin/same"], "dpkg-deb puts links behind what they lead to"
