"""Names and addresses of the office's one server machine, as the site file has them: what certificates say and browsers may ask for."""

from typing import Final
from urllib.parse import urlsplit

from contract.machines import Machine
from contract.site import Site

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 (recognised, not bound)
"""Words of ``host`` that name no machine: all addresses of this one."""


def server_machine(site: Site) -> Machine | None:
    """The one that broker and controller run on; None where the site file names no machines."""
    named = (one for one in site.machines if one.id == site.broker.machine)
    return next(named, next(iter(site.machines), None))


def server_names(site: Site) -> tuple[str, ...]:
    """Under which the broker and the pages are reached, each once; a name in letters beyond ASCII stands in no certificate."""
    machine = server_machine(site)
    own = (*machine.names, machine.host, machine.id) if machine else ()
    asked = (site.broker.host, site.web.host, urlsplit(site.web.address).hostname or "")
    return tuple(dict.fromkeys(one for one in (*asked, *LOOPBACK, *own) if one not in EVERYWHERE and one.isascii()))


def broker_names(site: Site) -> tuple[str, ...]:
    """Those of ``server_names`` that devices ask for."""
    return tuple(dict.fromkeys(one for one in (site.broker.host, *LOOPBACK) if one not in EVERYWHERE))
