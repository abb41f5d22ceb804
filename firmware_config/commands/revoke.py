"""``revoke``: shuts a stolen device out, with all that ran on its machine: broker and controller are told at once."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from contract.doctor import DOCTOR
from firmware_config.applying import apply_plan
from firmware_config.commands import FAULTY, FINE
from firmware_config.keep import Keep
from firmware_config.loss import UnknownDeviceError, loss_of
from firmware_config.office import find_office
from firmware_config.rollout import Way, officer
from firmware_config.site_file import read_site
from firmware_config.wanted import wanted


def arguments(parser: ArgumentParser) -> None:
    """Which device."""
    parser.add_argument("device", help="option.device")
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--root", type=Path, metavar="FOLDER", help="option.root")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """What is kept is changed first: whatever fails afterwards, the next ``apply`` shuts the device out."""
    office = find_office(given.office)
    site = read_site(office.site_file)
    try:
        loss = loss_of(site, given.device)
    except UnknownDeviceError as fault:
        print(unknown_device(fault, texts), file=sys.stderr)
        return FAULTY
    keep, at = Keep(office.keep), datetime.now(UTC).astimezone()
    for device in loss.devices:
        keep.revoke(device, at, officer())
    if loss.machine:
        keep.renew(DOCTOR, at, officer())  # its password lay on the stolen disk as well
    print(texts["revoke.noted"].format(devices=", ".join(loss.devices)))
    plan = wanted(office)
    if apply_plan(plan, Way((loss.central,), given.root), texts):
        print(texts["revoke.not_told"].format(machine=loss.central, device=loss.device), file=sys.stderr)
        return FAULTY
    print(texts["revoke.done"].format(devices=", ".join(loss.devices)))
    if loss.machine:
        print(texts["revoke.doctor"])
    if loss.small and site.wifi.name:
        print(texts["revoke.wifi"].format(name=site.wifi.name))
    print(texts["revoke.again"].format(device=loss.device))
    return FINE


def unknown_device(fault: UnknownDeviceError, texts: Mapping[str, str]) -> str:
    """With the nearest name, or all of them."""
    words = texts["revoke.unknown"].format(word=fault.word, known=", ".join(fault.known))
    return f"{words} {texts['hint'].format(hint=fault.hint)}" if fault.hint else words
