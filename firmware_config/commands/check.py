"""``check``: tells every fault of a site file and of the files it names, and of a good one what probably was not meant."""

import errno
import os
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from contract.site import Site
from firmware_config.commands import FAULTY, FINE
from firmware_config.fault import Fault, SiteFileError
from firmware_config.lines import lines_of
from firmware_config.office import Office, every_office, find_office
from firmware_config.procedures_file import read_catalogue
from firmware_config.site_file import placed, read_site
from firmware_config.zone_remarks import remarks


def arguments(parser: ArgumentParser) -> None:
    """The office."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--all", action="store_true", help="option.all")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Raises SiteFileError with all of them; with ``--all`` tells those of each office and goes on."""
    if not given.all:
        _check(find_office(given.office), texts)
        return FINE
    code = FINE
    for office in every_office():
        try:
            _check(office, texts)
        except SiteFileError as fault:
            code = FAULTY
            print("\n".join(fault.lines(texts)), flush=True)
    return code


def _check(office: Office, texts: Mapping[str, str]) -> None:
    site = _site(office)
    catalogue = read_catalogue(site, office.site_file)
    counts = {name: len(getattr(site, name)) for name in ("fields", "counters", "officers", "devices")}
    print(texts["said.check"].format(name=site.name, procedures=len(catalogue.procedures), **counts), flush=True)
    found = remarks(site, office.site_file)
    if found:
        print("\n".join([texts["said.remarks"], *SiteFileError(office.site_file, found).lines(texts)]), flush=True)


def _site(office: Office) -> Site:
    """With all other faults: whether the file of procedures is there, which else would only be seen when those are mended."""
    try:
        return read_site(office.site_file)
    except SiteFileError as found:
        try:
            text = office.site_file.read_text("utf-8-sig")
            named = tomllib.loads(text).get("procedures", {}).get("file", "")
            there = (office.folder / named).is_file()
        except (ValueError, AttributeError, TypeError):  # the table itself is one of the faults
            raise found from None
        if not named or there:
            raise
        words = {"file": office.folder / named, "words": OSError(errno.ENOENT, os.strerror(errno.ENOENT))}
        missing = Fault("procedures.file", "no_file", words)
        raise SiteFileError(found.path, placed((*found.faults, missing), lines_of(text))) from found
