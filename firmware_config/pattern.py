"""How long a regular expression may take: patterns that a damaged barcode could hang a kiosk with are refused."""

import re
from importlib import import_module
from typing import Any, Final

_constants, _parser = (import_module(f"re.{name}") for name in ("_constants", "_parser"))
"""The only reader of patterns that Python has; its types are not told."""
_LONGEST: Final = 200
_WAYS: Final = 1_000_000
_TEXT: Final = 64
"""Longest text that is ever matched (contract.file_code)."""


def pattern_fault(pattern: str) -> str | None:
    """Name of what is wrong with a file code's pattern: too long, not a pattern, matches nothing at all, or may hang."""
    if len(pattern) > _LONGEST:
        return "pattern_long"
    try:
        empty = re.fullmatch(pattern, "")
        ways = _ways(_parser.parse(pattern))
    except (re.error, RecursionError, OverflowError):
        return "pattern_wrong"
    if ways > _WAYS:
        return "pattern_slow"
    return "pattern_empty" if empty else None


def _ways(parsed: Any) -> int:
    """In how many ways the pattern can be tried on a text, at most: what a backtracking matcher may have to walk."""
    ways = 1
    for kind, details in parsed:
        ways = min(ways * _of(kind, details), _WAYS + 1)
    return ways


def _of(kind: Any, details: Any) -> int:
    if kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}:
        least, most, body = details
        return _repeated(_ways(body), least, min(most, _TEXT))
    if kind in {_constants.SUBPATTERN, _constants.ASSERT, _constants.ASSERT_NOT}:
        return _ways(details[-1])
    if kind is _constants.ATOMIC_GROUP:
        return _ways(details)
    if kind is _constants.BRANCH:
        return sum(_ways(branch) for branch in details[1])
    if kind in {_constants.GROUPREF, _constants.GROUPREF_EXISTS}:
        return _WAYS + 1
    return 1


def _repeated(body: int, least: int, most: int) -> int:
    total, ways = 0, 1
    for times in range(most + 1):
        if times >= min(least, most):
            total += ways
        ways = min(ways * body, _WAYS + 1)
    return min(total, _WAYS + 1)
