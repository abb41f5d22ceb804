"""``esphome``: the office's small devices as ESPHome configurations, with their secrets beside them."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from contract.ids import DeviceId
from contract.profile import write_private
from contract.site import Site
from contract.small_device import is_small
from firmware_config.commands import FAULTY, FINE
from firmware_config.commands.revoke import unknown_device
from firmware_config.esphome.configuration import esphome_secrets, esphome_yaml
from firmware_config.flashing import BoardError
from firmware_config.flashing.content import CA, BoardProfile, small_profile, trusted
from firmware_config.keep import Keep
from firmware_config.loss import UnknownDeviceError, loss_of
from firmware_config.office import find_office
from firmware_config.site_file import read_site

SECRETS = "secrets.yaml"


def arguments(parser: ArgumentParser) -> None:
    """Which devices, and where to."""
    parser.add_argument("device", nargs="?", default="", help="option.device")
    parser.add_argument("--office", default="", help="option.office")
    parser.add_argument("--all", action="store_true", help="option.all_small")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="option.esphome_to")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Secrets of other devices that stand in the folder already stay."""
    office = find_office(given.office)
    site = read_site(office.site_file)
    try:
        names = _named(site, given)
        keep = Keep(office.keep)
        made = tuple(_with_ca(site, small_profile(site, keep, one)) for one in names)
        files = {f"{one.account.device}.yaml": esphome_yaml(one) for one in made}
        secrets = esphome_secrets(made, trusted(site, keep))
    except UnknownDeviceError as fault:
        print(unknown_device(fault, texts), file=sys.stderr)
        return FAULTY
    except BoardError as fault:
        print(texts[f"flash.{fault.name}"].format(what=fault.what, words=fault.words), file=sys.stderr)
        return FAULTY
    given.to.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (given.to / name).write_text(content, "utf-8")
    _keep(given.to / SECRETS, secrets)
    print(texts["flash.esphome_done"].format(what=", ".join(files), words=given.to))
    return FINE


def _named(site: Site, given: Namespace) -> tuple[DeviceId, ...]:
    """The device, or every small one. Raises BoardError and UnknownDeviceError."""
    if bool(given.device) is given.all:
        raise BoardError("which_esphome")
    if given.device:
        return (loss_of(site, given.device).device,)
    small = tuple(one.id for one in site.devices if is_small(one.role, one.hardware))
    if not small:
        raise BoardError("no_small")
    return small


def _with_ca(site: Site, profile: BoardProfile) -> BoardProfile:
    return replace(profile, account=replace(profile.account, ca=CA)) if site.broker.tls else profile


def _keep(path: Path, secrets: dict[str, str]) -> None:
    there = (yaml.safe_load(path.read_text("utf-8")) or {}) if path.exists() else {}
    write_private(path, yaml.safe_dump({**there, **secrets}, allow_unicode=True))
