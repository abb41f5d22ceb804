"""Carries out one order on one root.

Contents are written beside the old ones first, then each takes its place by a rename; what must be restarted is noted before the first
rename. So a cut at any moment leaves whole files, and the next installation finishes what this one did not come to.
"""

import base64
import contextlib
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from firmware_config.on_machine.comparison import changes
from firmware_config.on_machine.disk import digest, place_of, put, sweep, sync, write_beside
from firmware_config.on_machine.order import Answer, Change, Order, Trouble
from firmware_config.on_machine.owners import Owners
from firmware_config.on_machine.record import STATE, Record, entries, read_record, write_record
from firmware_config.on_machine.services import USERS, Services, unit_of

_ASIDE: Final = ".aside"
"""Below the state's folder: what somebody had changed by hand, before it was overwritten."""


def carry_out(order: Order, services: Services | None = None) -> Answer:
    """What has changed, or would change; what is wrong with the machine stands in the answer and is never raised."""
    installation = _Installation(order, services or Services(Path(order.root).resolve()))
    try:
        installation.run()
    except BlockingIOError:
        installation.trouble("busy", socket.gethostname())
    except OSError as fault:
        installation.trouble("machine", str(fault.filename or ""), fault.strerror or str(fault))
    return installation.answer


class _Installation:
    def __init__(self, order: Order, services: Services) -> None:
        self.order = order
        self.root = Path(order.root).resolve()
        self.wanted = {one.path: one for one in order.files}
        self.owners = Owners(self.root)
        self.services = services
        self.answer = Answer(socket.gethostname(), owners=self.owners.kept, running=self.services.running)
        self.before = Record()

    def trouble(self, name: str, what: str = "", words: str = "") -> None:
        self.answer.troubles += (Trouble(name, what, words),)

    def run(self) -> None:
        if self.root == Path("/") and os.geteuid() != 0:
            self.trouble("not_root", socket.gethostname())
        elif self.order.dry:
            self.compare()
        else:
            with self.alone():
                self.install()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Two installations at once would undo each other."""
        (self.root / STATE).mkdir(parents=True, exist_ok=True)
        with (self.root / STATE / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    def compare(self) -> bool:
        """Whether anything is to be done, and may be."""
        self.before = read_record(self.root)
        if self.before.site:
            self.answer.before = (self.before.site, self.before.machine, self.before.release)
            same = self.answer.before[:2] == (self.order.site, self.order.machine)
            if not same and not self.order.take_over:
                self.trouble("foreign", socket.gethostname(), f"{self.before.site}/{self.before.machine}")
                return False
        found = changes(self.order, self.root, self.before, self.owners)
        self.answer.changes = tuple(self.shown(one) for one in found)
        self.answer.waiting = self.units()
        self.answer.missing = tuple(path for path in self.order.named if not place_of(self.root, path).exists())
        self.unknown_owners()
        self.answer.whole = self.before.whole and not (found or self.answer.waiting or self.answer.troubles)
        return not self.answer.whole and not self.answer.troubles

    def unknown_owners(self) -> None:
        if any(path.startswith(USERS) for path in self.wanted):
            return  # they are about to be made
        for owner, nobody in self.nobodies():
            self.trouble("no_owner", owner, nobody)

    def nobodies(self) -> Iterator[tuple[str, str]]:
        """Owners of the order, each with its user or group that the machine does not know."""
        for owner in dict.fromkeys(one.owner for one in self.order.files):
            try:
                self.owners.numbers(owner)
            except KeyError as nobody:
                yield owner, str(nobody.args[0])

    def shown(self, change: Change) -> Change:
        """With what stands there now, where the order asks for that."""
        if change.path in self.order.show and change.change in {"content", "gone"}:
            change.old = base64.b64encode(place_of(self.root, change.path).read_bytes()).decode()
        return change

    def units(self) -> tuple[str, ...]:
        """Those of changed files, and those that an earlier installation did not come to; none that is about to go."""
        units = list(self.before.restart)
        for one in self.answer.changes:
            known = self.before.files.get(one.path)
            units += self.wanted[one.path].units if one.path in self.wanted else known.units if known else ()
        gone = {unit_of(one.path) for one in self.answer.changes if one.change == "gone"}
        return tuple(unit for unit in dict.fromkeys(units) if unit not in gone)

    def install(self) -> None:
        if not self.compare():
            return
        staged = self.stage()
        if staged is None:
            return
        under_way = {**self.before.files, **entries(self.order, self.before)}
        self.note(replace(self.before, whole=False, restart=self.answer.waiting, files=under_way))
        self.put(staged)
        unsure = () if self.before.whole else tuple(Change(path, "content") for path in self.wanted)
        self.services.follow_up((*self.answer.changes, *unsure))  # an earlier one may have been cut off before this
        self.restart()
        self.answer.troubles += tuple(self.services.troubles)
        left = changes(self.order, self.root, self.before, self.owners)
        self.answer.troubles += tuple(Trouble("not_in_place", one.path) for one in left)
        stay = {one.path: self.before.files[one.path] for one in left if one.change == "gone"}
        files = entries(self.order, Record()) | stay
        self.answer.whole = not self.answer.troubles and not self.answer.waiting
        self.note(Record(restart=self.answer.waiting, files=files, whole=self.answer.whole))

    def note(self, record: Record) -> None:
        order = self.order
        write_record(self.root, replace(record, site=order.site, machine=order.machine, release=order.release))

    def stage(self) -> dict[str, Path] | None:
        """Every new content beside its place; None after the first fault, and then nothing has changed."""
        sweep(self.root, (*self.wanted, *self.before.files))
        staged: dict[str, Path] = {}
        users_first = sorted(
            (one.path for one in self.answer.changes if one.change != "gone"),
            key=lambda path: not path.startswith(USERS),
        )
        if any(self.nobodies()) and not any(path.startswith(USERS) for path in users_first):
            self.services.make_users()  # their file stands, but an earlier one was cut off or refused before this
        for path in users_first:
            try:
                staged[path] = self.stage_one(path)
            except (OSError, KeyError) as fault:
                words = fault.strerror if isinstance(fault, OSError) else str(fault)
                self.trouble("not_written", path, words or str(fault))
                for beside in staged.values():
                    beside.unlink(missing_ok=True)
                return None
            if path.startswith(USERS):
                put(staged.pop(path), place_of(self.root, path))
                if self.owners.kept:
                    self.services.make_users()
        return staged

    def stage_one(self, path: str) -> Path:
        place, file = place_of(self.root, path), self.wanted[path]
        if digest(file.data) != file.digest:
            raise OSError(5, "content and digest differ", path)
        place.parent.mkdir(parents=True, exist_ok=True)
        return write_beside(place, file.data, file.mode, self.owners.numbers(file.owner))

    def put(self, staged: dict[str, Path]) -> None:
        for one in self.answer.changes:
            place = place_of(self.root, one.path)
            try:
                if one.edited:
                    self.put_aside(one.path, place)
                if one.path in staged:
                    put(staged[one.path], place)
                elif one.change == "gone":
                    self.services.retire(one.path)
                    place.unlink(missing_ok=True)
                    sync(place.parent)
                    self.tidy(place.parent)
            except OSError as fault:
                self.trouble("not_written", one.path, fault.strerror or str(fault))

    def put_aside(self, path: str, place: Path) -> None:
        """What somebody wrote by hand is not thrown away."""
        aside = self.root / STATE / _ASIDE
        kept = aside / path.lstrip("/")
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside.chmod(0o700)
        shutil.copyfile(place, kept)

    def tidy(self, folder: Path) -> None:
        """Folders of ours that have become empty."""
        while folder.name != "motcua" and "motcua" in folder.relative_to(self.root).parts and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def restart(self) -> None:
        if self.answer.troubles or self.services.troubles or not self.order.restart:
            if not self.services.running:
                self.answer.waiting = ()
            return
        units = self.answer.waiting
        self.answer.waiting = self.services.restart(units)
        up = tuple(unit for unit in units if unit not in self.answer.waiting)
        self.answer.restarted = up if self.services.running else ()
