"""Numbers of the kiosk's own: it keeps them filled while the controller is there, and gives them while it is not."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar

from contract.codec import decode_notice_as, decode_request, encode_notice
from contract.commands import HoldNumbers, Request, TakeTicket
from contract.errors import MalformedMessageError
from contract.ids import FieldId, RequestId
from contract.notices import HeldNumbers, Office, Outlook, Receipt
from contract.request_ids import is_report
from kiosk.core.alone import fields_alone, worth_keeping
from kiosk.ports import HeldBook, Sending

_T = TypeVar("_T")
_LOG: Final = logging.getLogger(__name__)

ANSWER_S: Final = 3.0
"""An answer takes milliseconds; after this the citizen gets a number of the kiosk's own."""
_AT_ONCE_S: Final = 0.0
_TRIP_S: Final = 1.0
"""An answer that took longer says nothing about the clock."""
_ASK_S: Final = 10.0
"""A question that was lost is asked again after this, when something else is heard."""
_OUTLOOK: Final = "outlook"
_OFFICE: Final = "office"


class OwnNumbers:
    """For one kiosk. ``tell`` hears which fields have numbers, on any thread; ``new_request`` makes ids of questions.

    The last office and outlook are kept, so that a kiosk which is started alone still knows its fields and when they close.
    """

    def __init__(
        self,
        box: HeldBook,
        sender: Sending,
        new_request: Callable[[], RequestId],
        tell: Callable[[frozenset[FieldId]], None],
    ) -> None:
        self._box, self._sender, self._new_request, self._tell = box, sender, new_request, tell
        self._lock = threading.Lock()
        self._asked: dict[FieldId, tuple[RequestId, float]] = {}
        self._filled: dict[FieldId, date] = {}
        self._full: dict[FieldId, int] = {}
        self._away = False
        self.office = _kept(box, _OFFICE, Office)
        self.outlook = _kept(box, _OUTLOOK, Outlook)

    @property
    def patience_s(self) -> float:
        """How long the controller is waited for."""
        return _AT_ONCE_S if self._away else ANSWER_S

    def is_away(self, away: bool) -> None:  # noqa: FBT001 (as the window's own door)
        """The controller cannot be reached, and it lasts; or it is back."""
        self._away = away
        if not away:
            with self._lock:
                self._asked.clear()  # whoever was asked before may be dead
            self._fill(self._fields())
        self._show()

    def heard_office(self, office: Office) -> None:
        """The office's fields; numbers of each are wanted."""
        if office != self.office:
            self.office = office
            self._box.note(_OFFICE, encode_notice(office))
        self._fill([one for one in self._fields() if one not in self._filled])

    def heard_outlook(self, outlook: Outlook) -> None:
        """What is shut, and until when numbers are given; with a new day come new numbers."""
        before, self.outlook = self.outlook, outlook
        if before is None or worth_keeping(before) != worth_keeping(outlook):
            self._box.note(_OUTLOOK, encode_notice(outlook))
        day = outlook.at.date()
        self._fill([one for one in self._fields() if self._filled.get(one) != day])

    def heard(self, answer: HeldNumbers) -> None:
        """What the controller says that the kiosk holds; an older answer than the last question's says nothing any more."""
        with self._lock:
            request, asked_at = self._asked.get(answer.field, (None, 0.0))
            if request != answer.request or answer.book != self._box.book:
                return
            del self._asked[answer.field]
            self._filled[answer.field] = answer.day
            self._full[answer.field] = len(answer.numbers)
        fresh = time.monotonic() - asked_at < _TRIP_S
        self._box.keep(answer, answer.at.timestamp() - time.time() if fresh else None)

    def reported(self) -> None:
        """The controller knows of a number that was given, and when it knows of all, others can be held in their place."""
        if self._away or any(is_report(one) for one, _ in self._sender.unanswered()):
            return
        left = self._box.left(self._box.now().date())
        self._fill([one for one in self._fields() if left.get(one, 0) < self._full.get(one, 1)])

    def give(self, tap: RequestId) -> Receipt | None:
        """The ticket of an unanswered tap, bound to it for ever; None where the rules or the numbers do not allow it."""
        now, tapped = self._box.now(), self._box.tapped_at(tap)
        payload = dict(self._sender.unanswered()).get(tap)
        if tapped is None or payload is None or tapped.date() != now.date() or _field(payload) not in self._can_give():
            return None
        given = self._box.give(tap, now.date())
        if given is None:
            return None
        receipt, report, told = given
        self._sender.adopt(tap, report, told)
        _LOG.warning("no answer: %s given for %s", receipt.number, tap)
        self._show()
        return receipt

    def _can_give(self) -> frozenset[FieldId]:
        now, outlook = self._box.now(), self.outlook
        given = self._box.given_since(outlook.at) if outlook else {}
        return fields_alone(outlook, self._box.left(now.date()), given, now)

    def _show(self) -> None:
        self._tell(self._can_give() if self._away else frozenset())

    def _fields(self) -> Sequence[FieldId]:
        return [one.id for one in self.office.fields if one.offered] if self.office else []

    def _fill(self, fields: Sequence[FieldId]) -> None:
        """Ask for what is missing, once in a while."""
        now = time.monotonic()
        for field in fields:
            with self._lock:
                if now - self._asked.get(field, ("", -_ASK_S))[1] < _ASK_S:
                    continue
                request = self._new_request()
                self._asked[field] = (request, now)
            self._sender.ask(Request(request, HoldNumbers(field, self._box.book)))


def _field(payload: bytes) -> FieldId | None:
    """Of a tap's wish; None for what another version of this program has left."""
    try:
        wish = decode_request(payload).command
    except MalformedMessageError:
        return None
    return wish.field if isinstance(wish, TakeTicket) else None


def _kept(box: HeldBook, name: str, kind: type[_T]) -> _T | None:
    kept = box.noted(name)
    try:
        return decode_notice_as(kept, kind) if kept else None
    except MalformedMessageError:
        return None
