"""``check``: tells every fault of a site file and of the files it names."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from firmware_config.commands import FINE
from firmware_config.office import find_office
from firmware_config.procedures_file import read_catalogue
from firmware_config.site_file import read_site


def arguments(parser: ArgumentParser) -> None:
    """The office."""
    parser.add_argument("office", nargs="?", default="", help="option.office")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Raises SiteFileError with all of them."""
    office = find_office(given.office)
    site = read_site(office.site_file)
    catalogue = read_catalogue(site, office.site_file)
    counts = {name: len(getattr(site, name)) for name in ("fields", "counters", "officers", "devices")}
    print(texts["said.check"].format(name=site.name, procedures=len(catalogue.procedures), **counts))
    return FINE
