"""Suggestions: which of them is taken, what a head may make of one, and how one stands after all that happened to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from contract.commands import HandleSuggestion, LeaveSuggestion
from contract.ids import DeviceId, OfficerId, SuggestionNumber
from contract.notices import Reason
from contract.site import Site
from contract.suggestion import LONGEST_ANSWER, TOPICS, SuggestionKind, SuggestionState, TopicInfo, clean_words
from controller.core.events import Entry, Event, SuggestionHandled, SuggestionLeft
from controller.core.queue import Queue
from controller.core.refusal import RefusedError
from controller.core.rights import Sender, objection
from controller.core.tickets import local

MINUTE: Final = timedelta(minutes=1)
"""Within which one kiosk's suggestions are counted."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One as it stands; ``seq`` is of its first entry. ``officer`` handled it last, at ``handled_at``."""

    number: SuggestionNumber
    kind: SuggestionKind
    topic: str | None
    text: str
    left_at: datetime
    by: DeviceId
    seq: int
    state: SuggestionState = SuggestionState.RECEIVED
    answer: str = ""
    handled_at: datetime | None = None
    officer: OfficerId | None = None


def topics(site: Site) -> tuple[TopicInfo, ...] | None:
    """What kiosks offer: the site's own list or that of the law; None where they take no suggestions."""
    own = tuple(TopicInfo(one.id, one.kind, one.text, one.english) for one in site.suggestions.topics)
    common = tuple(TopicInfo(one, kind) for kind, listed in TOPICS.items() for one in listed)
    return (own or common) if site.suggestions.offered else None


def read_suggestions(entries: Iterable[Entry]) -> Sequence[Suggestion]:
    """All suggestions that entries of the journal, in their order, tell of; newest first."""
    found: dict[SuggestionNumber, Suggestion] = {}
    for entry in entries:
        event = entry.event
        if isinstance(event, SuggestionLeft):
            found[event.number] = Suggestion(
                event.number, event.kind, event.topic, event.text, event.left_at, entry.by, entry.seq
            )
        elif isinstance(event, SuggestionHandled) and event.number in found:
            before = found[event.number]
            found[event.number] = replace(
                before, state=event.state, answer=event.answer, handled_at=entry.at, officer=entry.officer
            )
    return sorted(found.values(), key=lambda one: -one.seq)


def leave_suggestion(
    command: LeaveSuggestion, number: SuggestionNumber, queue: Queue, at: datetime, sender: Sender, *, taken: bool
) -> Sequence[Event]:
    """A new one; ``taken``: another has this number. Raises RefusedError."""
    _let(sender, command, queue)
    words = clean_words(command.text)
    if words is None or (command.topic is None and not words):
        raise RefusedError(Reason.BAD_SUGGESTION)
    if not _listed(command, queue.site):
        raise RefusedError(Reason.UNKNOWN_TOPIC)
    left_at = min(local(command.left_at, at), at)
    most = queue.site.suggestions.per_minute
    lately = [one for one in queue.suggested.get(sender.device, ()) if left_at - MINUTE < one <= left_at]
    if most and len(lately) >= most:
        raise RefusedError(Reason.TOO_MANY_SUGGESTIONS)
    if taken:
        raise RefusedError(Reason.NUMBER_TAKEN)
    return [SuggestionLeft(number, command.kind, command.topic, left_at, words)]


def handle_suggestion(
    command: HandleSuggestion, known: Suggestion | None, queue: Queue, sender: Sender
) -> Sequence[Event]:
    """What a head makes of one; an answer once written stays until another is written. Raises RefusedError."""
    _let(sender, command, queue)
    if known is None:
        raise RefusedError(Reason.UNKNOWN_SUGGESTION)
    answer = clean_words(command.answer, LONGEST_ANSWER)
    if answer is None:
        raise RefusedError(Reason.BAD_SUGGESTION)
    if command.state is SuggestionState.ANSWERED and not answer:
        raise RefusedError(Reason.ANSWER_MISSING)
    if (command.state, answer) == (known.state, known.answer):
        raise RefusedError(Reason.ALREADY_SO)
    return [SuggestionHandled(command.number, command.state, answer)]


def _let(sender: Sender, command: LeaveSuggestion | HandleSuggestion, queue: Queue) -> None:
    reason = objection(sender, command, queue)
    if reason is not None:
        raise RefusedError(reason)


def _listed(command: LeaveSuggestion, site: Site) -> bool:
    """Whether it stands in the office's list now; what no list has needs no topic."""
    listed = topics(site)
    if listed is None:
        return False
    return command.topic is None or command.topic in {one.id for one in listed if one.kind is command.kind}
