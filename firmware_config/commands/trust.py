"""``trust``: how officers' computers come to trust the office's pages, with the fingerprint that proves what they fetched; ``--to`` a stick."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from contract.authority_file import CA_PATH, certificate_path, certificates, fingerprint
from contract.device_profile import plain_address
from contract.office_names import server_names
from firmware_config.commands import FAULTY, FINE
from firmware_config.keep import Keep
from firmware_config.office import find_office
from firmware_config.site_file import read_site


def arguments(parser: ArgumentParser) -> None:
    """The office, and a folder for the files."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="option.trust_to")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where the site file has no https. Raises NotSignedError, OSError."""
    from firmware_config.authority import FOLDER, Authority  # noqa: PLC0415 (loads OpenSSL, which few commands need)

    office = find_office(given.office)
    site = read_site(office.site_file)
    if not site.web.https_port:
        print(texts["trust.off"])
        return FAULTY
    authority = Authority(Keep(office.keep).folder / FOLDER, site.id, datetime.now(UTC))
    authority.prepare(server_names(site))
    plain = plain_address(site)
    print(texts["trust.head"].format(name=site.name, address=f"{plain}{CA_PATH}"))
    for number, certificate in enumerate(certificates(authority.trusted().decode()), 1):
        name = f"{site.id}-{number}.crt"
        print(texts["trust.one"].format(address=f"{plain}{certificate_path(number)}"))
        shown = fingerprint(certificate)
        print(texts["trust.fingerprint"].format(fingerprint=shown, plain=shown.replace(":", "").lower()))
        print(texts["trust.install"].format(file=name))
        if given.to:
            given.to.mkdir(parents=True, exist_ok=True)
            (given.to / name).write_bytes(certificate)
            print(texts["trust.written"].format(path=given.to / name))
    return FINE
