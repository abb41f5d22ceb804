"""The office's own authority as others fetch it: its certificates one by one, and the fingerprint that people compare."""

import hashlib
import re
import ssl
from typing import Final

CA_PATH: Final = "/ca"
"""The page of the controller that says how a computer comes to trust the office."""
_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)


def certificate_path(number: int) -> str:
    """Where the ``number``-th certificate is fetched, from 1."""
    return f"{CA_PATH}/{number}.crt"


def certificates(bundle: str) -> list[bytes]:
    """DER, in the order of the PEM file. Raises ValueError for a broken one."""
    return [ssl.PEM_cert_to_DER_cert(one) for one in _CERTIFICATE.findall(bundle)]


def fingerprint(certificate: bytes) -> str:
    """SHA-256 over the DER, as browsers show it: ``0A:1B:...``; for a DER file it is the file's own SHA-256."""
    return hashlib.sha256(certificate).digest().hex(":").upper()
