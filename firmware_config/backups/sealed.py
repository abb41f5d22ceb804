"""What of a backup nobody may read who finds the stick: sealed under a code that the office keeps, and the officer has on paper.

The code is 150 bits that a machine made, so no slow hash has to stand before it; AES-256-GCM (NIST SP 800-38D) with a key of its own for
every backup, by HKDF (RFC 5869).
"""

import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from contract.profile import write_private
from firmware_config.backups.fault import BackupError

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no sign that is read for another one."""
_READ_AS: Final = str.maketrans("OIL", "011")
_GROUPS: Final = 6
_GROUP: Final = 5
_MAGIC: Final = b"motcua sealed 1\n"
_SALT: Final = 16
_NONCE: Final = 12
_KEY: Final = 32
_FILE: Final = "backup.code"


def office_code(keep: Path) -> str:
    """The office's code, made at first asking. Raises OSError."""
    place = keep / _FILE
    found = kept_code(keep)
    if found:
        return found
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    write_private(place, made + "\n")
    return made


def kept_code(keep: Path) -> str:
    """The same where there is one, else nothing. Raises BackupError for a file that holds none."""
    try:
        words = (keep / _FILE).read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        words = ""
    if len(_plain(words)) != _GROUPS * _GROUP:
        raise BackupError("code_file", file=keep / _FILE)
    return words


def seal(code: str, content: bytes) -> bytes:
    """Whoever has the code reads it, and sees whether it was changed."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 (loads OpenSSL)

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return _MAGIC + salt + nonce + AESGCM(_key(code, salt)).encrypt(nonce, content, _MAGIC)


def proof(code: str, content: bytes) -> str:
    """What nobody without the code can make for a content."""
    return hmac.digest(_key(code, b"proof"), content, "sha256").hex()


def unseal(code: str, content: bytes) -> bytes:
    """Raises BackupError for another code, or a content that was changed."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (loads OpenSSL)
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    begin = len(_MAGIC)
    salt, nonce = content[begin : begin + _SALT], content[begin + _SALT : begin + _SALT + _NONCE]
    if not content.startswith(_MAGIC) or len(nonce) != _NONCE:
        raise BackupError("broken")
    try:
        return AESGCM(_key(code, salt)).decrypt(nonce, content[begin + _SALT + _NONCE :], _MAGIC)
    except InvalidTag:
        raise BackupError("wrong_code") from None


def _key(code: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(SHA256(), _KEY, salt, _MAGIC).derive(_plain(code).encode())


def _plain(code: str) -> str:
    """As it was meant, however it was typed."""
    return "".join(sign for sign in code.upper().translate(_READ_AS) if sign in _SIGNS)
