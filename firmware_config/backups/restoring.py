"""Puts the parts of an opened backup at their places: all of them or none, and what stood there stays beside."""

import fcntl
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from firmware_config.appliance.places import USER
from firmware_config.backups.contents import Kind
from firmware_config.backups.fault import BackupError
from firmware_config.backups.opened import Fresh
from firmware_config.on_machine.disk import sync

_LOCK: Final = "journal.lock"
_NEVER_KEPT: Final = ("phones.sqlite*", "taken-*")
"""What ends with the visit or with the browser that asked for it ends in what is put aside, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part goes."""

    fresh: Fresh
    to: Path

    @property
    def is_taken(self) -> bool:
        """Whether anything stands there."""
        if self.to.is_dir():
            return any(one.name != _LOCK for one in self.to.iterdir())
        return self.to.exists()


@dataclass(frozen=True, slots=True)
class Moved:
    """A part at its place; ``aside``: where the old one is now, None where there was none."""

    place: Place
    aside: Path | None


def put_back(places: Sequence[Place], at: datetime) -> list[Moved]:
    """Put all at their places. ``at`` names what is put aside.

    Everything is copied beside its place first; the change itself is renames, which are taken back where one fails. Raises BackupError where the
    controller runs, and OSError; everything is as it was then.
    """
    with ExitStack() as stack:
        for one in places:
            if one.fresh.part.kind is Kind.STATE:
                stack.enter_context(_nobody_writes(one.to))
        copies = [(one, _beside(one, stack)) for one in places]
        done: list[Moved] = []
        try:
            for one, copy in copies:
                done.append(Moved(one, _aside(one, at)))
                copy.rename(one.to)
        except OSError:
            for moved in reversed(done):
                _take_back(moved)
            raise
    for moved in done:
        if moved.aside and moved.place.fresh.part.kind is Kind.STATE:
            _forget(moved.aside)
        sync(moved.place.to.parent)
    return done


@contextmanager
def _nobody_writes(folder: Path) -> Iterator[None]:
    """The controller's own lock is held while its folder is changed."""
    if not folder.is_dir():
        yield
        return
    with os.fdopen(os.open(folder / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BackupError("controller_runs", folder=folder) from fault
        yield


def _beside(place: Place, stack: ExitStack) -> Path:
    """A copy with the rights and owners that it shall have, on the same disk as its place; gone again where it is not used."""
    place.to.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{place.to.name}.", dir=place.to.parent))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    whole = folder / place.to.name
    named = place.fresh.part.kind is Kind.NAMED
    whole.mkdir(mode=0o755 if named else 0o700)
    for name, member in place.fresh.files.items():
        file = whole / name
        file.parent.mkdir(mode=0o755 if named else 0o700, parents=True, exist_ok=True)
        shutil.copyfile(place.fresh.at / name, file)
        file.chmod(member.mode & 0o755 if named else 0o600)
        with file.open("rb") as told:
            os.fsync(told.fileno())
        if named:
            _give(file, member.owner)
    if place.fresh.part.kind is Kind.STATE:
        for path in (whole, *whole.rglob("*")):
            _give(path, _owner(place.to))
    return next(whole.iterdir()) if place.fresh.part.alone else whole


def _owner(folder: Path) -> str:
    """Of the controller's folder: who had it, else who runs our programs."""
    with suppress(OSError, KeyError):
        return pwd.getpwuid(folder.stat().st_uid).pw_name
    return USER


def _give(path: Path, owner: str) -> None:
    """Root gives files to whom they belong; a user who is unknown here gets nothing."""
    if os.geteuid() == 0:
        with suppress(KeyError):
            user = pwd.getpwnam(owner)
            os.chown(path, user.pw_uid, user.pw_gid)


def _aside(place: Place, at: datetime) -> Path | None:
    if place.to.is_dir() and not place.is_taken:
        shutil.rmtree(place.to)
        return None
    if not place.to.exists():
        return None
    aside = place.to.with_name(f"{place.to.name}.before-{at:%Y-%m-%dT%H%M%S}")
    if aside.exists():
        raise FileExistsError(17, "File exists", str(aside))
    place.to.rename(aside)
    return aside


def _take_back(moved: Moved) -> None:
    to = moved.place.to
    if to.is_dir():
        shutil.rmtree(to)
    else:
        to.unlink(missing_ok=True)
    if moved.aside:
        moved.aside.rename(to)


def _forget(folder: Path) -> None:
    for pattern in _NEVER_KEPT:
        for path in folder.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
                continue
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
