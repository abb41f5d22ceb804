"""A catalogue of procedures as bytes: what the controller serves, and what a kiosk keeps on its disk."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from contract.errors import MalformedMessageError
from contract.procedure import Catalogue, Procedure

LONGEST: Final = 4 * 1024 * 1024
"""Bytes of a catalogue; a thousand procedures of ordinary length have half of that."""
CATALOGUE_PATH: Final = "/procedures"
"""Where the controller's web server has it."""


def catalogue_of(procedures: Iterable[Procedure]) -> Catalogue:
    """With the version that follows from every word of the procedures."""
    whole = tuple(procedures)
    return Catalogue(_version(whole) if whole else "", whole)


def encode_catalogue(catalogue: Catalogue) -> bytes:
    """JSON, UTF-8."""
    return msgspec.json.encode(catalogue)


def decode_catalogue(data: bytes) -> Catalogue:
    """Raise MalformedMessageError for what is too long, is no catalogue, or is not whole: the version must be that of its words."""
    if len(data) > LONGEST:
        raise MalformedMessageError(f"a catalogue of {len(data)} bytes is longer than {LONGEST}")
    try:
        catalogue = msgspec.json.decode(data, type=Catalogue)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise MalformedMessageError(f"not a catalogue: {fault}") from fault
    if catalogue != catalogue_of(catalogue.procedures):
        raise MalformedMessageError("the catalogue's version is not that of its words")
    return catalogue


def _version(procedures: tuple[Procedure, ...]) -> str:
    return sha256(msgspec.json.encode(procedures)).hexdigest()[:16]
