"""When the certificates of a PEM file end and begin; nothing else of them matters here, and none is trusted."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a certificate is valid, in UTC."""

    begins: datetime
    ends: datetime


def spans(file: Path) -> list[Span]:
    """Of every certificate in the file. Raises OSError, and ValueError for a file that has none or a broken one."""
    from cryptography import x509  # noqa: PLC0415 (loads OpenSSL, and may be what is missing)

    found = x509.load_pem_x509_certificates(file.read_bytes())
    return [Span(one.not_valid_before_utc, one.not_valid_after_utc) for one in found]
