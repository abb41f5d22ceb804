"""Checking who signs in: Argon2id beside the queue, and fewer tries for whoever guesses."""

from collections.abc import Mapping
from threading import Lock
from typing import Final

from contract.ids import OfficerId
from contract.notices import Reason
from contract.site import Officer
from controller.ports import Clock, Verifier

FREE_TRIES: Final = 5
"""Wrong passwords for one name from one place before tries cost time."""
REST_S: Final = 30.0
"""Seconds without a try after that many in a row."""
_REMEMBERED: Final = 4096
"""Names and places; who tries more of them has waited longer for the checks than for the rest."""


class SignIns:
    """Safe from any thread; a check takes about 0.1 s and never holds the queue up.

    Tries count by name and by the place they come from, so that nobody elsewhere can keep an officer out of the own counter. They
    count for names that nobody has as well: else an answer would tell which names there are.
    """

    def __init__(self, officers: Mapping[OfficerId, Officer], verifier: Verifier, clock: Clock) -> None:
        self._officers = officers
        self._decoy = next((one.password for one in officers.values()), "")  # an unknown name must not answer sooner
        self._verify = verifier
        self._clock = clock
        self._lock = Lock()
        self._wrong: dict[tuple[OfficerId, str], tuple[int, float]] = {}

    def objection(self, officer: OfficerId, password: str, place: str) -> Reason | None:
        """Why not; None where the password is right. Unknown officers are told no more than wrong passwords.

        ``place``: the device or the browser's address.
        """
        known = self._officers.get(officer)
        if self._rests((officer, place)):
            return Reason.TOO_MANY_ATTEMPTS
        stored = known.password if known is not None else self._decoy
        right = self._verify(stored, password)
        if known is None or not right:
            return Reason.WRONG_PASSWORD
        with self._lock:
            self._wrong.pop((officer, place), None)
        return None

    def _rests(self, who: tuple[OfficerId, str]) -> bool:
        """Whether there were too many just now; if not, this one counts until it turns out right, so that tries at once do."""
        now = self._clock().timestamp()
        with self._lock:
            tries, since = self._wrong.get(who, (0, 0.0))
            if tries >= FREE_TRIES and 0 <= now - since < REST_S:
                return True
            self._wrong.pop(who, None)  # the latest stand last
            self._wrong[who] = (tries + 1, now)
            if len(self._wrong) > _REMEMBERED:
                del self._wrong[next(iter(self._wrong))]
        return False
