"""Whether somebody at an address greets by TLS with a certificate of the office's own authority for that address."""

import contextlib
import socket
import ssl

from contract.trust import trusting
from firmware_config.doctor.adapters.deadline import left


class NoGreetingError(Exception):
    """Nobody is there, or it is no TLS."""


class DistrustedError(Exception):
    """Its certificate is wrong; the text is OpenSSL's."""


def greet(host: str, port: int, ca: str, until: float) -> None:
    """Raises NoGreetingError, DistrustedError; ProfileError where ``ca`` cannot be read."""
    context = trusting(ca)
    try:
        with (
            contextlib.closing(socket.create_connection((host, port), left(until))) as plain,
            contextlib.closing(context.wrap_socket(plain, server_hostname=host)),
        ):
            return
    except ssl.SSLCertVerificationError as fault:
        raise DistrustedError(fault.verify_message) from fault
    except OSError as fault:
        raise NoGreetingError(str(fault)) from fault
