"""File codes: found in what a scanner reads, checked, and freed of everything personal around them."""

import re
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from contract.ids import FileCode

DEFAULT_PATTERN: Final = r"^(?:\d{2,3}\.){0,3}[GH]\d{2}(?:\.\d{1,4}){0,4}-\d{6}-\d{4,6}$"
"""``[agency].[province]-YYMMDD-NNNN``, as on receipts of provinces (H) and ministries (G)."""

_PARAMETERS: Final = frozenset({"mhs", "ma", "mahoso"})
_LONGEST: Final = 2048


def find_file_code(text: str, pattern: str = DEFAULT_PATTERN) -> FileCode | None:
    """The file code in a barcode's or QR's text: bare, or a parameter (MHS, ma, mahoso) of a URL; None if there is none.

    Everything else in the text, such as a citizen's number beside the code, is dropped here.
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    if _is_code(text, pattern):
        return FileCode(text.upper())
    try:
        address = urlsplit(text)
    except ValueError:
        return None
    # pages of one script keep their parameters behind the hash: https://host/#/tra-cuu?MHS=...
    query = f"{address.query}&{address.fragment.partition('?')[2]}"
    for name, value in parse_qsl(query, max_num_fields=64) if query.count("&") < 64 else ():
        if name.lower() in _PARAMETERS and _is_code(value.strip(), pattern):
            return FileCode(value.strip().upper())
    return None


def _is_code(text: str, pattern: str) -> bool:
    """Match the pattern and name a day that exists."""
    if len(text) > 64 or not text.isascii() or not re.fullmatch(pattern, text.upper()):
        return False
    day = re.search(r"-(\d{2})(\d{2})(\d{2})-", text)
    if day is None:
        return True
    try:
        date(2000 + int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return False
    return True
