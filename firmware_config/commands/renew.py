"""``renew``: gives broker and pages of this machine a new certificate when the old one comes to its end; a timer runs it every night.

It never makes a new authority: that is for ``apply``, which brings it to all devices before it signs.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contract.profile import write_private
from contract.site import Site
from firmware_config.appliance import places as at
from firmware_config.appliance.secrets import pages_files, server_files
from firmware_config.commands import FAULTY, FINE
from firmware_config.keep import Keep
from firmware_config.office import find_office
from firmware_config.site_file import read_site
from firmware_config.tls import has_authority
from firmware_config.tree import InstalledFile

if TYPE_CHECKING:
    from firmware_config.authority import Authority

_PATIENCE_S: Final = 60
_BROKER: Final = ("certificates.good", "certificates.renewed")
_PAGES: Final = ("certificates.pages_good", "certificates.pages_renewed")
_Files = Callable[[Site, "Authority"], tuple[Sequence[InstalledFile], datetime]]


def arguments(parser: ArgumentParser) -> None:
    """The office, and another root in place of this machine's."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="FOLDER", help="option.root")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where this machine has no certificate that could be renewed. Raises NotSignedError, OSError."""
    from firmware_config.authority import FOLDER, Authority  # noqa: PLC0415 (loads OpenSSL, which few commands need)

    office = find_office(given.office)
    site = read_site(office.site_file)
    if not has_authority(site):
        print(texts["certificates.off"])
        return FINE

    authority = Authority(Keep(office.keep).folder / FOLDER, site.id, datetime.now(UTC))
    ended = FINE
    for place, files, words in _certificates(site):
        standing = given.root / place.lstrip("/")
        if not standing.exists():  # that of one server keeps no other from being renewed
            print(texts["certificates.elsewhere"].format(path=standing))
            ended = FAULTY
            continue
        try:
            _renew(given.root, *files(site, authority), words, texts)
        except subprocess.SubprocessError as fault:  # systemctl's; what it said stands in the journal already
            print(fault, file=sys.stderr)
            ended = FAULTY
    return ended


def _certificates(site: Site) -> Iterator[tuple[str, _Files, tuple[str, str]]]:
    """Where each stands, what makes it anew, and the words for it."""
    if site.broker.tls:
        yield at.CERTIFICATE, server_files, _BROKER
    if site.web.https_port:
        yield at.PAGES_CERTIFICATE, pages_files, _PAGES


def _renew(
    root: Path, files: Sequence[InstalledFile], until: datetime, words: tuple[str, str], texts: Mapping[str, str]
) -> None:
    """What is another goes to its place; a unit that does not watch it is started anew."""
    changed = [one for one in files if _put(root, one)]
    if root == Path("/") and Path("/run/systemd/system").is_dir():
        for unit in dict.fromkeys(name for one in changed for name in one.units):
            subprocess.run(["systemctl", "--no-block", "try-restart", unit], timeout=_PATIENCE_S, check=True)
    print(texts[words[bool(changed)]].format(until=until.astimezone().strftime("%d/%m/%Y")))


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
