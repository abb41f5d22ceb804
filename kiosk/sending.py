"""Sending until answered: what is in the outbox goes out again and again, under the same request id.

Never more than a handful at once: a kiosk that comes back after an hour has hundreds of things to tell, and so have the others.
"""

import threading
import time
from collections.abc import Callable
from itertools import islice
from typing import Final, Protocol

from contract.codec import decode_notice, encode_notice, encode_request, refused_for_unknown
from contract.commands import ReportPrint, Request
from contract.errors import MalformedMessageError
from contract.ids import RequestId
from contract.link import Handler
from contract.notices import Acceptance, Answer, FileStatus, HeldNumbers, Reason, Receipt, Refusal, SuggestionStatus
from contract.request_ids import is_report
from contract.topics import Topics
from kiosk.ports import Outbox

RESEND_S: Final = 2.0
"""A broker that was killed forgets; the answer of a living one takes milliseconds."""
_LATELY_S: Final = RESEND_S / 2
_AT_ONCE: Final = 20
"""So many wait for their answers; the next ones go when these are answered."""


class Wire(Protocol):
    """What a sender needs of the link."""

    topics: Topics

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Send now, or not at all while the link is down."""

    def listen(self, topic: str, handler: Handler) -> None:
        """Hear a topic."""


class Sender:
    """Requests of one terminal. ``on_answer`` gets the answers on the link's thread, possibly more than once.

    Whoever gets an answer calls ``settle`` when it has done with it what must not be forgotten.
    """

    def __init__(
        self,
        wire: Wire,
        outbox: Outbox,
        command_topic: str,
        answer_topic: str,
        on_answer: Callable[[Answer], None],
    ) -> None:
        self._wire = wire
        self._outbox = outbox
        self._topic = command_topic
        self._on_answer = on_answer
        self._pending: dict[RequestId, bytes] = dict(outbox.pending())
        self._sent: dict[RequestId, float] = {}
        self._reports = {one for one in self._pending if is_report(one)}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._resend, name="resend", daemon=True)
        wire.listen(answer_topic, self._heard)

    def start(self) -> None:
        """Begin sending what an earlier run left."""
        self._thread.start()

    def stop(self) -> None:
        """Stop sending; what is unanswered stays in the outbox."""
        self._stopping = True
        self._wake.set()
        self._thread.join(RESEND_S)

    def send(self, request: Request) -> None:
        """Store durably, then send; returns when it is stored."""
        payload = encode_request(request)
        self._outbox.put(request.id, payload)
        with self._lock:
            self._pending[request.id] = payload
            behind = isinstance(request.command, ReportPrint) and bool(self._reports)
            if not behind:
                self._sent[request.id] = time.monotonic()
        if behind:
            self._wake.set()  # what became of a ticket comes after the ticket
        else:
            self._wire.publish(self._topic, payload)

    def adopt(self, tap: RequestId, report: RequestId, payload: bytes) -> None:
        """A tap was answered by the kiosk itself: from now on its report is sent, which the outbox has stored already."""
        with self._lock:
            self._pending.pop(tap, None)
            self._sent.pop(tap, None)
            self._pending[report] = payload
            self._reports.add(report)
        self._wake.set()

    def ask(self, request: Request) -> None:
        """Send once, without keeping: a question whose answer nobody needs later."""
        self._wire.publish(self._topic, encode_request(request))

    def resume(self) -> None:
        """The link is up again: send what is unanswered, though it was sent a moment ago."""
        with self._lock:
            self._sent.clear()
        self._wake.set()

    def settle(self, answer: Answer) -> bool:
        """The answer has been shown or used; False for one that was settled before."""
        first = self._outbox.settle(answer.request, encode_notice(answer))
        with self._lock:
            self._pending.pop(answer.request, None)
            self._sent.pop(answer.request, None)
            self._reports.discard(answer.request)
            more = any(one not in self._sent for one in self._pending)
        if more:
            self._wake.set()
        return first

    def unanswered(self) -> list[tuple[RequestId, bytes]]:
        """Requests still under way, oldest first."""
        with self._lock:
            return list(self._pending.items())

    def _heard(self, _topic: str, payload: bytes) -> None:
        try:
            answer = decode_notice(payload)
        except MalformedMessageError:
            refused = refused_for_unknown(payload)
            if refused is None:
                raise
            answer = Refusal(refused, Reason.NOT_ALLOWED)  # why, only a newer kiosk can say
        if isinstance(answer, Receipt | Refusal | Acceptance | FileStatus | HeldNumbers | SuggestionStatus):
            self._on_answer(answer)

    def _resend(self) -> None:
        while not self._stopping:
            for payload in self._due():
                self._wire.publish(self._topic, payload)
            self._wake.wait(RESEND_S)
            self._wake.clear()

    def _due(self) -> list[bytes]:
        """The oldest unanswered ones that were not sent lately."""
        now = time.monotonic()
        with self._lock:
            due = [
                (request, payload)
                for request, payload in islice(self._pending.items(), _AT_ONCE)
                if now - self._sent.get(request, -RESEND_S) >= _LATELY_S
            ]
            self._sent.update((request, now) for request, _ in due)
        return [payload for _, payload in due]
