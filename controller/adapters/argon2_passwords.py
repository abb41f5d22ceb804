"""Passwords of officers and devices, kept as Argon2 hashes."""

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


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

    A password that was right once is known again without Argon2, as after a broken line.
    """

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        self._hasher = PasswordHasher()
        self._worker = ThreadPoolExecutor(1, "argon2")  # one: a hash costs 20 MiB, and the loop needs the other core
        self._key = secrets.token_bytes(32)
        self._known: dict[str, bytes] = {}

    def followed_by(self, hashes: Mapping[str, str]) -> "Passwords":
        """Those of a new profile; who has the same hash as before is known as before."""
        later = Passwords(hashes)
        later._key = self._key
        later._known = {user: seal for user, seal in self._known.items() if hashes.get(user) == self._hashes.get(user)}
        return later

    async def right(self, user: str | None, password: str | None) -> bool:
        """Whether this is the user's password; False for unknown users and without a password."""
        stored = self._hashes.get(user or "")
        if user is None or password is None or stored is None:
            return False
        seal = hashlib.blake2b(password.encode(), key=self._key).digest()
        if hmac.compare_digest(self._known.get(user, b""), seal):
            return True
        good = await asyncio.get_running_loop().run_in_executor(self._worker, self._verify, stored, password)
        if good:
            self._known[user] = seal
        return good

    def close(self) -> None:
        """End the worker; a check under way is not waited for."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
