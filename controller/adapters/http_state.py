"""Asking the controller that runs on this machine for the fingerprint of its state."""

import http.client
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from contract.errors import TryAgainError
from controller.core.state import Fingerprint

PATH: Final = "/state"
_FILE: Final = "address"
_DEADLINE_S: Final = 5.0


class StateUnknownError(TryAgainError):
    """Something answers where the controller should, but not with its state."""


def note_address(folder: Path, address: str) -> None:
    """Leave the address of the pages beside the journal while the controller runs; an empty one takes it away."""
    if address:
        (folder / _FILE).write_text(address, "utf-8")
    else:
        (folder / _FILE).unlink(missing_ok=True)


def read_state(folder: Path) -> Fingerprint | None:
    """Of the controller whose journal lies in ``folder``; None where none answers. Raises StateUnknownError."""
    try:
        address = urlsplit((folder / _FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    connection = http.client.HTTPConnection(_reached(address.hostname or ""), address.port, timeout=_DEADLINE_S)
    try:
        connection.request("GET", PATH)
        answer = connection.getresponse()
        body = answer.read()
    except ConnectionRefusedError:
        return None
    except (OSError, http.client.HTTPException) as fault:
        raise StateUnknownError(f"{address.geturl()}{PATH}: {fault}") from fault
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise StateUnknownError(f"{address.geturl()}{PATH} answers {answer.status}")
    try:
        return msgspec.json.decode(body, type=Fingerprint)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise StateUnknownError(f"{address.geturl()}{PATH}: {fault}") from fault


def _reached(host: str) -> str:
    """A controller that listens everywhere is asked at this machine's own address."""
    if not ip_address(host).is_unspecified:
        return host
    return "::1" if ":" in host else "127.0.0.1"
