"""All that a site file asks for, machine by machine: every file with its content, rights, owner, and what is started anew for it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from contract.office_names import server_names
from contract.procedure import Catalogue
from contract.site import Site
from firmware_config.appliance import broker, programs, screen, secrets, sound, upkeep, usb
from firmware_config.appliance import places as at
from firmware_config.appliance.placing import Place, places
from firmware_config.keep import Keep
from firmware_config.provision import EMBEDDED, Profile, profiles
from firmware_config.tls import NO_TLS, TlsFiles, has_authority
from firmware_config.tree import InstalledFile

if TYPE_CHECKING:
    from firmware_config.authority import Authority

TLS = TlsFiles(at.TRUSTED, at.CERTIFICATE, at.KEY)
PAGES = TlsFiles(at.TRUSTED, at.PAGES_CERTIFICATE, at.PAGES_KEY)


def trees(
    site: Site,
    keep: Keep,
    catalogue: Catalogue = Catalogue(),  # noqa: B008 (frozen)
    now: datetime | None = None,
) -> dict[str, tuple[InstalledFile, ...]]:
    """Files by machine id, the controller's machine first; ``local`` where the site names no machine.

    The same site and the same kept secrets give the same bytes, until ``now`` (with a zone; left out: this moment) a certificate is to be
    renewed. What is not kept yet is made. Raises OSError, KeepError, and NotSignedError where the office speaks TLS and this
    machine's clock is wrong.
    """
    at_that = now or datetime.now(UTC)
    tls = TLS if site.broker.tls else NO_TLS
    pages = PAGES if site.web.https_port else NO_TLS
    authority = None
    if has_authority(site):
        from firmware_config.authority import FOLDER, Authority  # noqa: PLC0415 (loads OpenSSL, which few commands need)

        authority = Authority(keep.folder / FOLDER, site.id, at_that)
        authority.prepare(server_names(site))
    known = {str(one.account.device): one for one in profiles(site, keep, Path(at.STATE), catalogue, tls, pages)}
    made = {str(place.machine.id): tuple(_files(site, place, keep, tls, known, authority)) for place in places(site)}
    central = next(iter(made))
    return made | {central: (*made[central], *secrets.offers(keep, at_that))}


def _files(
    site: Site, place: Place, keep: Keep, tls: TlsFiles, known: dict[str, Profile], authority: "Authority | None"
) -> Iterator[InstalledFile]:
    """In the order in which they are needed: users, secrets, broker, screen and sound, and last the programs on top of all that."""
    units = [one for one in programs.units(site, place) if _has_profile(one.name, place, known)]
    yield from upkeep.files(site, place)
    yield from usb.files(place)
    if authority and site.broker.tls:
        yield secrets.trusted(authority, tuple(one.name for one in units))
        if place.central:
            yield from secrets.server_files(site, authority)[0]
    if authority and site.web.https_port and place.central:
        if not site.broker.tls:
            yield secrets.trusted(authority, ())
        yield from secrets.pages_files(site, authority)[0]
    yield from secrets.files(site, place, keep, tls, known)
    if place.central and site.broker.kind != EMBEDDED:
        yield from broker.files(site, keep, tls)
    yield from screen.files(place)
    yield from sound.files(place)
    yield from (one.file for one in units)


def _has_profile(unit: str, place: Place, known: dict[str, Profile]) -> bool:
    """False for a device that was shut out: its unit goes with its profile."""
    return unit not in {at.unit_of(one.id) for one in place.devices if one.id not in known}
