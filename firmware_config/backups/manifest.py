"""What a backup says of itself, as its last member: a file that was cut off has none, and is none."""

import hmac
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

import msgspec

from firmware_config.backups.contents import Kind
from firmware_config.backups.fault import BackupError
from firmware_config.backups.journal_copy import JournalMark
from firmware_config.backups.sealed import proof

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SEALED: Final = "sealed"
"""The member with a backup within the backup, which holds the parts that are not for everybody."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file: ``name`` is ``<number of its part>/<name in it>``; ``sha256`` in hexadecimal."""

    name: str
    size: int
    sha256: str
    mode: int = 0o600
    owner: str = ""


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A part as it stood: ``alone``: it is one file."""

    kind: Kind
    path: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made_at``: ISO 8601 with the zone. ``version``: of the programs that made it."""

    format: int
    made_at: str
    version: str
    site: str
    journal: JournalMark | None = None
    parts: tuple[KeptPart, ...] = ()
    members: tuple[Member, ...] = field(default=())
    proof: str = ""
    """Made from all of the above by whoever has the office's code; empty: nobody vouches for it."""

    def is_proved(self, code: str) -> bool:
        """Whether nobody without the code has made or changed it."""
        return bool(code) and hmac.compare_digest(
            self.proof.encode(), proof(code, written(replace(self, proof=""))).encode()
        )


def written(manifest: Manifest) -> bytes:
    """For people to read as well."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def proved(manifest: Manifest, code: str) -> Manifest:
    """The same, vouched for."""
    return replace(manifest, proof=proof(code, written(replace(manifest, proof=""))))


def understood(content: bytes) -> Manifest:
    """Raises BackupError for what is none, or a newer one's."""
    try:
        told = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        number = msgspec.json.decode(told["format"], type=int)
        if number > FORMAT:
            raise BackupError("newer", format=number, known=FORMAT)
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, RecursionError):
        raise BackupError("broken") from None
    if any(_leads_out(one.path) for one in manifest.parts):
        raise BackupError("broken")
    return manifest


def _leads_out(path: str) -> bool:
    way = PurePosixPath(path)
    return not way.is_absolute() or ".." in way.parts or "\0" in path
