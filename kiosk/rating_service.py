"""The shell of the rating terminal: invitations and presses in, one after the other; the next view and a rating out."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import Final

from contract.codec import decode_notice_as, decode_request
from contract.commands import RateVisit, Request
from contract.errors import MalformedMessageError
from contract.ids import RequestId, VisitId
from contract.notices import Answer, Office, RatingInvitation, Refusal
from contract.rating import FACES, THREE
from kiosk.core.rating import (
    TEST,
    Asleep,
    FacePressed,
    Faces,
    Happening,
    Invited,
    Press,
    Reasons,
    StoreRating,
    Thanks,
    TimeOver,
    View,
    step,
)
from kiosk.idle_work import Soon, Work
from kiosk.ports import RatingScreens, Sending

_LOG: Final = logging.getLogger(__name__)

THANKS_S: Final = 4.0
_TEST_S: Final = 15.0
REASONS_S: Final = 10.0
"""So long after the last touch reasons may still be chosen, also when the thirty seconds are over."""
EARLY_S: Final = 1.0
"""The terminal closes before the controller does, so that the last press still counts."""
RETAINED_S: Final = 2.0
"""An invitation that comes so soon after the link may be an old one that the broker kept."""


def open_for(until: datetime | None, limit_s: float, now: datetime, *, live: bool) -> float:
    """Seconds for which an invitation stays open here; 0 or less: it is over.

    One that is ``live`` has just been sent: where its end cannot be right, the clocks differ and ``limit_s`` counts.
    """
    left = limit_s if until is None else (until - now).total_seconds()
    if live and not 0 < left <= limit_s:
        left = limit_s
    left = min(left, limit_s)
    return left - min(EARLY_S, max(0.0, left) / 10)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A visit to be rated; ``mark`` is the invitation's, ``heard_at`` and ``closes_at`` by the terminal's clock."""

    visit: VisitId
    mark: str
    heard_at: float
    closes_at: float


@dataclass(frozen=True, slots=True)
class _Heard:
    invitation: RatingInvitation
    at: float


@dataclass(frozen=True, slots=True)
class _Duty:
    serves: bool


class RatingService:
    """One terminal. ``happen``, ``answered`` and the handlers may be called from any thread; the rest runs in ``run``.

    ``clock``: seconds that only go forward; ``today``: the time of day with its zone.
    """

    def __init__(
        self,
        screens: RatingScreens,
        sending: Sending,
        new_request: Callable[[], RequestId],
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.view: View = Asleep()
        self._screens = screens
        self._sending = sending
        self._new_request = new_request
        self._clock = clock
        self._today = today
        self._serves = True
        self._works: deque[Work] = deque()
        self._inbox: SimpleQueue[Happening | _Heard | _Duty | Soon | None] = SimpleQueue()
        self._offered = {rated for _id, payload in sending.unanswered() if (rated := _visit_rated(payload))}
        self._offer: _Offer | None = None
        self._open = _Offer(VisitId(""), "", clock(), clock())
        self._face_at: float | None = None
        self._choosing = False
        self._leaves_at: float | None = None
        self._tested: Callable[[bool], object] | None = None
        self._limit_s = 30.0
        self._scale, self._reasons = THREE, False
        self._up_since = clock()

    def happen(self, happening: Press) -> None:
        """A press; returns at once."""
        self._inbox.put(happening)

    def link_changed(self, up: bool) -> None:  # noqa: FBT001 (the link's own callback)
        """The link came up or was lost."""
        if up:
            self._up_since = self._clock()

    def heard_invitation(self, _topic: str, payload: bytes) -> None:
        """Handler of ``Topics.rating``."""
        invitation = decode_notice_as(payload, RatingInvitation)
        if invitation.until and not invitation.until.tzinfo:
            raise MalformedMessageError("an end of the invitation without its zone")
        self._inbox.put(_Heard(invitation, self._clock()))

    def heard_office(self, _topic: str, payload: bytes) -> None:
        """Handler of ``Topics.office``."""
        office = decode_notice_as(payload, Office)
        self._limit_s = float(office.rating_seconds)
        self._scale, self._reasons = office.rating_scale, bool(office.reasons)
        self._screens.set_office(office)

    def answered(self, answer: Answer) -> None:
        """The controller answered a rating."""
        first = self._sending.settle(answer)
        if first and isinstance(answer, Refusal):
            _LOG.warning("rating %s was refused: %s", answer.request, answer.reason)

    def serve(self, *, serves: bool) -> None:
        """Out of service nobody is asked; who is rating now may end it."""
        self._inbox.put(_Duty(serves))

    def when_idle(self, work: Work) -> None:
        """Do this on the service's thread as soon as the terminal sleeps; returns at once."""
        self._inbox.put(Soon(work))

    def test(self, told: Callable[[bool], object]) -> None:
        """Show the faces once, as soon as the terminal sleeps; what is pressed then is never kept and never sent.

        ``told`` hears at the end whether a face was pressed.
        """
        self._inbox.put(Soon(lambda: self._begin_test(told)))

    def stop(self) -> None:
        """End ``run``."""
        self._inbox.put(None)

    def run(self) -> None:
        """Until stopped."""
        self._screens.show(self.view)
        while (happening := self._next()) is not None:
            try:
                self._take(happening)
            except Exception:  # noqa: BLE001 (a rating that cannot be stored must not leave the faces standing)
                _LOG.exception("%s was not handled", type(happening).__name__)
                self._enter(Asleep())

    def _next(self) -> Happening | _Heard | _Duty | Soon | None:
        """What comes first: the next message or press, or the end of the present view's time."""
        left = None if self._leaves_at is None else self._leaves_at - self._clock()
        try:
            return self._inbox.get(timeout=left) if left is None or left > 0 else TimeOver(self._new_request())
        except Empty:
            return TimeOver(self._new_request())

    def _take(self, happening: Happening | _Heard | _Duty | Soon) -> None:
        match happening:
            case _Heard():
                self._heard(happening)
            case _Duty(serves):
                self._serves = serves
                self._screens.set_duty(serves)
            case Soon(work):
                self._works.append(work)
            case _:
                self._touched(happening)
        self._invite()
        while self._works and isinstance(self.view, Asleep):
            self._works.popleft()()

    def _touched(self, happening: Happening) -> None:
        if isinstance(happening, FacePressed):
            happening = replace(happening, reasons=self._reasons)
            self._face_at = self._face_at or self._clock()
        self._advance(happening)
        self._choosing = isinstance(self.view, Reasons) or (self._choosing and isinstance(self.view, Faces))
        if self._choosing:
            self._leaves_at = max(self._open.closes_at, self._clock() + REASONS_S)

    def _heard(self, heard: _Heard) -> None:
        visit = heard.invitation.visit
        self._screens.set_officer(heard.invitation.officer)
        if visit is None:
            self._withdrawn()
        elif visit not in self._offered:
            live = heard.at - self._up_since > RETAINED_S
            seconds = open_for(heard.invitation.until, self._limit_s, self._today(), live=live)
            self._offer = _Offer(visit, heard.invitation.mark, heard.at, heard.at + seconds)

    def _withdrawn(self) -> None:
        """The controller also withdraws what was just rated: the thanks stay their time, and so does who is choosing reasons.

        What the clerk took back is offered again when it is finished again: nobody loses a rating by that.
        """
        if self._offer:
            self._offer = None
        elif isinstance(self.view, Faces) and self.view.visit != TEST:
            self._offered.discard(self.view.visit)
            self._choosing = False
            self._advance(TimeOver(self._new_request()))

    def _invite(self) -> None:
        """Offer what waits, once, unless the visitor before is still choosing reasons, or a face again."""
        offer = self._offer
        if offer is None or self._choosing:
            return
        self._offer = None
        if self._serves and offer.closes_at > self._clock():
            self._offered.add(offer.visit)
            self._open, self._face_at = offer, None
            self._advance(Invited(offer.visit))
            self._leaves_at = offer.closes_at

    def _begin_test(self, told: Callable[[bool], object]) -> None:
        now = self._clock()
        self._tested, self._open, self._face_at = told, _Offer(TEST, "", now, now + _TEST_S), None
        self._advance(Invited(TEST))
        self._leaves_at = now + _TEST_S

    def _advance(self, happening: Happening) -> None:
        view, rating = step(self.view, happening)
        if rating and rating.visit != TEST:
            self._sending.send(self._request(rating))
        if self._tested and (rating or getattr(view, "visit", None) != TEST):
            self._tested(rating is not None and rating.visit == TEST)
            self._tested = None
        if view != self.view:
            self._enter(view)

    def _request(self, rating: StoreRating) -> Request:
        """The press came in time by this terminal's own clock, however long it takes to be delivered."""
        after_s = round(max(0.0, (self._face_at or self._clock()) - self._open.heard_at), 1)
        scale = self._scale if self._scale in FACES else THREE
        rated = RateVisit(rating.visit, rating.score, rating.reasons, scale, self._open.mark, after_s)
        return Request(rating.request, rated)

    def _enter(self, view: View) -> None:
        self.view = view
        self._screens.show(view)
        if isinstance(view, Thanks):
            self._leaves_at = self._clock() + THANKS_S
        elif isinstance(view, Asleep):
            self._leaves_at = None


def _visit_rated(payload: bytes) -> VisitId | None:
    """The visit of a rating that an earlier run stored and that is still unanswered."""
    try:
        command = decode_request(payload).command
    except MalformedMessageError:  # of another version of this program; it must not keep the terminal from starting
        return None
    return command.visit if isinstance(command, RateVisit) else None
