"""Passwords and PINs for a start, where the officer gives none: easy to copy from a screen, hard to guess."""

import secrets
from typing import Final

from firmware_config.password import BadPasswordError, pin_line

_CONSONANTS: Final = "bcdghkmnprstvx"
_VOWELS: Final = "aeiou"
_DIFFERENT: Final = 4


def first_password() -> str:
    """``kobari-metusa-47``: 43 bits."""
    syllables = ["".join((secrets.choice(_CONSONANTS), secrets.choice(_VOWELS))) for _ in range(6)]
    return f"{''.join(syllables[:3])}-{''.join(syllables[3:])}-{10 + secrets.randbelow(90)}"


def first_pin() -> str:
    """Six digits, four of them different, that the kiosk takes."""
    while True:
        pin = f"{secrets.randbelow(10**6):06}"
        if len(set(pin)) < _DIFFERENT:
            continue
        try:
            pin_line(pin)
        except BadPasswordError:
            continue
        return pin
