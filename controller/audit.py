"""Every command: who, where, when, what, and why it was refused; read back from the journal."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contract.ids import CounterId, OfficerId
from controller.core.events import CommandRefused, Entry
from controller.core.rating_batches import is_told
from controller.ports import History
from controller.story import entry_plain, event_words, who


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; ``day`` none for the latest one, the others none for all."""

    day: date | None = None
    officer: OfficerId | None = None
    counter: CounterId | None = None
    refused: bool = False


def tell_commands(history: History, question: Question, texts: Mapping[str, str], *, as_json: bool) -> int:
    """Print them; 1 where the journal has no such day."""
    days = history.days()
    day = question.day or (days[-1] if days else None)
    if day is None or day not in days:
        print(texts["audit.no_day"].format(day=day or "-"), file=sys.stderr)
        return 1
    found = list(matching(history.of_day(day), question))
    if as_json:
        print(json.dumps([command_plain(entry, texts) for entry in found], ensure_ascii=False, indent=2))
        return 0
    print(texts["audit.title"].format(day=day, count=len(found)))
    for entry in found:
        print(command_line(entry, texts))
    return 0


def matching(entries: Iterable[Entry], question: Question) -> Iterator[Entry]:
    """Those of the officer, at the counter, and refused, as far as that is asked for; ratings are told to nobody."""
    for entry in filter(is_told, entries):
        if question.refused and not isinstance(entry.event, CommandRefused):
            continue
        if question.officer is not None and question.officer not in {entry.officer, _subject(entry)}:
            continue
        if question.counter is not None and place(entry) != question.counter:
            continue
        yield entry


def place(entry: Entry) -> CounterId | None:
    """The counter that it was about, or whose page sent it; None elsewhere."""
    counter: CounterId | None = getattr(entry.event, "counter", None)
    if counter is not None:
        return counter
    page, _, number = entry.by.partition("-")
    return CounterId(int(number)) if page == "counter" and number.isdecimal() else None


def command_line(entry: Entry, texts: Mapping[str, str]) -> str:
    """Time, number, words, who."""
    visit: str = getattr(entry.event, "visit", None) or ""
    words = event_words(entry.event, texts)
    return f"{entry.at:%H:%M:%S}  {visit[-4:]:4}  {words}  [{who(entry)}]"


def command_plain(entry: Entry, texts: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs: the entry's keys, the request, the place, and the words."""
    more = {"request": entry.request, "place": place(entry), "words": event_words(entry.event, texts)}
    return entry_plain(entry) | more


def _subject(entry: Entry) -> OfficerId | None:
    """Whom the event itself names, such as one who signs in."""
    named: OfficerId | None = getattr(entry.event, "officer", None)
    return named
