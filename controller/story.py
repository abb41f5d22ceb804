"""A visit's whole story, and every event in words, read back from the journal."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from contract.codec import to_plain
from contract.ids import TicketNumber, VisitId
from contract.notices import Wait
from contract.wait import wait_words
from controller.core import events as e
from controller.core.rating_batches import is_told
from controller.ports import History

_TAILS: Final[Mapping[type[e.Event], Sequence[str]]] = MappingProxyType(
    {
        e.DayOpened: ("words",),
        e.HoursChanged: ("words",),
        e.TicketIssued: ("file_code", "wait", "priority", "appointed_at", "taken_at"),
        e.TicketPrinted: ("trouble", "again"),
        e.TicketCalled: ("cause",),
        e.StepFinished: ("officer",),
        e.CommandRefused: ("counter", "field", "reason"),
        e.FileLookedUp: ("status", "verdict"),
        e.DeviceChanged: ("printer", "camera", "silent"),
        e.SuggestionLeft: ("topic",),
    }
)
"""Keys that are told only where they say something."""
_CLOCKS: Final[Mapping[str, str]] = MappingProxyType(
    {"until": "%H:%M", "appointed_at": "%H:%M", "taken_at": "%H:%M:%S"}
)
"""Moments; the order of taps is told to the second."""


def tell_visit(history: History, number: str, texts: Mapping[str, str], *, as_json: bool) -> int:
    """Print the story of today's (or the latest) visit with this number, or of a visit's full id; the exit code."""
    found = [VisitId(number)] if history.story(VisitId(number)) else history.visits(TicketNumber(number.upper()))
    if not found:
        print(texts["story.unknown"].format(number=number), file=sys.stderr)
        return 1
    entries = history.story(found[0])
    if as_json:
        print(json.dumps(story_plain(found[0], entries), ensure_ascii=False, indent=2))
    else:
        print(texts["story.title"].format(visit=found[0]))
        print("\n".join(story_lines(entries, texts)))
    return 0


def story_lines(entries: Sequence[e.Entry], texts: Mapping[str, str]) -> list[str]:
    """One line an event: local time, words, who; ratings are told to nobody."""
    told = filter(is_told, entries)
    return [f"{entry.at:%H:%M:%S}  {event_words(entry.event, texts)}  [{who(entry)}]" for entry in told]


def story_plain(visit: VisitId, entries: Sequence[e.Entry]) -> dict[str, Any]:
    """The same for programs: ``{"visit", "events": [entry_plain, ...]}``."""
    return {"visit": visit, "events": [entry_plain(entry) for entry in entries if is_told(entry)]}


def entry_plain(entry: e.Entry) -> dict[str, Any]:
    """``{"seq", "at", "by", "signed_in", "type", ...}``; what follows are the event's own keys."""
    plain: dict[str, Any] = to_plain(entry.event)
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "signed_in": entry.officer,
        "type": type(entry.event).__name__,
    } | plain


def who(entry: e.Entry) -> str:
    """The officer, if one was signed in, and the device or page."""
    return f"{entry.officer}, {entry.by}" if entry.officer else entry.by


def event_words(event: e.Event, texts: Mapping[str, str]) -> str:
    """One event as a sentence without its end; codes that have a text are shown as that."""
    values = {key: _word(key, value, texts) for key, value in to_plain(event).items()}
    tails = [texts[f"story.and.{key}"] for key in _TAILS.get(type(event), ()) if getattr(event, key)]
    return ", ".join(part.format_map(values) for part in (texts[_key(event)], *tails))


def _key(event: e.Event) -> str:
    """Most kinds have one sentence, some another one where a key makes it another matter."""
    match event:
        case e.TicketCalled(named=True):
            other = "story.called_by_number"
        case e.VisitReturned(late=True):
            other = "story.returned_late"
        case e.VisitTransferred() if event.to_counter is not None:
            other = "story.transferred_to_counter"
        case e.OfficerSignedIn(counter=None):
            other = "story.signed_in_nowhere"
        case e.DeviceChanged(online=False):
            other = "story.device_lost"
        case e.MessagePosted(text="" | None):
            other = "story.message_ended"
        case _:
            other = f"story.{type(event).__name__}"
    return other


def _word(key: str, value: Any, texts: Mapping[str, str]) -> object:
    if value is None:
        return "-"
    if key == "wait":
        return wait_words(Wait(**value), texts)
    if key in _CLOCKS:
        return f"{datetime.fromisoformat(value):{_CLOCKS[key]}}"
    told = ", ".join(map(str, value)) if isinstance(value, list) else value
    elsewhere = {
        "status": f"status.{told}",
        "printer": f"word.trouble.{told}",
        "reason": f"refused.{told}",
        "kind": f"suggestion.kind.{told}",
        "topic": f"suggestion.topic.{told}",
    }
    return texts.get(elsewhere.get(key, f"word.{key}.{told}"), told)
