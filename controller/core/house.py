"""Decisions of the head of the office: fields, and what boards say to everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from contract.commands import CloseField, OpenField, PostMessage
from contract.notices import Reason
from controller.core.events import Event, FieldClosed, FieldOpened, MessagePosted
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
    text = " ".join(command.text.split())
    if len(text) > LONGEST or not text.isprintable() or not 1 <= command.minutes <= _LONGEST_MIN:
        raise RefusedError(Reason.BAD_MESSAGE)
    return [MessagePosted(text, at + timedelta(minutes=command.minutes))]
