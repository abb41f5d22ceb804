"""``provision``: writes the profiles of broker, controller and every device into a folder, as demonstration and tests run them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from firmware_config.commands import FINE
from firmware_config.procedures_file import read_catalogue
from firmware_config.provision import provision
from firmware_config.site_file import read_site


def arguments(parser: ArgumentParser) -> None:
    """A site file and two folders."""
    parser.add_argument("file", type=Path, help="option.provision_file")
    parser.add_argument("--to", type=Path, required=True, help="option.provision_to")
    parser.add_argument("--var", type=Path, help="option.provision_var")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Raises SiteFileError before anything is written."""
    site = read_site(given.file)
    catalogue = read_catalogue(site, given.file)
    provision(site, given.to, given.var or given.to / "var", catalogue)
    print(texts["said.provision"].format(name=site.name, folder=given.to, devices=len(site.devices)))
    return FINE
