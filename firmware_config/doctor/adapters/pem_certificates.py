"""When the certificates of a PEM file end and begin, and whether they may speak for everybody; none is trusted here."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a certificate is valid, in UTC. ``unlimited``: it has no name constraints."""

    begins: datetime
    ends: datetime
    unlimited: bool


def spans(file: Path) -> list[Span]:
    """Of every certificate in the file. Raises OSError, and ValueError for a file that has none or a broken one."""
    from cryptography import x509  # noqa: PLC0415 (loads OpenSSL, and may be what is missing)

    found = x509.load_pem_x509_certificates(file.read_bytes())
    return [Span(one.not_valid_before_utc, one.not_valid_after_utc, _is_unlimited(one)) for one in found]


def _is_unlimited(one: "Certificate") -> bool:
    from cryptography import x509  # noqa: PLC0415

    return not any(isinstance(each.value, x509.NameConstraints) for each in one.extensions)
