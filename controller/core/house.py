"""Decisions of the head of the office: fields, and what boards and loudspeakers say to everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from contract.commands import CloseField, EndEmergency, OpenField, PostMessage, RaiseEmergency
from contract.notices import Reason
from controller.core.events import EmergencyEnded, EmergencyRaised, Event, FieldClosed, FieldOpened, MessagePosted
from controller.core.queue import Queue
from controller.core.refusal import RefusedError
from controller.core.rights import Sender

LONGEST: Final = 160
"""Letters of a message that a board can show."""
_LONGEST_MIN: Final = 600


def open_field(command: OpenField, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Numbers again."""
    if command.field not in queue.fields:
        raise RefusedError(Reason.UNKNOWN_FIELD)
    if command.field not in queue.closed:
        raise RefusedError(Reason.ALREADY_SO)
    return [FieldOpened(command.field)]


def close_field(command: CloseField, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """No more numbers today."""
    if command.field not in queue.fields:
        raise RefusedError(Reason.UNKNOWN_FIELD)
    if command.field in queue.closed:
        raise RefusedError(Reason.ALREADY_SO)
    return [FieldClosed(command.field)]


def post_message(command: PostMessage, _queue: Queue, at: datetime, _sender: Sender) -> Sequence[Event]:
    """One message at a time."""
    text = _one_line(command.text)
    if not 1 <= command.minutes <= _LONGEST_MIN:
        raise RefusedError(Reason.BAD_MESSAGE)
    return [MessagePosted(text, at + timedelta(minutes=command.minutes))]


def raise_emergency(command: RaiseEmergency, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Words that can be said; another emergency takes the place of the one before."""
    text = _one_line(command.text)
    if not any(map(str.isalnum, text)):
        raise RefusedError(Reason.BAD_MESSAGE)
    if queue.emergency is not None and queue.emergency[0] == text:
        raise RefusedError(Reason.ALREADY_SO)
    return [EmergencyRaised(text)]


def end_emergency(_command: EndEmergency, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Over, for everybody."""
    if queue.emergency is None:
        raise RefusedError(Reason.ALREADY_SO)
    return [EmergencyEnded()]


def _one_line(words: str) -> str:
    text = " ".join(words.split())
    if len(text) > LONGEST or not text.isprintable():
        raise RefusedError(Reason.BAD_MESSAGE)
    return text
