"""Which Debian packages the compiled parts of the wheels link to.

Wheels bring most of their libraries with them under names of their own; what they leave to the system is a short list, which is kept here, since
dpkg-shlibdeps stops at files that no Debian package has made.
"""

import re
import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

OF: Final = {
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libmvec.so.1": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libX11.so.6": "libx11-6",
    "libGL.so.1": "libgl1",
    "libXrender.so.1": "libxrender1",
}
"""Packages of Debian 12 and 13 by the names of their libraries."""
_NEEDED: Final = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC: Final = re.compile(rb"\0GLIBC_2\.(\d+)")


class UnknownLibraryError(Exception):
    """A wheel links to something that nobody has said the Debian package of: add it to ``OF``."""


def libraries(folder: Path) -> list[str]:
    """Of all compiled files below a folder, in alphabetical order, with the version of the C library that they need at least."""
    compiled = [one for one in folder.rglob("*.so*") if one.is_file() and one.read_bytes()[:4] == b"\x7fELF"]
    told = subprocess.run(["readelf", "-d", *compiled], check=True, capture_output=True, text=True).stdout
    minor = max((int(one) for file in compiled for one in _GLIBC.findall(file.read_bytes())), default=0)
    return packages(_NEEDED.findall(told), {one.name for one in compiled}, minor)


def packages(needed: Iterable[str], brought: Collection[str], glibc_minor: int) -> list[str]:
    """For library names that are ``needed`` and not ``brought``. Raises UnknownLibraryError."""
    outside = set(needed) - set(brought)
    unknown = sorted(outside - OF.keys())
    if unknown:
        raise UnknownLibraryError(", ".join(unknown))
    named = {OF[one] for one in outside}
    return sorted(f"libc6 (>= 2.{glibc_minor})" if one == "libc6" else one for one in named)
