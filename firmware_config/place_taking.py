"""The new machine's side of joining: asks the controller's pages for what belongs on this machine, by one code."""

import base64
import json
from typing import Any, Final

import requests

from contract.joining import JOIN_PATH, plate
from contract.joining_keys import Joiner, WrongCodeError
from firmware_config.on_machine.order import Order, read_order

_WAIT_S: Final = 30.0
_MOST: Final = 64 * 1024 * 1024
"""Bytes of a parcel: an office's own voices and media do not travel in it."""
_TOO_OFTEN: Final = 429
_NO_SUCH: Final = 404


class JoinError(Exception):
    """It did not go; the text names the sentence ``join.<name>``, which ``words`` fill."""

    def __init__(self, name: str, words: str = "") -> None:
        super().__init__(name)
        self.words = words


def take_place(address: str, code: str) -> Order:
    """What whoever knows the code hands over, and nobody else: ``address`` need not be trusted. Raises JoinError."""
    joiner = Joiner(code)
    with requests.Session() as session:
        session.trust_env = False
        begun = _asked(session, address, {"plate": plate(code), "message": _text(joiner.message)})
        try:
            proof = joiner.proof(_data(begun["message"]))
            given = _asked(session, address, {"run": str(begun["run"]), "proof": _text(proof)})
            return read_order(joiner.opened(_data(given["parcel"])).decode())
        except (WrongCodeError, KeyError, TypeError, ValueError) as fault:
            raise JoinError("false", str(fault)) from fault


def _asked(session: requests.Session, address: str, step: dict[str, str]) -> dict[str, Any]:
    """Certificates are not looked at: this machine knows none yet, and what counts is the code."""
    url = address.rstrip("/") + JOIN_PATH
    try:
        with session.post(url, json=step, timeout=_WAIT_S, stream=True, verify=False, allow_redirects=False) as answer:
            body = answer.raw.read(_MOST + 1, decode_content=True)
    except (requests.RequestException, OSError) as fault:
        raise JoinError("unreachable", address) from fault
    if answer.status_code == _TOO_OFTEN:
        raise JoinError("too_often")
    if answer.status_code == _NO_SUCH:
        raise JoinError("wrong")
    if not answer.ok or len(body) > _MOST:
        raise JoinError("odd", str(answer.status_code))
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise JoinError("odd", str(answer.status_code)) from fault
    if not isinstance(told, dict):
        raise JoinError("odd", str(answer.status_code))
    return told


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _data(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
