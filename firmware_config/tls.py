"""Where a machine has the files of TLS: whom to trust, and the own certificate of a server: a broker, or the controller's pages."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from contract.site import Site

_EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 (left out)


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


def office_names(site: Site) -> tuple[str, ...]:
    """Every name and address that a server of the office may be known by, as the site file has them: whom its authority may speak for."""
    machines = (name for one in site.machines for name in (one.id, one.host, *one.names))
    named = (one for one in (*pages_names(site), *machines) if one not in _EVERYWHERE)
    return tuple(dict.fromkeys(one for one in named if one.isascii()))  # others stand in no certificate


def pages_names(site: Site) -> tuple[str, ...]:
    """Names and addresses under which the site file has the controller's pages opened."""
    named = urlsplit(site.web.address).hostname or ""
    asked = (site.web.host, site.broker.host, named, "localhost", "127.0.0.1", "::1")
    return tuple(dict.fromkeys(one for one in asked if one not in _EVERYWHERE))
