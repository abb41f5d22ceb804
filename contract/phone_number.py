"""Vietnamese mobile numbers as people type, print and say them: ten digits, beginning 03, 05, 07, 08 or 09.

The prefixes are those of mobile networks by the numbering plan in force since 2018 (Thông tư 22/2014/TT-BTTTT, QĐ 798/QĐ-BTTTT).
"""

import re
from typing import Final, NewType

Phone = NewType("Phone", str)
"""Ten digits, already checked: ``0912345678``. Personal: it travels sealed, and stands in no notice, journal or log."""

LENGTH: Final = 10
_MOBILE: Final = re.compile(r"(?:\+84|0084|84|0)([35789]\d{8})", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s.\-()]")


def read_phone(text: str) -> Phone | None:
    """The number that a text is, with ``+84`` or ``84`` before it or not, spaces, dots or hyphens between; None where it is none."""
    found = _MOBILE.fullmatch(_BETWEEN.sub("", text)) if len(text) <= 2 * LENGTH else None
    return Phone(f"0{found[1]}") if found else None


def international(phone: Phone) -> str:
    """``84912345678``."""
    return f"84{phone[1:]}"


def spaced(digits: str) -> str:
    """As it is read: ``0912 345 678``; also of a part that is typed so far."""
    return " ".join(part for part in (digits[:4], digits[4:7], digits[7:]) if part)
