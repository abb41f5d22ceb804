"""The pages' own certificate, which may be renewed while they are open."""

import logging
import ssl
from pathlib import Path
from typing import Final

from contract.controller_profile import ControllerProfile
from controller.adapters.tls_listener import CertificateError, server_context

_LOG: Final = logging.getLogger(__name__)


class PagesCertificate:
    """The certificate and key of two PEM files.

    Where they cannot be read the log says so and nobody is greeted until ``look`` finds better ones: kiosks and boards need no page.
    """

    def __init__(self, certificate: str, key: str) -> None:
        self._files = (certificate, key)
        self._mark = self._now()
        self._context: ssl.SSLContext | None = None
        try:
            self._context = self._read()
        except CertificateError as fault:
            _LOG.error("OFFICERS CANNOT OPEN THEIR PAGES: no https without a certificate: %s", fault)

    def context(self) -> ssl.SSLContext | None:
        """For a new connection; another one once ``look`` has found another certificate; None: there was none yet. From any thread."""
        return self._context

    def look(self) -> bool:
        """Whether new connections get another certificate from now on; a broken pair changes nothing and is told once.

        Loaded into the living context it would stand there without its key for a moment, in which greetings fail.
        """
        mark = self._now()
        if mark == self._mark:
            return False
        self._mark = mark
        try:
            self._context = self._read()
        except CertificateError as fault:
            _LOG.warning(
                "the pages keep %s: %s", "their old certificate" if self._context else "their doors shut", fault
            )
            return False
        return True

    def _read(self) -> ssl.SSLContext:
        context = server_context(*self._files)
        context.set_alpn_protocols(["http/1.1"])
        return context

    def _now(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(_stamp(Path(one)) for one in self._files)


def certificate_of(profile: ControllerProfile) -> PagesCertificate | None:
    """Of the pages; None where the site has them over plain http."""
    return PagesCertificate(profile.certificate, profile.key) if profile.site.web.https_port else None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
