"""Makes a .deb of a folder: the same bytes for the same files, whoever makes it, when and where."""

import os
import subprocess
from pathlib import Path
from typing import Final

_THREADS: Final = 2
"""Of xz, whatever the builder has. dpkg 1.21 cuts the package into the same blocks with one thread and with two; others need not."""


def pack(root: Path, to: Path, moment: int) -> None:
    """The package of all below ``root``, in the folder ``to``. ``moment``: seconds since 1970 that every member bears. Raises CalledProcessError.

    What the builder's umask and clock have left at the files goes; dpkg-deb sorts them and makes them root's.
    """
    for one in (root, *root.rglob("*")):
        if not one.is_symlink():
            run = one.is_dir() or (one.parent.name in {"bin", "DEBIAN"} and os.access(one, os.X_OK))
            one.chmod(0o755 if run else 0o644)
    for one in (*root.rglob("*"), root):
        os.utime(one, (moment, moment), follow_symlinks=False)
    packed = ("-Zxz", "-z1", f"--threads-max={_THREADS}")
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", *packed, "--build", str(root), str(to)],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)},
    )
