"""How a new machine and the controller prove to each other that they know one short code.

The IT officer reads the code from the tool or the fleet page and types it at the new machine, which knows nothing yet: no certificate, no
password. So neither side may believe the other's address, and whoever listens or stands between must not be able to try codes at
leisure. SPAKE2 (RFC 9382) gives both the same 256-bit key where both have the same code, and whoever takes part with a wrong
one a single guess, which the controller counts. What is handed over is sealed under that key, so a false controller has nothing to show.
"""

import hmac
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError
from spake2.ed25519_basic import NotOnCurve

_JOINER: Final = b"motcua new machine"
_GIVER: Final = b"motcua controller"
_NONCE: Final = bytes(12)
"""The same each time: a key seals one parcel and no more."""


class WrongCodeError(Exception):
    """The other side does not know the code, or does not keep to the way of asking: a wrong code, or not the office's controller."""


class Joiner:
    """The new machine's side: say ``message``, prove with the answer, open what comes."""

    def __init__(self, code: str) -> None:
        self._spake: Any = SPAKE2_A(code.encode(), idA=_JOINER, idB=_GIVER)
        self._key = b""
        self.message: bytes = self._spake.start()

    def proof(self, answer: bytes) -> bytes:
        """That the code is known, for whoever sent ``answer``. Raises WrongCodeError for what is no answer."""
        self._key = _finished(self._spake, answer)
        return _proof(self._key)

    def opened(self, sealed: bytes) -> bytes:
        """The parcel. Raises WrongCodeError where whoever sealed it does not know the code."""
        try:
            return _cipher(self._key).decrypt(_NONCE, sealed, None)
        except InvalidTag as fault:
            raise WrongCodeError from fault


class Giver:
    """The controller's side of one run. Raises WrongCodeError for what is no first message."""

    def __init__(self, code: str, message: bytes) -> None:
        spake: Any = SPAKE2_B(code.encode(), idA=_JOINER, idB=_GIVER)
        self.message: bytes = spake.start()
        self._key = _finished(spake, message)

    def sealed(self, proof: bytes, parcel: bytes) -> bytes:
        """The parcel, for whoever proved to know the code. Raises WrongCodeError for a guess that was wrong."""
        if not hmac.compare_digest(_proof(self._key), proof):
            raise WrongCodeError
        return _cipher(self._key).encrypt(_NONCE, parcel, None)


def _finished(spake: Any, message: bytes) -> bytes:
    try:
        key: bytes = spake.finish(message)
    except (SPAKEError, NotOnCurve, ValueError, AssertionError, IndexError) as fault:
        raise WrongCodeError from fault
    return key


def _proof(key: bytes) -> bytes:
    return hmac.digest(key, b"the joiner knows the code", "sha256")


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"seals the parcel", "sha256"))
