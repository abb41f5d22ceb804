"""An officer's password, or a kiosk's PIN, as the site file keeps it: asked for without being shown, only its hash printed."""

import sys
import unicodedata
from collections.abc import Callable
from getpass import getpass
from typing import Final

from firmware_config.accounts import argon2_hash

SHORTEST: Final = 8
"""Letters; NIST SP 800-63B, 5.1.1.1."""
LONGEST: Final = 128
PIN_DIGITS: Final = (6, 12)
"""Of a kiosk's maintenance screen: six digits outlast the few guesses that its growing wait allows."""
_RUNS: Final = ("01234567890123", "98765432109876")


class BadPasswordError(Exception):
    """A password that is not taken; its text names the sentence ``password.<name>`` or ``pin.<name>``, and ``values`` fill that one's gaps."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.values = values


def typed(word: Callable[[str], str]) -> str:
    """Asked for twice at a terminal, else the first line that comes in; ``word`` has the questions by name. Raises BadPasswordError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        first = getpass(f"{word('first')} ")
        second = getpass(f"{word('second')} ") if first else ""  # nothing typed needs no proof
    except (EOFError, KeyboardInterrupt) as end:
        raise BadPasswordError("given_up") from end
    if first != second:
        raise BadPasswordError("differ")
    return first


def password_line(password: str) -> str:
    """``password = "$argon2id$..."``, for ``[[officers]]``. Raises BadPasswordError for what is too short, too long or no text."""
    word = unicodedata.normalize("NFC", password)  # an accent may be typed as a key of its own
    if not word.isprintable() or word != word.strip():
        raise BadPasswordError("unreadable")
    if not SHORTEST <= len(word) <= LONGEST:
        raise BadPasswordError("length", least=SHORTEST, most=LONGEST)
    if len(set(word)) < SHORTEST // 2:
        raise BadPasswordError("simple")
    return f'password = "{argon2_hash(word, None)}"'


def pin_line(pin: str) -> str:
    """``pin = "$argon2id$..."``, for a kiosk's ``[[devices]]``. Raises BadPasswordError for what is no PIN or soon guessed."""
    least, most = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
        raise BadPasswordError("length", least=least, most=most)
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise BadPasswordError("simple")
    return f'pin = "{argon2_hash(pin, None)}"'
