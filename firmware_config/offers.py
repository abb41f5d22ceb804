"""Open offers of an office: places of machines that are gone, each for whoever types its code at a new one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from contract.ids import DeviceId
from contract.joining import OFFERS, Offer, new_code, plate, read_offer, write_offer
from firmware_config.keep import Keep

LONGEST: Final = timedelta(hours=24)
USUAL: Final = timedelta(minutes=30)


def open_offers(keep: Keep, at: datetime) -> Sequence[Offer]:
    """Those that have not ended at ``at``, by plate; files of the others are removed."""
    found = []
    for path in sorted(_folder(keep).glob("*.json")):
        offer = read_offer(path)
        if offer is None or offer.ends <= at.timestamp():
            path.unlink(missing_ok=True)
        else:
            found.append(offer)
    return found


def make_offer(keep: Keep, device: DeviceId, parcel: bytes, at: datetime, lasts: timedelta = USUAL) -> Offer:
    """A new code for the place of ``device``; an earlier one of the same place is good for nothing any more."""
    for old in open_offers(keep, at):
        if old.device == device:
            (_folder(keep) / f"{plate(old.code)}.json").unlink(missing_ok=True)
    taken = {plate(one.code) for one in open_offers(keep, at)}
    code = next(one for one in iter(new_code, "") if plate(one) not in taken)
    offer = Offer(device, code, (at + lasts).timestamp(), parcel)
    _folder(keep).mkdir(mode=0o700, parents=True, exist_ok=True)
    write_offer(_folder(keep), offer)
    return offer


def _folder(keep: Keep) -> Path:
    return keep.folder / OFFERS
