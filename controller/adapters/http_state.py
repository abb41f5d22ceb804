"""Asking the controller that runs on this machine for the fingerprint of its state."""

import http.client
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

import msgspec

from contract.errors import TryAgainError
from controller.core.state import Fingerprint

PATH: Final = "/state"
_FILE: Final = "address"
_DEADLINE_S: Final = 5.0
_T = TypeVar("_T")


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
    return ask_controller(folder, PATH, Fingerprint)


def ask_controller(folder: Path, path: str, kind: type[_T]) -> _T | None:
    """What the controller of ``folder`` tells this machine alone at ``path``; None where none answers. Raises StateUnknownError."""
    try:
        address = urlsplit((folder / _FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    connection = http.client.HTTPConnection(_reached(address.hostname or ""), address.port, timeout=_DEADLINE_S)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    except ConnectionRefusedError:
        return None
    except (OSError, http.client.HTTPException) as fault:
        raise StateUnknownError(f"{address.geturl()}{path}: {fault}") from fault
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise StateUnknownError(f"{address.geturl()}{path} answers {answer.status}")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise StateUnknownError(f"{address.geturl()}{path}: {fault}") from fault


def _reached(host: str) -> str:
    """A controller that listens everywhere is asked at this machine's own address."""
    if not ip_address(host).is_unspecified:
        return host
    return "::1" if ":" in host else "127.0.0.1"
