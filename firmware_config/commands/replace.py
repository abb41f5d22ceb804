"""``replace``: gives the role of a dead or stolen device to a new one, with new credentials and a way to get them there."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contract.device_profile import pages_address
from contract.joining import shown_code
from firmware_config.applying import apply_plan, carry_plan
from firmware_config.commands import FAULTY, FINE
from firmware_config.commands.revoke import unknown_device
from firmware_config.keep import CREDENTIALS, Keep
from firmware_config.loss import Loss, UnknownDeviceError, loss_of
from firmware_config.offers import LONGEST, USUAL, make_offer
from firmware_config.office import Office, find_office
from firmware_config.on_machine.order import as_text
from firmware_config.rollout import Way, officer, order_of
from firmware_config.site_file import read_site
from firmware_config.wanted import Plan, wanted

_MINUTES = int(USUAL.total_seconds() // 60)


def arguments(parser: ArgumentParser) -> None:
    """Which device, and how the new machine is reached."""
    parser.add_argument("device", help="option.device")
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="option.stick")
    parser.add_argument("--minutes", type=minutes, default=_MINUTES, metavar="N", help="option.minutes")
    parser.add_argument("--root", type=Path, metavar="FOLDER", help="option.root")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """New credentials are kept and told to the broker before anything is handed over; what the old machine has is worth nothing then."""
    office = find_office(given.office)
    try:
        loss = loss_of(read_site(office.site_file), given.device)
    except UnknownDeviceError as fault:
        print(unknown_device(fault, texts), file=sys.stderr)
        return FAULTY
    keep, at = Keep(office.keep), datetime.now(UTC).astimezone()
    for device in loss.devices:
        keep.renew(device, at, officer())
    print(texts["replace.noted"].format(devices=", ".join(loss.devices)))
    plan, code = wanted(office), ""
    if loss.machine and not given.to:
        code, plan = _offered(office, plan, loss, keep, at, timedelta(minutes=given.minutes))
    if apply_plan(plan, Way((loss.central,), given.root), texts):
        print(texts["replace.not_told"].format(machine=loss.central, device=loss.device), file=sys.stderr)
        return FAULTY
    if loss.guest:
        print(texts["replace.guest"].format(device=loss.device, file=office.keep / CREDENTIALS))
    elif loss.small:
        print(texts["replace.flash"].format(device=loss.device))
    elif not loss.machine:
        print(texts["replace.here"].format(device=loss.device))
    elif given.to:
        return carry_plan(plan, Way((loss.machine,), take_over=True), given.to, texts)
    else:
        address = pages_address(plan.site)
        print(texts["replace.code"].format(code=shown_code(code), address=address, minutes=given.minutes))
    return FINE


def _offered(office: Office, plan: Plan, loss: Loss, keep: Keep, at: datetime, lasts: timedelta) -> tuple[str, Plan]:
    """The code, and the plan with the offer in it."""
    release = f"{at:%Y-%m-%d %H:%M} {officer()}"
    way = Way(take_over=True)
    order = order_of(plan.site, loss.machine, plan.trees[loss.machine], release, way, dry=False)
    offer = make_offer(keep, loss.device, as_text(order).encode(), at, lasts)
    return offer.code, wanted(office)


def minutes(word: str) -> int:
    """Of an offer, from one to those of a day; raises ValueError, which the command line tells under this name."""
    number = int(word)
    if not 1 <= number <= LONGEST.total_seconds() // 60:
        raise ValueError(word)
    return number
