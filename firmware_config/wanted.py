"""What an office's machines must have: its site file and what that names, read, checked and made into files."""

from dataclasses import dataclass
from pathlib import Path

from contract.procedure import Catalogue
from contract.site import Site
from firmware_config.appliance import trees
from firmware_config.keep import Keep
from firmware_config.office import Office
from firmware_config.procedures_file import read_catalogue
from firmware_config.site_file import read_site
from firmware_config.tree import InstalledFile


@dataclass(frozen=True, slots=True)
class Plan:
    """An office as it is wanted: ``trees`` by machine, ``named``: the files beside the site file that were read for it."""

    office: Office
    site: Site
    catalogue: Catalogue
    named: tuple[Path, ...]
    trees: dict[str, tuple[InstalledFile, ...]]


def wanted(office: Office) -> Plan:
    """Passwords and certificates that are missing are made and kept. Raises SiteFileError, NotSignedError, KeepError, OSError."""
    site = read_site(office.site_file)
    catalogue = read_catalogue(site, office.site_file)
    named = (office.folder / site.procedures.file,) if site.procedures.file else ()
    made = trees(site, Keep(office.keep), catalogue)
    return Plan(office, site, catalogue, named, {str(machine): files for machine, files in made.items()})
