"""Faults of a site file, in words that an IT officer who never saw it before can act on."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firmware_config.system_words import system_words


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the key's path such as ``fields[2].prefix`` (counted from 0), and the sentence ``name`` of the texts.

    ``values`` fill the sentence's gaps, an OSError in the reader's language; ``hint`` is the known word nearest to a wrong one.
    """

    key: str
    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    hint: str = ""
    line: int | None = None
    place: str = field(default="", compare=False)
    """The key as people name it, such as ``counters.5.fields``; empty: as it is."""

    def words(self, texts: Mapping[str, str]) -> str:
        """The sentence, with the hint if there is one."""
        values = {
            key: system_words(one, texts) if isinstance(one, OSError) else one for key, one in self.values.items()
        }
        sentence = texts[f"fault.{self.name}"].format(**values)
        return f"{sentence} {texts['hint'].format(hint=self.hint)}" if self.hint else sentence


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty if none is near."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


class SiteFileError(Exception):
    """A site file that cannot be used, with all its faults."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{path}: {', '.join(f'{fault.key}: {fault.name}' for fault in faults)}")
        self.path = path
        self.faults = faults

    def lines(self, texts: Mapping[str, str]) -> list[str]:
        """``file:line: key: what is wrong``, in the order of the file."""
        return [self._line(fault, texts) for fault in self.faults]

    def _line(self, fault: Fault, texts: Mapping[str, str]) -> str:
        place = f"{self.path}:{fault.line}" if fault.line else f"{self.path}"
        return ": ".join(part for part in (place, fault.place or fault.key, fault.words(texts)) if part)


class NotSignedError(Exception):
    """The office's certificates cannot be made; ``name``: clock, authority or names, the sentence that says what to do."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name
