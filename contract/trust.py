"""Whom a device trusts where the office speaks TLS: nobody but servers with a certificate of the office's own authority."""

import ssl

from contract.errors import ProfileError


def trusting(ca: str) -> ssl.SSLContext:
    """For connections to others: TLS 1.2 and newer, name and authority checked. Raises ProfileError where ``ca`` cannot be read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(ca)
    except OSError as fault:
        raise ProfileError(f"{ca}: {fault.strerror or fault}") from fault
    return context
