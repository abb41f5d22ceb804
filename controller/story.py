"""A visit's whole story, read back from the journal."""

from collections.abc import Mapping, Sequence
from typing import Any

from contract.codec import to_plain
from contract.ids import VisitId
from controller.core.events import Entry


def story_lines(entries: Sequence[Entry], texts: Mapping[str, str]) -> list[str]:
    """One line an event: local time, words, who."""
    lines = []
    for entry in entries:
        plain: dict[str, Any] = to_plain(entry.event)
        words = texts[f"story.{type(entry.event).__name__}"].format_map(_Words(plain, texts))
        lines.append(f"{entry.at:%H:%M:%S}  {words}  [{entry.by}]")
    return lines


def story_plain(visit: VisitId, entries: Sequence[Entry]) -> dict[str, Any]:
    """The same for programs: ``{"visit", "events": [{"seq", "at", "by", "type", ...}]}``."""
    events = [
        {"seq": entry.seq, "at": entry.at.isoformat(), "by": entry.by, "type": type(entry.event).__name__}
        | to_plain(entry.event)
        for entry in entries
    ]
    return {"visit": visit, "events": events}


class _Words(dict[str, Any]):
    """Values of an event as words: a code that has a text is shown as that text, what is missing as a dash."""

    def __init__(self, plain: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        super().__init__({key: _word(key, value, texts) for key, value in plain.items()})

    def __missing__(self, key: str) -> str:
        return "-"


def _word(key: str, value: object, texts: Mapping[str, str]) -> object:
    if value is None:
        return "-"
    return texts.get(f"word.{key}.{value}", value)
