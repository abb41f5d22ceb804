"""Passwords of officers and devices, kept as Argon2 hashes."""

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Final
from weakref import WeakValueDictionary

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_THOUGHT_S: Final = 0.5
"""Seconds after a wrong guess before the next one of the same place is looked at."""


def is_password(stored: str, password: str) -> bool:
    """Whether ``stored`` is an Argon2 hash of the password; False for what is no hash. Takes about 0.1 s.

    An accent may be typed as a key of its own, so letters are composed first, as when the hash was made.
    """
    try:
        return PasswordHasher().verify(stored, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False


class Passwords:
    """Those of the devices, checked beside the broker's loop, one at a time.

    A password that was right once is known again without Argon2, as after a broken line. Of one place one guess is looked at, and a wrong one is
    thought over for a while: whoever guesses from there without end keeps nobody elsewhere waiting, and leaves the machine its core.
    """

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        self._hasher = PasswordHasher()
        self._worker = ThreadPoolExecutor(1, "argon2")  # one: a hash costs 20 MiB, and the loop needs the other core
        self._key = secrets.token_bytes(32)
        self._known: dict[str, bytes] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._decoy = next(iter(self._hashes.values()), "")  # an unknown name must not answer sooner

    def followed_by(self, hashes: Mapping[str, str]) -> "Passwords":
        """Those of a new profile; who has the same hash as before is known as before."""
        later = Passwords(hashes)
        later._key = self._key
        later._known = {user: seal for user, seal in self._known.items() if hashes.get(user) == self._hashes.get(user)}
        return later

    async def right(self, user: str | None, password: str | None, place: str = "") -> bool:
        """Whether this is the user's password; False for unknown users and without a password.

        ``place``: where it comes from; those of this machine, which is empty, wait for nobody.
        """
        if user is None or password is None:
            return False
        seal = hashlib.blake2b(password.encode(), key=self._key).digest()
        if hmac.compare_digest(self._known.get(user, b""), seal):
            return True
        stored = self._hashes.get(user)
        async with self._turns.setdefault(place, asyncio.Lock()) if place else nullcontext():
            right = await self._looked_at(stored or self._decoy, password)
            if place and not (right and stored):
                await asyncio.sleep(_THOUGHT_S)
        if not right or not stored:
            return False
        self._known[user] = seal
        return True

    async def _looked_at(self, stored: str, password: str) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._verify, stored, password)

    def close(self) -> None:
        """End the worker; a check under way is not waited for."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
