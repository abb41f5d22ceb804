"""One line that is no TOML: what somebody who never saw TOML probably meant by it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

_WORD_QUOTES: Final = re.compile("[“”„‟‘’‚‛«»″＂]")
_HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\u0000]")
_ODD_BLANKS: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_PAIR: Final = re.compile(r"(?P<key>[^=#\"'\[\]{}:]*?)\s*=\s*(?P<value>.*?)\s*(?P<remark>\s#[^\"']*)?")
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_\-]+(\s*\.\s*[A-Za-z0-9_\-]+)*")
_COLON: Final = re.compile(r"(\s*[A-Za-z0-9_\-]+)\s*:\s*(\S.*)")
_UNIT: Final = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*([^\W\d_]+\d?|%|″|\"|'')\.?")
_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w\-.]+)\s*(\]?\]?)\s*(#.*)?")
_LONGEST: Final = 1000
"""Characters that somebody may have typed in a line; more is another kind of file."""
_YES: Final = {"true", "yes", "on", "có", "co", "đúng", "bật"}
_NO: Final = {"false", "no", "off", "không", "khong", "sai", "tắt"}


@dataclass(frozen=True, slots=True)
class Misprint:
    """``name`` and ``values`` of the fault; ``line``: the line as it was meant, or nothing; ``sure``: whether it was surely meant so."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: str = ""
    sure: bool = False


def line_misprint(line: str, words: str) -> Misprint:
    """``words``: what tomllib says of it, told only where nothing better is known."""
    for look in () if len(line) > _LONGEST else (_hidden, _quotes, _stray, _header, _pair):
        found = look(line)
        if found:
            return found
    return Misprint("syntax", {"words": words})


def _mended(name: str, line: str, **values: object) -> Misprint:
    return Misprint(name, values, line, _reads(line))


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except ValueError:
        return False
    return True


def _hidden(line: str) -> Misprint | None:
    plain = _ODD_BLANKS.sub(" ", _HIDDEN.sub("", line))
    return _mended("misprint_hidden", plain) if plain != line else None


def _quotes(line: str) -> Misprint | None:
    """Those that Word puts in place of straight ones."""
    return _mended("misprint_quotes", _WORD_QUOTES.sub('"', line)) if _WORD_QUOTES.search(line) else None


def _stray(line: str) -> Misprint | None:
    """A remark without its sign, or what another program left behind."""
    if re.match(r"<{7}|={7}|>{7}", line):
        return Misprint("misprint_conflict")
    colon = _COLON.fullmatch(line)
    if colon and "=" not in line.partition("#")[0]:
        return _mended("misprint_colon", f"{colon[1]} = {colon[2]}", word=colon[1].strip())
    if re.match(r"\s*(//|/\*|--|;|```)", line) or (
        "=" not in line and not line.lstrip().startswith(("[", '"', "'", "]"))
    ):
        return Misprint("misprint_stray", sure=True)
    return None


def _header(line: str) -> Misprint | None:
    found = _HEADER.fullmatch(line)
    if not found or len(found[1]) == len(found[3]):
        return None
    double = len(found[1]) == 2 or len(found[3]) == 2
    meant = f"[[{found[2]}]]" if double else f"[{found[2]}]"
    return _mended("misprint_header", meant, meant=meant)


def _pair(line: str) -> Misprint | None:
    found = _PAIR.fullmatch(line)
    if not found:
        return None
    key, value, remark = found["key"], found["value"], found["remark"] or ""
    if not _BARE_KEY.fullmatch(key.strip()):
        return Misprint("misprint_key", {"word": key.strip()})
    for look in _VALUES:
        meant = look(value)
        if meant:
            name, better, values = meant
            return _mended(name, f"{key} = {better}{remark}", **values) if better else Misprint(name, values)
    return None


_Meant = tuple[str, str, dict[str, object]] | None


def _nothing(value: str) -> _Meant:
    return None if value else ("misprint_empty", "", {})


def _truth(value: str) -> _Meant:
    word = value.lower()
    if word not in _YES | _NO:
        return None
    meant = "true" if word in _YES else "false"
    return ("misprint_truth", meant, {"word": value, "meant": meant})


def _number(value: str) -> _Meant:
    if re.fullmatch(r"[+-]?0\d+", value):
        sign, meant = value[: value[0] in "+-"], value.lstrip("+-").lstrip("0") or "0"
        return ("misprint_zeros", sign + meant, {"word": value, "meant": sign + meant})
    if re.fullmatch(r"[+-]?\d+,\d+", value):
        meant = value.replace(",", ".")
        return ("misprint_decimal", meant, {"word": value, "meant": meant})
    unit = _UNIT.fullmatch(value)
    if not unit:
        return None
    meant = unit[1].replace(",", ".")
    return ("misprint_unit", meant, {"word": value, "meant": meant})


def _list(value: str) -> _Meant:
    if not value.startswith("["):
        return None
    bare = re.sub(r'"[^"]*"', '""', value)
    if re.search(r'""\s*""', bare) or re.search(r"\d\s+\d", bare):
        return ("misprint_comma", re.sub(r'("[^"]*"|\d)\s+(?=["\d])', r"\1, ", value), {})
    if bare.count("[") > bare.count("]"):
        return ("misprint_list", f"{value}]", {})
    return None


def _text(value: str) -> _Meant:
    quote = value[0]
    if quote not in "\"'":
        meant = '"' + value.rstrip("\"'").replace("\\", "/").replace('"', "") + '"'
        return None if value[0] in "[{" else ("misprint_no_quotes", meant, {"meant": meant})
    if "\\" in value and quote == '"' and value.endswith('"'):
        return ("misprint_backslash", value.replace("\\", "/"), {"meant": value.replace("\\", "/")})
    if value.count(quote) == 1:
        meant = f"{value.partition(' #')[0].rstrip()}{quote}"
        return ("misprint_open_quote", meant, {"meant": meant})
    end = value.find(quote, 1)
    rest = value[end + 1 :].strip()
    return ("misprint_rest", value[: end + 1], {"word": rest}) if rest else None


_VALUES: Final[tuple[Callable[[str], _Meant], ...]] = (_nothing, _truth, _number, _list, _text)
