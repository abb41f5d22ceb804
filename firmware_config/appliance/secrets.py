"""What only this office knows, as it lies on a machine: profiles, and the broker's certificate with whom everybody trusts."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from contract.credentials import CREDENTIALS
from contract.doctor import DOCTOR
from contract.joining import OFFERS, offer_name, offer_text
from contract.office_names import broker_names, server_names
from contract.profile import BrokerProfile
from contract.site import Site
from contract.topics import CONTROLLER
from firmware_config.appliance import places as at
from firmware_config.appliance.placing import Place
from firmware_config.keep import Keep
from firmware_config.offers import open_offers
from firmware_config.provision import BROKER, EMBEDDED, PAGES, PROFILE, Profile, doctor_profile, embedded_broker
from firmware_config.tls import TlsFiles
from firmware_config.tree import InstalledFile

if TYPE_CHECKING:
    from firmware_config.authority import Authority

SERVER: Final = "server"
"""The certificate's name among what the office keeps."""
_OURS: Final = f"root:{at.USER}"


def files(
    site: Site, place: Place, keep: Keep, tls: TlsFiles, profiles: Mapping[str, Profile]
) -> Iterator[InstalledFile]:
    """Profiles of what runs on one machine; a device that was shut out has none."""
    if place.central:
        yield _profile(CONTROLLER, profiles[CONTROLLER], (at.CONTROLLER_UNIT,))
        path = f"{at.settings(CONTROLLER)}/{CREDENTIALS}"
        yield InstalledFile(path, _json(keep.credentials), 0o640, _OURS)
        if site.broker.kind == EMBEDDED:
            yield _broker(embedded_broker(site, keep, tls))
    for device in place.devices:
        if device.id in profiles:
            yield _profile(device.id, profiles[device.id], (at.unit_of(device.id),))
    yield _profile(DOCTOR, doctor_profile(site, keep, tls), ())


def offers(keep: Keep, now: datetime) -> Iterator[InstalledFile]:
    """Places that new machines may take, for the controller: those that have not ended at ``now``."""
    for offer in open_offers(keep, now):
        path = f"{at.settings(CONTROLLER)}/{OFFERS}/{offer_name(offer)}"
        yield InstalledFile(path, offer_text(offer).encode(), 0o640, _OURS, secret=True)


def trusted(authority: "Authority", programs: tuple[str, ...]) -> InstalledFile:
    """Whom to trust. ``programs``: units that read it when they start."""
    return InstalledFile(at.TRUSTED, authority.trusted(), units=programs)


def server_files(site: Site, authority: "Authority") -> tuple[tuple[InstalledFile, ...], datetime]:
    """The broker's own key and certificate, and when that ends."""
    embedded = site.broker.kind == EMBEDDED
    unit, owner = (at.EMBEDDED_UNIT, _OURS) if embedded else (at.MOSQUITTO_UNIT, f"root:{at.BROKER_USER}")
    certified = authority.server(SERVER, broker_names(site), spare=server_names(site))
    key = InstalledFile(at.KEY, certified.key, 0o640, owner, (unit,), secret=True)
    return (key, InstalledFile(at.CERTIFICATE, certified.certificate, 0o644, "root:root", (unit,))), certified.until


def pages_files(site: Site, authority: "Authority") -> tuple[tuple[InstalledFile, ...], datetime]:
    """Key and certificate of the controller's pages, and when that ends. The controller watches them, and takes others without a new start."""
    certified = authority.server(PAGES, server_names(site), browsers=True)
    key = InstalledFile(at.PAGES_KEY, certified.key, 0o640, _OURS, secret=True)
    return (key, InstalledFile(at.PAGES_CERTIFICATE, certified.certificate, 0o644, "root:root")), certified.until


def _profile(device: str, profile: object, units: tuple[str, ...]) -> InstalledFile:
    return InstalledFile(f"{at.settings(device)}/{PROFILE}", _json(profile), 0o640, _OURS, units, secret=True)


def _broker(profile: BrokerProfile) -> InstalledFile:
    """It watches its profile, and takes other accounts without a new start."""
    return dataclasses.replace(_profile(BROKER, profile, ()), units=())


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
