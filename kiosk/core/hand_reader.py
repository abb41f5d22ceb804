"""A barcode reader that types what it reads: keys with their times become one text, and a person's typing does not.

Keys are taken by their place on the keyboard (the usage numbers of USB, "HID Usage Tables" chapter 10), not by what the
machine's layout makes of them: readers type as an American keyboard does, whatever language the machine is set to, and
CapsLock or a Vietnamese input method change nothing.
"""

from dataclasses import dataclass
from typing import Final

ENDS: Final = frozenset({40, 43, 88})
"""Enter, Tab, and the Enter of the number pad: what readers send behind a text."""
PAUSE_S: Final = 0.4
"""A text is over after so long without a key, for readers that are set to send no Enter; a busy machine may stop for less."""
_FASTEST_HAND_S: Final = 0.035
"""Mean seconds a key; readers need 1 to 20 ms, a trained typist 80."""
_LEAST: Final = 6
"""Shorter texts are no codes, and may be keys that waited together for a busy machine."""
_LONGEST: Final = 2048
_KEYS: Final[dict[int, str]] = {
    **{4 + at: chr(97 + at) + chr(65 + at) for at in range(26)},
    **{30 + at: plain + shifted for at, (plain, shifted) in enumerate(zip("1234567890", "!@#$%^&*()", strict=True))},
    44: "  ", 45: "-_", 46: "=+", 47: "[{", 48: "]}", 49: "\\|", 51: ";:", 52: "'\"", 53: "`~", 54: ",<", 55: ".>", 56: "/?",
    84: "//", 85: "**", 86: "--", 87: "++", 99: "..",
    **{89 + at: digit * 2 for at, digit in enumerate("1234567890")},
}  # fmt: skip
"""The character of each usage number, without and with Shift."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What has been typed since the last pause, and the seconds of its first and last key."""

    text: str = ""
    first: float = 0.0
    last: float = 0.0

    @property
    def fast(self) -> bool:
        """Whether no hand types so much so fast."""
        return len(self.text) >= _LEAST and self.last - self.first <= _FASTEST_HAND_S * (len(self.text) - 1)


def press(keys: Keys, usage: int, at: float, *, shift: bool) -> tuple[Keys, str | None]:
    """A key went down at ``at`` seconds; the text of a reader if this ends one.

    Keys without a character (Shift, arrows) change nothing.
    """
    keys, late = pause(keys, at)
    if usage in ENDS:
        return Keys(), keys.text if keys.fast else late
    if usage not in _KEYS:
        return keys, late
    if not keys.text:
        keys = Keys(first=at)
    return Keys((keys.text + _KEYS[usage][shift])[:_LONGEST], keys.first, at), late


def pause(keys: Keys, at: float) -> tuple[Keys, str | None]:
    """No key until ``at`` seconds; the text of a reader if it was one's and is over."""
    if not keys.text or at - keys.last < PAUSE_S:
        return keys, None
    return Keys(), keys.text if keys.fast else None
