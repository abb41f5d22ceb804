"""An officer's password as the site file keeps it: asked for without being shown, never written down, only its hash printed."""

import sys
import unicodedata
from collections.abc import Mapping
from getpass import getpass
from typing import Final

from firmware_config.accounts import argon2_hash

SHORTEST: Final = 8
"""Letters; NIST SP 800-63B, 5.1.1.1."""
LONGEST: Final = 128


class BadPasswordError(Exception):
    """A password that is not taken; its text names the sentence ``password.<name>``, and ``values`` fill that one's gaps."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.values = values


def typed(texts: Mapping[str, str]) -> str:
    """Asked for twice at a terminal, else the first line that comes in. Raises BadPasswordError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        first, second = (getpass(f"{texts[f'password.{name}']} ") for name in ("first", "second"))
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
