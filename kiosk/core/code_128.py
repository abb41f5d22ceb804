"""Code 128 (ISO/IEC 15417): the widths of its symbols, and what a row of symbols says."""

from collections.abc import Sequence
from typing import Final

_TABLE: Final = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
    123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
    232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
    111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
    111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
WIDTHS: Final[tuple[str, ...]] = tuple(_TABLE.split())
"""Bar, space, bar, ... of each symbol in modules; 103 to 105 are the starts A, B, C, and 106 is the stop."""
STARTS: Final = (103, 104, 105)
STOP: Final = 106
SYMBOL: Final = 11
"""Modules of a symbol; the stop has two more."""

_CHECK: Final = 103
_SHIFT, _TO_C, _TO_B, _TO_A = 98, 99, 100, 101
_DIGITS, _LOWER = 105, 104


def checks(symbols: Sequence[int]) -> bool:
    """Whether start, data and check symbol (without the stop) fit together."""
    total = symbols[0] + sum(place * symbol for place, symbol in enumerate(symbols[1:-1], 1))
    return total % _CHECK == symbols[-1]


def spell(symbols: Sequence[int]) -> str | None:
    """The text of start, data and check symbol; None if the check fails or a function symbol stands among them.

    Function symbols have no place on receipts.
    """
    if len(symbols) < 3 or symbols[0] not in STARTS or not checks(symbols):
        return None
    words, mode, shifted = "", symbols[0], False
    for symbol in symbols[1:-1]:
        now = mode if not shifted else (103 + 104) - mode
        shifted = False
        if now == _DIGITS and symbol < 100:
            words += f"{symbol:02}"
        elif now != _DIGITS and symbol < 96:
            words += chr(symbol + 32) if now == _LOWER or symbol < 64 else chr(symbol - 64)
        elif symbol == _SHIFT and now != _DIGITS:
            shifted = True
        elif (switched := {_TO_C: 105, _TO_B: 104, _TO_A: 103}.get(symbol)) is not None and switched != now:
            mode = switched
        else:
            return None
    return words
