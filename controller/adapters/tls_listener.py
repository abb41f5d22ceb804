"""The embedded broker's own end of TLS: its certificate, and how long a stranger may take over a greeting."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Final

from contract.errors import CallAPersonError

_HANDSHAKE_S: Final = 5.0
"""Seconds; without a limit of its own a connection that never greets would stand for a minute."""

Attend = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class CertificateError(CallAPersonError):
    """The broker's certificate or its key cannot be read; the text names the file and the fault."""


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    """TLS 1.2 and newer. No certificate is asked of devices, which prove themselves by their passwords. Raises CertificateError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as fault:
        raise CertificateError(f"{certificate}, {key}: {fault.strerror or fault}") from fault
    return context


async def listen(attend: Attend, host: str | None, port: int, context: ssl.SSLContext | None) -> asyncio.Server:
    """A listener at ``host`` and ``port``; None for the context: without TLS. Raises OSError."""
    patience = _HANDSHAKE_S if context else None
    return await asyncio.start_server(
        attend, host, port, reuse_address=True, ssl=context, ssl_handshake_timeout=patience
    )
