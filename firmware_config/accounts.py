"""Secrets of an office's devices: made once, kept over later runs, and hashed for the broker that knows them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_ITERATIONS: Final = 101
"""mosquitto's own number; the passwords are 256 random bits, so more would only slow the broker down."""
_SALT: Final = 12
"""Bytes, the only length that mosquitto 2.0 accepts."""


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def kept(path: Path, *keys: str) -> str | None:
    """The text at ``keys`` in an earlier profile; None where there is none."""
    try:
        value: Any = msgspec.json.decode(path.read_bytes())
        for key in keys:
            value = value[key]
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, RecursionError):
        return None
    return value if isinstance(value, str) and value else None


def argon2_hash(password: str, before: str | None) -> str:
    """``before`` if it is a hash of the password, else a new one (OWASP's parameters: 19 MiB, 2 passes, 1 lane)."""
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    if before:
        try:
            if hasher.verify(before, password) and not hasher.check_needs_rehash(before):
                return before
        except (Argon2Error, InvalidHashError):
            pass
    return hasher.hash(password)


def mosquitto_hash(password: str, before: str | None) -> str:
    """``before`` if it is a hash of the password, else a new one: ``$7$``, PBKDF2-SHA512, as mosquitto_passwd writes it."""
    if before and hmac.compare_digest(before, _pbkdf2(password, _salt_of(before))):
        return before
    return _pbkdf2(password, secrets.token_bytes(_SALT))


def _pbkdf2(password: str, salt: bytes) -> str:
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ITERATIONS)
    return f"$7${_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def _salt_of(stored: str) -> bytes:
    parts = stored.split("$")
    try:
        return base64.b64decode(parts[3], validate=True)
    except (IndexError, ValueError):
        return b""


def stored_hashes(password_file: str) -> Mapping[str, str]:
    """Hashes by user name in a mosquitto password file."""
    return dict(line.split(":", 1) for line in password_file.splitlines() if ":" in line)
