"""The package's control file: which Debian packages have to stand beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MAINTAINER: Final = "Một Cửa maintainers <motcua@packages.example.org>"
NOT_INSTALLED: Final = {
    "python3-venv": "makes environments; the package brings one",
    "xvfb": "plays a screen in the demo",
    "xdotool": "plays a finger in the demo",
}
"""Of what a checkout needs (firmware_config/install-packages.sh run), and why an installed machine does not."""
APPLIANCE: Final = (
    "systemd",
    "udev",
    "kmod",
    "procps",  # kill, in the unit of mosquitto
    "util-linux-extra",  # mcookie in Debian 13; in Debian 12 the essential util-linux has it
    "debconf (>= 0.5) | debconf-2.0",
    "chrony",
    "mosquitto",
    "xserver-xorg-core",
    "xserver-xorg-input-libinput",
    "x11-xserver-utils",
    "x11-xkb-utils",
    "xkb-data",
)
"""What the files that ``motcua apply`` writes name (firmware_config/appliance)."""
_RUN: Final = re.compile(r'^run="([^"]*)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Build:
    """``python``: major and minor of the interpreter inside; ``libraries``: what the wheels link to; ``kilobytes``: installed."""

    version: str
    architecture: str
    python: tuple[int, int]
    libraries: Sequence[str]
    kilobytes: int


def run_packages(script: str) -> list[str]:
    """The set ``run`` of firmware_config/install-packages.sh; raises ValueError where it has none."""
    found = _RUN.search(script)
    if found is None:
        raise ValueError("install-packages.sh has no line run=")
    return found[1].split()


def dependencies(script: str, python: tuple[int, int], libraries: Sequence[str]) -> list[str]:
    """In alphabetical order, each package once: where ``libraries`` names a version, that one."""
    major, minor = python
    interpreter = [f"python3 (>= {major}.{minor})", f"python3 (<< {major}.{minor + 1})"]
    versioned = {_name(one) for one in libraries}
    others = [
        one for one in (*run_packages(script), *APPLIANCE) if one not in NOT_INSTALLED and _name(one) not in versioned
    ]
    return sorted(dict.fromkeys((*libraries, *others, *interpreter)))


def control(script: str, build: Build) -> str:
    """deb-control(5)."""
    needed = ", ".join(dependencies(script, build.python, build.libraries))
    return f"""\
Package: motcua
Version: {build.version}
Architecture: {build.architecture}
Maintainer: {MAINTAINER}
Installed-Size: {build.kilobytes}
Depends: {needed}
Recommends: openssh-client
Suggests: openssh-server
Section: misc
Priority: optional
Description: hall of a one-stop public office: kiosks, boards, calls, ratings
 Everything a citizen touches, sees and hears in the hall of a Vietnamese
 one-stop public office: kiosks that give numbers and read receipts, number
 boards, spoken calls, satisfaction ratings, the pages of clerks and heads, and
 the controller that joins them up over MQTT.
 .
 Nothing starts until an office is described and applied to the machine:
 "motcua new", "motcua check", "motcua apply".
"""


def _name(relation: str) -> str:
    return relation.split(" ", maxsplit=1)[0].split("|", maxsplit=1)[0]
