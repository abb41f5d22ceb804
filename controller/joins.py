"""Places that are to be taken by new machines: who knows the code of an offer is handed its parcel, once.

Offers are files that the IT officer's tool puts beside the controller's profile, where the controller may read only. So it remembers by
itself, over restarts, which of them have been taken or were guessed at too often. The libraries for it are loaded when somebody asks: a
controller that comes back after a power cut does not wait for them.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import msgspec

from contract.joining import TRIES, Offer, plate, read_offer
from contract.profile import write_private
from controller.ports import Clock

if TYPE_CHECKING:
    from contract.joining_keys import Giver

_LOG: Final = logging.getLogger(__name__)
_RUNS: Final = 16
"""Machines that are asking at the same time; the oldest gives way."""
_ANSWERED_S: Final = 120.0
"""A parcel is given again for the same proof: its first answer may have been lost."""


@dataclass(slots=True)
class _Run:
    offer: Offer
    giver: "Giver"
    since: float
    proof: bytes = b""
    sealed: bytes = b""


class Joins:
    """``folder``: of the offers; ``book``: the file that remembers which are over. Safe from any thread; a step takes some 0.02 s of a core."""

    def __init__(self, folder: Path, book: Path, now: Clock) -> None:
        self._folder = folder
        self._book = book
        self._now = now
        self._over = _read(book)
        self._runs: dict[str, _Run] = {}
        self._wrong: dict[str, int] = {}
        self._lock = Lock()

    def offers(self) -> Sequence[Offer]:
        """Those that can be taken now, in the order of their plates."""
        with self._lock:
            return self._open()

    def begin(self, name: str, message: bytes) -> tuple[str, bytes] | None:
        """A run's name, and what the new machine needs to prove itself; None where no offer has the plate ``name``."""
        with self._lock:
            offer = next((one for one in self._open() if plate(one.code) == name), None)
            if offer is None:
                return None
            from contract.joining_keys import Giver, WrongCodeError  # noqa: PLC0415 (see above)

            try:
                giver = Giver(offer.code, message)
            except WrongCodeError:
                return None
            while len(self._runs) >= _RUNS:
                del self._runs[next(iter(self._runs))]
            run = secrets.token_hex(16)
            self._runs[run] = _Run(offer, giver, self._at())
            return run, giver.message

    def finish(self, name: str, proof: bytes) -> bytes | None:
        """The parcel under its seal; None where the code was wrong, or nothing is on offer any more. Raises OSError."""
        with self._lock:
            run = self._runs.pop(name, None)  # one guess
            if run is None:
                return None
            if not run.sealed:
                if run.offer not in self._open():
                    return None
                from contract.joining_keys import WrongCodeError  # noqa: PLC0415

                try:
                    run.sealed, run.proof = run.giver.sealed(proof, run.offer.parcel), proof
                except WrongCodeError:
                    self._guessed(run.offer)
                    return None
                self._end(run.offer)
                _LOG.info("the place of %s was taken by a new machine", run.offer.device)
            elif run.proof != proof or self._at() - run.since >= _ANSWERED_S:
                return None
            self._runs[name] = run
            return run.sealed

    def _guessed(self, offer: Offer) -> None:
        self._wrong[offer.code] = self._wrong.get(offer.code, 0) + 1
        _LOG.warning("wrong code for the place of %s", offer.device)
        if self._wrong[offer.code] >= TRIES:
            _LOG.warning("the offer of the place of %s is withdrawn", offer.device)
            self._end(offer)

    def _open(self) -> list[Offer]:
        found = (read_offer(path) for path in sorted(self._folder.glob("*.json")))
        return [one for one in found if one and one.ends > self._at() and _mark(one) not in self._over]

    def _end(self, offer: Offer) -> None:
        """On the disk before anything is handed over: what is remembered of files that are gone is forgotten."""
        there = {_mark(one) for path in self._folder.glob("*.json") if (one := read_offer(path))}
        over = frozenset((self._over & there) | {_mark(offer)})
        write_private(self._book, msgspec.json.encode(sorted(over)).decode() + "\n")
        self._over = over
        self._wrong.pop(offer.code, None)

    def _at(self) -> float:
        return self._now().timestamp()


def _mark(offer: Offer) -> str:
    """Of the whole offer: a code that comes again by chance is another one."""
    return sha256(f"{offer.code} {offer.ends}".encode()).hexdigest()


def _read(book: Path) -> frozenset[str]:
    try:
        return frozenset(msgspec.json.decode(book.read_bytes(), type=list[str]))
    except FileNotFoundError:
        return frozenset()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        _LOG.warning("%s cannot be read: offers that were taken may be taken again until they end", book)
        return frozenset()
