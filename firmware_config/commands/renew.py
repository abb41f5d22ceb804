"""``renew``: gives the broker of this machine a new certificate when the old one comes to its end; a timer runs it every night.

It never makes a new authority: that is for ``apply``, which brings it to all devices before it signs.
"""

import os
import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contract.profile import write_private
from firmware_config.appliance import places as at
from firmware_config.appliance.placing import places
from firmware_config.appliance.secrets import server_files
from firmware_config.commands import FAULTY, FINE
from firmware_config.keep import Keep
from firmware_config.office import find_office
from firmware_config.site_file import read_site
from firmware_config.tree import InstalledFile

_PATIENCE_S: Final = 60


def arguments(parser: ArgumentParser) -> None:
    """The office, and another root in place of this machine's."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="FOLDER", help="option.root")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where this machine has no certificate that could be renewed. Raises NotSignedError, OSError."""
    from firmware_config.authority import FOLDER, Authority  # noqa: PLC0415 (loads OpenSSL, which few commands need)

    office = find_office(given.office)
    site = read_site(office.site_file)
    if not site.broker.tls:
        print(texts["certificates.off"])
        return FINE
    standing = given.root / at.CERTIFICATE.lstrip("/")
    if not standing.exists():
        print(texts["certificates.elsewhere"].format(path=standing))
        return FAULTY
    authority = Authority(Keep(office.keep).folder / FOLDER, site.id, datetime.now(UTC))
    files, until = server_files(site, next(places(site)), authority)
    changed = [one for one in files if _put(given.root, one)]
    if changed and given.root == Path("/") and Path("/run/systemd/system").is_dir():
        unit = changed[0].units[0]
        subprocess.run(["systemctl", "--no-block", "try-restart", unit], timeout=_PATIENCE_S, check=True)
    words = "renewed" if changed else "good"
    print(texts[f"certificates.{words}"].format(until=until.astimezone().strftime("%d/%m/%Y")))
    return FINE


def _put(root: Path, one: InstalledFile) -> bool:
    """Whole or not at all, with the rights and the owner that the old one had; whether it was another."""
    path = root / one.path.lstrip("/")
    if path.read_bytes() == one.content:
        return False
    before = path.stat()
    fresh = path.with_name(path.name + ".fresh")
    write_private(fresh, one.content.decode())
    os.chown(fresh, before.st_uid, before.st_gid)
    fresh.chmod(before.st_mode & 0o777)
    fresh.replace(path)
    return True
