"""Provisioning: one folder a device with all that it must know, and one for the broker; a second run changes nothing."""

import pwd
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from os import getuid
from pathlib import Path
from typing import Final

import msgspec

from contract.broker_topics import BROKER_TOPICS
from contract.controller_profile import ControllerProfile
from contract.credentials import CREDENTIALS, Credentials
from contract.device_profile import device_profile
from contract.doctor import DOCTOR, DoctorProfile, doctor_grants
from contract.home_assistant import HOME_ASSISTANT, home_grants, telling_grants
from contract.ids import DeviceId
from contract.office_names import broker_names, server_names
from contract.procedure import Catalogue
from contract.profile import Account, BrokerProfile, write_private, write_profile
from contract.sealed_phone import kiosk_key
from contract.settings import DeviceProfile
from contract.site import Site
from contract.topics import CONTROLLER, Grants, Role, grants
from firmware_config import mosquitto
from firmware_config.accounts import kept
from firmware_config.keep import KEEP, Keep
from firmware_config.tls import NO_TLS, TlsFiles, has_authority

PROFILE: Final = "profile.json"
BROKER: Final = "broker"
EMBEDDED: Final = "embedded"
PAGES: Final = "pages"
"""The name of the pages' certificate among what the office keeps."""

Profile = DeviceProfile | ControllerProfile


def provision(site: Site, folder: Path, var: Path, catalogue: Catalogue = Catalogue()) -> None:  # noqa: B008 (frozen)
    """Write ``folder/<device>/profile.json`` for the controller and every device, and the broker's files to ``folder/broker``.

    Passwords stand in ``folder/keep``; those of profiles from before it are taken over. ``var`` is the folder below which each program keeps its state, on its machine;
    ``catalogue`` goes to the controller, which hands it on to the kiosks.
    Raises OSError where something cannot be written.
    """
    keep = Keep(folder / KEEP)
    keep.take(kept(folder / CONTROLLER / PROFILE, "secret"), dict(_earlier(site, folder)))
    tls, pages = NO_TLS, NO_TLS
    if has_authority(site):
        tls, pages = _certified(site, folder.absolute(), keep)
    for profile in profiles(site, keep, var.absolute(), catalogue, tls, pages):
        _keep(folder / profile.account.device / PROFILE, profile)
    _keep(folder / DOCTOR / PROFILE, doctor_profile(site, keep, tls))
    _keep(folder / CONTROLLER / CREDENTIALS, keep.credentials)
    for device in keep.revoked:
        (folder / device / PROFILE).unlink(missing_ok=True)
    if site.broker.kind == EMBEDDED:
        _keep(folder / BROKER / PROFILE, embedded_broker(site, keep, tls))
    else:
        _mosquitto(site, folder, keep, tls)


def _earlier(site: Site, folder: Path) -> Iterator[tuple[DeviceId, str]]:
    for device in (CONTROLLER, *(one.id for one in site.devices)):
        password = kept(folder / device / PROFILE, "account", "password")
        if password:
            yield device, password


def _certified(site: Site, folder: Path, keep: Keep) -> tuple[TlsFiles, TlsFiles]:
    """The office's authority with the certificates of broker and pages, for an office in one folder."""
    from firmware_config.authority import FOLDER, Authority  # noqa: PLC0415 (loads OpenSSL, which few commands need)

    authority = Authority(keep.folder / FOLDER, site.id, datetime.now(UTC))
    authority.prepare(server_names(site))
    ca = folder / "ca.pem"
    _write(ca, authority.trusted().decode())

    def signed(name: str, hosts: Sequence[str], place: Path) -> TlsFiles:
        certified = authority.server(name, hosts, browsers=name == PAGES)
        files = TlsFiles(str(ca), str(place.with_suffix(".pem")), str(place.with_suffix(".key")))
        _write(Path(files.key), certified.key.decode())
        _write(Path(files.certificate), certified.certificate.decode())
        return files

    tls, pages = NO_TLS, NO_TLS
    if site.broker.tls:
        tls = signed("server", broker_names(site), folder / BROKER / "server")
    if site.web.https_port:
        pages = signed(PAGES, server_names(site), folder / CONTROLLER / PAGES)
    return tls, pages


def profiles(
    site: Site, keep: Keep, var: Path, catalogue: Catalogue, tls: TlsFiles = NO_TLS, pages: TlsFiles = NO_TLS
) -> Iterator[Profile]:
    """The controller's profile, then one a device that is not shut out, in the order of the site file.

    Each program keeps its state in ``var/<device>``.
    """
    keep.ensure((CONTROLLER, *(device.id for device in site.devices)))
    account = _account(site, CONTROLLER, Role.CONTROLLER, keep, tls)
    yield ControllerProfile(
        account, site, str(var / CONTROLLER), keep.secret, catalogue, pages.certificate, pages.key, pages.ca
    )
    for device in site.devices:
        if device.id not in keep.revoked:
            account = _account(site, device.id, device.role, keep, tls)
            yield device_profile(
                site, device, account, str(var / device.id), kiosk_key(keep.secret, device.id, keep.issue(device.id))
            )


def doctor_profile(site: Site, keep: Keep, tls: TlsFiles = NO_TLS) -> DoctorProfile:
    """What the doctor is given, the same on every machine."""
    return DoctorProfile(site.id, site.broker.host, site.broker.port, keep.password(DOCTOR), site.timezone, tls.ca)


def _account(site: Site, device: DeviceId, role: Role, keep: Keep, tls: TlsFiles) -> Account:
    broker = site.broker
    return Account(site.id, device, role, broker.host, broker.port, keep.password(device), site.timezone, tls.ca)


def granted(site: Site, keep: Keep) -> dict[DeviceId, Grants]:
    """What the broker lets each account write and read; who was shut out has none."""
    devices = {
        device.id: grants(site.id, device.role, device.id, device.counter, device.zone)
        for device in site.devices
        if device.id not in keep.revoked
    }
    chief = grants(site.id, Role.CONTROLLER, CONTROLLER)
    controller = Grants(chief.publish, (*chief.subscribe, *BROKER_TOPICS))
    accounts = {CONTROLLER: controller, DOCTOR: doctor_grants(site.id), **devices}
    home = site.home_assistant
    if not home.on:
        return accounts
    controller = Grants((*controller.publish, *telling_grants(site.id, home.prefix)), controller.subscribe)
    guest = {} if HOME_ASSISTANT in keep.revoked else {HOME_ASSISTANT: home_grants(site.id, home.prefix)}
    return accounts | {CONTROLLER: controller} | guest


def embedded_broker(site: Site, keep: Keep, tls: TlsFiles = NO_TLS) -> BrokerProfile:
    """The profile of the broker that comes with the controller."""
    access = granted(site, keep)
    return BrokerProfile(
        site.broker.host,
        site.broker.port,
        {str(device): word for device, word in keep.argon2(access).items()},
        publish={str(device): one.publish for device, one in access.items()},
        subscribe={str(device): one.subscribe for device, one in access.items()},
        certificate=tls.certificate,
        key=tls.key,
    )


def _mosquitto(site: Site, folder: Path, keep: Keep, tls: TlsFiles) -> None:
    place = (folder / BROKER).absolute()
    access = granted(site, keep)
    _write(place / mosquitto.PASSWORDS, mosquitto.passwords(keep.mosquitto(access)))
    _write(place / mosquitto.ACCESS, mosquitto.access(access))
    owner = pwd.getpwuid(getuid()).pw_name
    _write(place / mosquitto.CONFIGURATION, mosquitto.configuration(site.broker, place, owner, tls))


def _keep(path: Path, profile: Profile | BrokerProfile | DoctorProfile | Credentials) -> None:
    if msgspec.json.format(msgspec.json.encode(profile), indent=2).decode() + "\n" != _read(path):
        write_profile(path, profile)


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _write(path: Path, text: str) -> None:
    """Only what changed."""
    if _read(path) != text:
        write_private(path, text)
