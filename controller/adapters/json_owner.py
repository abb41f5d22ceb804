"""Compares typed digits with the end of the owner's number in a record; the number leaves this module in no form."""

import re
from hmac import compare_digest
from typing import Any, Final

import msgspec

from contract.registry import OwnerProof
from contract.registry_words import steps
from controller.adapters.json_value import at, value_of

_NUMBER: Final = re.compile(r"[+(]?\d[\d ().-]*", re.ASCII)
_SHORTEST: Final = 8
"""Digits; no telephone or citizen's number has fewer, but what clerks enter for "none" has."""
_NOBODY: Final = "x"
"""Compared where there is no number, so that this takes as long as any comparison; nothing that is typed is equal to it."""


class JsonOwner:
    """Knows the way to the number and how many of its digits count."""

    def __init__(self, proof: OwnerProof) -> None:
        self._way = steps(proof.path)
        self._count = proof.digits

    def proves(self, record: msgspec.Raw, digits: str) -> tuple[bool, bool]:
        """Whether the record has a number to ask for, and whether its last digits are these."""
        end = self._end(value_of(at(record, self._way))) if self._way else None
        right = compare_digest((end or _NOBODY * self._count).encode(), digits.encode())
        return end is not None, right and end is not None

    def _end(self, value: Any) -> str | None:
        """None for what is no number, for two at once, and for ``0000000000`` and the like, which anybody would try."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not _NUMBER.fullmatch(value.strip()):
            return None
        found = "".join(one for one in value if one.isdecimal())
        end = found[-self._count :]
        return end if len(found) >= max(_SHORTEST, self._count) and len(set(end)) > 1 else None
