"""Places of machines that are gone: offers, and the codes by which new machines take them. ``joining_keys`` proves that a code is known."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from contract.ids import DeviceId
from contract.profile import write_private

OFFERS: Final = "offers"
"""Folder of the open offers, beside the controller's profile."""
JOIN_PATH: Final = "/join"
"""Where a new machine asks, below the address of the controller's pages."""
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing that is read as something else."""
_READ_AS: Final = str.maketrans("OIL", "011", " -.")
_PLATE: Final = 2
_SECRET: Final = 8
"""40 bits, of which every wrong guess costs one of ``TRIES``."""
TRIES: Final = 5
"""Wrong proofs after which an offer is withdrawn."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that is to be taken. ``parcel`` is what whoever knows the code is given; only the tool and the new machine read it."""

    device: DeviceId
    code: str
    """Plate and secret, ten letters."""
    ends: float
    """Seconds of the era; afterwards the code is good for nothing."""
    parcel: bytes


def new_code() -> str:
    """Ten random letters: two that name the offer, eight that are the secret."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_PLATE + _SECRET))


def read_code(typed: str) -> str | None:
    """What somebody typed, with or without dashes; None for what is no code."""
    code = typed.upper().translate(_READ_AS)
    return code if len(code) == _PLATE + _SECRET and set(code) <= set(_LETTERS) else None


def shown_code(code: str) -> str:
    """As people read it: ``K7-4QPM-T9WX``."""
    return f"{code[:2]}-{code[2:6]}-{code[6:]}"


def plate(code: str) -> str:
    """The part that says which offer is meant, and is no secret."""
    return code[:_PLATE]


def write_offer(folder: Path, offer: Offer) -> None:
    """For the owner's eyes only; one of the same plate is replaced."""
    write_private(folder / offer_name(offer), offer_text(offer))


def offer_name(offer: Offer) -> str:
    """Its file's."""
    return f"{plate(offer.code)}.json"


def offer_text(offer: Offer) -> str:
    """Its file's content."""
    return msgspec.json.encode(offer).decode() + "\n"


def read_offer(path: Path) -> Offer | None:
    """None where the file is gone or no offer."""
    try:
        offer = msgspec.json.decode(path.read_bytes(), type=Offer)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return offer if read_code(offer.code) == offer.code and path.name == offer_name(offer) else None
