"""Addresses behind the tickets' QR codes: unguessable, and computed rather than stored."""

import hmac
from base64 import b32encode

from contract.ids import VisitId
from contract.site import Web

_LENGTH = 16  # 80 bits


def follow_root(web: Web) -> str:
    """The address before a ticket's path: the one that phones open, else the one that pages are served on."""
    host = f"[{web.host}]" if ":" in web.host else web.host
    return (web.address or f"http://{host}:{web.port}").rstrip("/")


def follow_path(secret: str, visit: VisitId) -> str:
    """``t/<visit>/<mark>``; only who knows the secret can make the mark."""
    return f"t/{visit}/{mark(secret, visit)}"


def mark(secret: str, visit: VisitId) -> str:
    """HMAC-SHA-256 of the visit, cut to 80 bits, in lower-case base 32."""
    digest = hmac.digest(secret.encode(), visit.encode(), "sha256")
    return b32encode(digest)[:_LENGTH].decode().lower()


def invitation_mark(secret: str, visit: VisitId) -> str:
    """What a rating terminal hears with its invitation and sends back; another mark than that of the visit's address."""
    return mark(secret, VisitId(f"rating {visit}"))


def is_invited(secret: str, visit: VisitId, given: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(invitation_mark(secret, visit).encode(), given.encode())


def is_marked(secret: str, visit: VisitId, given: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(mark(secret, visit).encode(), given.encode())
