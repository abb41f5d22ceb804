"""Vietnamese without its marks, as people type it who have no Vietnamese keyboard at hand, or one that did not compose."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_DOUBLED = re.compile(r"aa|ee|oo|dd")
_HOOKED = re.compile(r"(?<=[aou])w|(?<=[uao][^aeiouyw])w")
_HORNED = re.compile(r"(?<![aeiouy])w")
_TONE = re.compile(r"(?<=[aeiouy])[sfrxjz](?=[^aeiouy]*$)")
_TONE_LAST = re.compile(r"(?<=[aeiouy])((?:ch|ng|nh|[cmnpt])?)[sfrxjz]$")
_DIGIT = re.compile(r"(?<=[a-z])[0-9]+")


def words(text: str) -> tuple[str, ...]:
    """The words in small letters without marks: ``Đất đai`` gives ``dat``, ``dai``; what is neither letter nor digit parts words."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return tuple(_WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter))))


def readings(word: str) -> tuple[str, ...]:
    """What a typed word may stand for, itself first: ``ddaats`` (Telex) and ``d9at61`` (VNI) may be ``dat``."""
    return tuple(dict.fromkeys((word, _from_telex(word), _DIGIT.sub("", word))))


def _from_telex(word: str) -> str:
    """Doubled letters once, w gone or what it stands for, and a tone's letter gone where no Vietnamese word has one."""
    plain = _DOUBLED.sub(lambda pair: pair[0][0], word)
    plain = _HORNED.sub("u", _HOOKED.sub("", plain))
    toned = _TONE_LAST.sub(r"\1", plain)
    return toned if toned != plain else _TONE.sub("", plain, count=1)
