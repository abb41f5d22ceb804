"""Where a machine has the files of TLS: whom to trust, and the own certificate of a server: a broker, or the controller's pages."""

from dataclasses import dataclass

from contract.site import Site


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Whole paths; all empty: no TLS."""

    ca: str = ""
    certificate: str = ""
    key: str = ""


NO_TLS = TlsFiles()


def has_authority(site: Site) -> bool:
    """Whether anything of the office speaks TLS."""
    return site.broker.tls or bool(site.web.https_port)
