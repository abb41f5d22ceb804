"""A server's own end of TLS, the embedded broker's and the pages': its certificate, and at the broker the greeting of a connection."""

import asyncio
import ssl

from contract.errors import CallAPersonError


class CertificateError(CallAPersonError):
    """A server's certificate or its key cannot be read; the text names the files and the fault."""


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    """TLS 1.2 and newer. No certificate is asked of devices and browsers: passwords prove who they are. Raises CertificateError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as fault:
        raise CertificateError(f"{certificate}, {key}: {fault.strerror or fault}") from fault
    return context


async def shake_hands(writer: asyncio.StreamWriter, context: ssl.SSLContext | None) -> None:
    """TLS on a connection to the broker that was just accepted, before anything else waits on it; None: without. Raises OSError.

    asyncio's own listener does it before anybody is told of the connection, so that nobody could count who only begins.
    """
    if context:
        await writer.start_tls(context)
