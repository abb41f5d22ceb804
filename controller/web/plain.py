"""What is served without https where the office has it: what citizens' phones and programs ask for, and nothing that an officer opens.

Phones of citizens do not know the office's authority, and a warning in red is no way to tell somebody's turn. A new page is none of these
until it is written here.
"""

from typing import Final
from urllib.parse import quote

from starlette.types import Scope

from contract.authority_file import CA_PATH
from contract.catalogue import CATALOGUE_PATH

_PLAIN: Final = (
    "/t", "/board", "/photo", "/static", CA_PATH, CATALOGUE_PATH,
    "/kiosk/phone", "/sms/status", "/join",  # sealed, or proved by a secret of their own
    "/state", "/fleet/state", "/metrics",  # for this machine, or who shows the secret
)  # fmt: skip
_SECURE: Final = frozenset({"https", "wss"})


def is_https(scope: Scope) -> bool:
    """Whether this server itself was asked over TLS."""
    return scope.get("scheme") in _SECURE


def may_be_plain(path: str) -> bool:
    """Whether it is one of the addresses above, or stands below one."""
    return any(path == one or path.startswith(f"{one}/") for one in _PLAIN)


def https_address(scope: Scope, host: str, port: int) -> str:
    """The same page over https. ``host``: as asked, without a port.

    The port is always written: without it the address could be that of a plain page of this host.
    """
    asked = scope["query_string"].decode("latin-1")
    return f"https://{host}:{port}{quote(scope['path'])}{'?' if asked else ''}{asked}"
