"""A telephone number under a seal, on its way from a kiosk to the controller and on the controller's disk.

Offices have plain HTTP inside the building. So the number is hidden by a key that both sides have from provisioning and that never travels:
a pad from HMAC-SHA-256 under a fresh nonce, and a tag over everything (encrypt, then authenticate; the pad is used once, as NIST SP 800-38A's
counter mode with a pseudo-random function in the cipher's place). A seal is made for one visit and does not open for another.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from contract.ids import DeviceId, VisitId
from contract.phone_number import LENGTH, Phone, read_phone

PHONE_PATH: Final = "/kiosk/phone"
"""Where kiosks hand a number in, below the address of the controller's pages."""
_NONCE: Final = 16
_TAG: Final = 16
_TEXT: Final = re.compile(r"[A-Za-z0-9_-]{56}")


def kiosk_key(secret: str, device: DeviceId, issue: int = 0) -> str:
    """The key of one kiosk, made of the controller's secret, which nobody can find from it; another for each ``issue`` of its credentials."""
    return _derived(secret, f"phone of {device}" + (f" {issue}" if issue else "")).hex()


def book_key(secret: str) -> str:
    """The key of the controller's own disk."""
    return _derived(secret, "phone book").hex()


def seal(key: str, visit: VisitId, phone: Phone) -> str:
    """56 characters, others each time."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = _with_pad(key, nonce, phone.encode())
    return urlsafe_b64encode(nonce + hidden + _tag(key, visit, nonce + hidden)).decode()


def opened(key: str, visit: VisitId, sealed: str) -> Phone | None:
    """The number; None where the seal is broken, made with another key, or for another visit."""
    if not _TEXT.fullmatch(sealed):
        return None
    whole = urlsafe_b64decode(sealed)
    body, tag = whole[:-_TAG], whole[-_TAG:]
    if not hmac.compare_digest(tag, _tag(key, visit, body)):
        return None
    return read_phone(_with_pad(key, body[:_NONCE], body[_NONCE:]).decode("ascii", "replace"))


def _with_pad(key: str, nonce: bytes, data: bytes) -> bytes:
    pad = _derived(key, "pad", nonce)[:LENGTH]
    return bytes(one ^ other for one, other in zip(data, pad, strict=True))


def _tag(key: str, visit: VisitId, data: bytes) -> bytes:
    return _derived(key, f"tag of {visit}", data)[:_TAG]


def _derived(key: str, use: str, data: bytes = b"") -> bytes:
    """Uses are told apart by their names, which hold no NUL."""
    return hmac.digest(key.encode(), use.encode() + b"\0" + data, "sha256")
