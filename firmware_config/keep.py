"""What an office keeps to itself: its devices' passwords, the controller's secret, who was shut out, and a record of both.

Stands in the folder ``keep`` of the office folder, which nobody but its owner may open. What is not there yet is made at first asking
and stays: a second run of anything changes nothing.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from contract.credentials import Credentials
from contract.ids import DeviceId
from contract.profile import write_private
from firmware_config.accounts import argon2_hash, mosquitto_hash, new_secret
from firmware_config.keep_record import Noted, add_line, read_lines

KEEP: Final = "keep"
"""The folder's name in an office folder."""
CREDENTIALS: Final = "credentials.json"
"""Below it: the passwords of all, by name."""
_LOCK: Final = ".lock"
_IGNORED: Final = ".gitignore"


class KeepError(Exception):
    """The folder holds something that cannot be read, so nothing may be made in its place; the text names file and fault."""


class RevokedError(Exception):
    """A device that was shut out has no password; its text is the device's name."""


class _Held(msgspec.Struct):
    """Of one device. ``issue``: how often it got new ones; ``revoked``: when it was shut out, empty where it was not.

    The password's hashes are kept because each is salted: made again, they would look like a change. ``proofs``: by kind, what shows that the
    hash is this password's; to ask the hash itself takes seconds where there are forty counters.
    """

    password: str
    issue: int = 0
    revoked: str = ""
    argon2: str = ""
    mosquitto: str = ""
    proofs: dict[str, str] = msgspec.field(default_factory=dict)

    def proof(self, word: str) -> str:
        """The password is made of 256 random bits and stands beside it, so a quick digest tells nobody more."""
        return hashlib.sha256(f"{self.password}\n{word}".encode()).hexdigest()

    def proven(self, kind: str) -> str:
        """The hash that surely is this password's; empty where there is none."""
        word: str = getattr(self, kind)
        return word if word and self.proofs.get(kind) == self.proof(word) else ""


class _Content(msgspec.Struct):
    secret: str = ""
    devices: dict[str, _Held] = msgspec.field(default_factory=dict)


class Keep:
    """The secrets of one office. Every change is on the disk, whole, when its call returns. Raises OSError and KeepError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._content = self._read()

    @property
    def secret(self) -> str:
        """The controller's: what tickets' addresses, cookies and seals are made with."""
        if not self._content.secret:
            with self._changing():
                self._content.secret = self._content.secret or new_secret()
        return self._content.secret

    def take(self, secret: str | None, passwords: dict[DeviceId, str]) -> None:
        """What an earlier version had given to devices, so that they need nothing new; what is here already stands."""
        new = {one: word for one, word in passwords.items() if one not in self._content.devices}
        if not new and (not secret or self._content.secret):
            return
        with self._changing():
            self._content.secret = self._content.secret or secret or ""
            for one, word in new.items():
                self._content.devices.setdefault(one, _Held(word))

    def ensure(self, devices: Iterable[DeviceId]) -> None:
        """Make passwords for those that have none, in one go."""
        if missing := [one for one in devices if one not in self._content.devices]:
            with self._changing():
                for one in missing:
                    self._content.devices.setdefault(one, _Held(new_secret()))

    def password(self, device: DeviceId) -> str:
        """The device's at the broker; raises RevokedError for one that was shut out."""
        self.ensure([device])
        held = self._content.devices[device]
        if held.revoked:
            raise RevokedError(device)
        return held.password

    def argon2(self, devices: Iterable[DeviceId]) -> dict[DeviceId, str]:
        """Hashes of their passwords for the embedded broker, in one write; none of theirs may be shut out."""
        return self._hashes(tuple(devices), "argon2", argon2_hash)

    def mosquitto(self, devices: Iterable[DeviceId]) -> dict[DeviceId, str]:
        """The same for mosquitto."""
        return self._hashes(tuple(devices), "mosquitto", mosquitto_hash)

    def issue(self, device: DeviceId) -> int:
        """How often it was given new credentials, from 0."""
        held = self._content.devices.get(device)
        return held.issue if held else 0

    @property
    def revoked(self) -> frozenset[DeviceId]:
        """Who was shut out and has got nothing new since."""
        return frozenset(DeviceId(one) for one, held in self._content.devices.items() if held.revoked)

    @property
    def credentials(self) -> Credentials:
        """What the running controller has to know of them."""
        issues = {DeviceId(one): held.issue for one, held in sorted(self._content.devices.items()) if held.issue}
        return Credentials(tuple(sorted(self.revoked)), issues)

    def revoke(self, device: DeviceId, at: datetime, by: str) -> None:
        """Shut a device out: its password is gone for ever. ``by``: who says so, for the record."""
        with self._changing():
            before = self._content.devices.get(device)
            self._content.devices[device] = _Held("", before.issue if before else 0, at.isoformat(timespec="seconds"))
        self.note(at, by, "revoke", device)

    def renew(self, device: DeviceId, at: datetime, by: str) -> None:
        """New credentials for whoever takes the device's place; what the old one has is good for nothing any more."""
        with self._changing():
            before = self._content.devices.get(device)
            self._content.devices[device] = _Held(new_secret(), before.issue + 1 if before else 0)
        self.note(at, by, "replace", device)

    def note(self, at: datetime, by: str, deed: str, device: DeviceId) -> None:
        """One line of the record: when, who, what, which device."""
        add_line(self._place(), Noted(at, by, deed, device))

    @property
    def record(self) -> tuple[Noted | None, ...]:
        """All lines of the record, oldest first; None for one that a power cut tore."""
        return read_lines(self.folder)

    def _hashes(
        self, devices: tuple[DeviceId, ...], kind: str, made: Callable[[str, str | None], str]
    ) -> dict[DeviceId, str]:
        self.ensure(devices)
        passwords = {one: self.password(one) for one in devices}
        proven = {one: self._content.devices[one].proven(kind) for one in devices}
        hashes = {
            one: proven[one] or made(word, getattr(self._content.devices[one], kind) or None)
            for one, word in passwords.items()
        }
        if not all(proven.values()):
            with self._changing():
                for one, word in hashes.items():
                    held = self._content.devices[one]
                    if held.password == passwords[one]:  # nobody changed it meanwhile
                        setattr(held, kind, word)
                        held.proofs[kind] = held.proof(word)
        return hashes

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Alone, on what is on the disk now; written when it is left without a fault."""
        with os.fdopen(os.open(self._place() / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._content = self._read()
            yield
            text = msgspec.json.format(msgspec.json.encode(self._content), indent=2).decode()
            write_private(self.folder / CREDENTIALS, text + "\n")

    def _place(self) -> Path:
        """The folder, made where it is not there; nobody puts it under version control by accident."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self.folder / _IGNORED).exists():
            write_private(self.folder / _IGNORED, "*\n")
        return self.folder

    def _read(self) -> _Content:
        place = self.folder / CREDENTIALS
        try:
            return msgspec.json.decode(place.read_bytes(), type=_Content)
        except FileNotFoundError:
            return _Content()
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
            raise KeepError(f"{place}: {fault}") from fault
