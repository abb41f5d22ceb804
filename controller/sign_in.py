"""Checking who signs in: Argon2id beside the queue, and fewer tries for whoever guesses."""

from collections.abc import Mapping
from threading import Lock
from typing import Final

from contract.ids import OfficerId
from contract.notices import Reason
from contract.site import Officer
from controller.ports import Clock, Verifier

FREE_TRIES: Final = 5
"""Wrong passwords of one officer before tries cost time."""
REST_S: Final = 30.0
"""Seconds without a try after that many in a row."""


class SignIns:
    """Safe from any thread; a check takes about 0.1 s and never holds the queue up."""

    def __init__(self, officers: Mapping[OfficerId, Officer], verifier: Verifier, clock: Clock) -> None:
        self._officers = officers
        self._decoy = next((one.password for one in officers.values()), "")  # an unknown name must not answer sooner
        self._verify = verifier
        self._clock = clock
        self._lock = Lock()
        self._wrong: dict[OfficerId, tuple[int, float]] = {}

    def objection(self, officer: OfficerId, password: str) -> Reason | None:
        """Why not; None where the password is right. Unknown officers are told no more than wrong passwords."""
        known = self._officers.get(officer)
        now = self._clock().timestamp()
        with self._lock:
            tries, since = self._wrong.get(officer, (0, 0.0))
            if tries >= FREE_TRIES and 0 <= now - since < REST_S:
                return Reason.TOO_MANY_ATTEMPTS
            if known is not None:
                self._wrong[officer] = (tries + 1, now)  # until it turns out right: tries at once count as well
        stored = known.password if known is not None else self._decoy
        right = self._verify(stored, password)
        if known is None or not right:
            return Reason.WRONG_PASSWORD
        with self._lock:
            self._wrong.pop(officer, None)
        return None
