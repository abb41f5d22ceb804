"""The PIN of the maintenance screen, of which a kiosk knows the hash alone."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Pin:
    """``hash_text`` as ``python -m firmware_config pin`` prints it. Checking takes some 50 ms and 19 MiB."""

    def __init__(self, hash_text: str) -> None:
        self._hash = hash_text
        self._hasher = PasswordHasher()

    def fits(self, pin: str) -> bool:
        """Whether it is the one."""
        try:
            return self._hasher.verify(self._hash, pin)
        except (VerificationError, InvalidHashError):
            return False
