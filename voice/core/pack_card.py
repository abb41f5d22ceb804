"""The card of a voice pack, ``pack.toml``: whose voice it is, and which file says which words."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from contract.errors import CallAPersonError

_KEYS: Final = ("name", "speaker", "language", "date")


class PackError(CallAPersonError):
    """A folder that is no voice pack; the message says why."""


@dataclass(frozen=True, slots=True)
class PackCard:
    """``date``: of the recording, ``2026-11-22``; ``clips``: file names within the pack by the words they say."""

    name: str
    speaker: str
    language: str
    date: str
    clips: Mapping[str, str] = field(default_factory=dict)

    def with_clip(self, words: str, file: str) -> "PackCard":
        """The card after a clip was recorded, anew or again."""
        return replace(self, clips={**self.clips, words: file})


def read_card(text: str) -> PackCard:
    """The card from its TOML; raises PackError naming the key that is missing or is no text."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # ValueError: also a number of more figures than Python reads
        raise PackError(f"pack.toml: {fault}") from fault
    clips = table.get("clips", {})
    for key in _KEYS:
        if not isinstance(table.get(key), str):
            raise PackError(f"pack.toml: {key} is missing or is no text in quotes")
    if not isinstance(clips, dict) or not all(isinstance(file, str) and _plain(file) for file in clips.values()):
        raise PackError("pack.toml: [clips] is not a table of file names within the folder")
    return PackCard(table["name"], table["speaker"], table["language"], table["date"], clips)


def write_card(card: PackCard) -> str:
    """The card as TOML; a JSON string of printable signs is one of TOML."""
    head = [f"{key} = {_quoted(getattr(card, key))}" for key in _KEYS]
    clips = [f"{_quoted(words)} = {_quoted(file)}" for words, file in card.clips.items()]
    return "\n".join([*head, "", "[clips]", *clips, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(file: str) -> bool:
    """A name in the folder itself: a pack from a stranger opens nothing outside it."""
    return bool(file) and "/" not in file and "\\" not in file and not file.startswith(".")
