"""Near-turn messages: phones whose turn comes near are told, each message once, and every number is erased when its visit ends.

The queue never waits for it: it is told that something changed, and reads, decides and sends on threads of its own.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from contract.ids import VisitId
from contract.phone_number import Phone
from contract.site import Site
from controller.core.breaker import Breaker
from controller.core.message_words import message_text, values_of
from controller.core.near_turn import Due, due, is_over
from controller.core.views import Following
from controller.message_ports import MessageNotSentError, Messenger, PhoneBook, PhoneMessage, Told
from controller.ports import Clock

_LOG: Final = logging.getLogger(__name__)
_ROUND_S: Final = 2.0
"""Between two rounds while nothing happens: waits shorten by themselves."""
_PAUSE_S: Final = 5.0
"""Before a message is tried again."""
_MOST_OF_ONE: Final = 5
"""Visits that one phone may be told of at a time: a family's, and no prank's."""
_MOST: Final = 2000
"""Numbers kept at a time."""
_AT_ONCE: Final = 40
"""Visits looked at in one go: some milliseconds."""

Read = Callable[[Iterable[VisitId]], Mapping[VisitId, Following | None]]
"""Where visits stand now; none for one that is not of today."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the messages of ``day`` fare, for heads: ``left`` tries have begun, ``lost`` were given up, ``failing``: the latest try failed."""

    day: date
    left: int = 0
    sent: int = 0
    lost: int = 0
    failing: bool = False


@dataclass(frozen=True, slots=True)
class _Try:
    """A message on its way: so many tries have begun; the next one not before."""

    due: Due
    count: int = 0
    not_before: float = 0.0
    running: bool = False


class NearTurn:
    """``texts`` by language, Vietnamese among them; ``link`` gives a visit's address; ``workers`` wait for the gateway.

    ``ticks`` are seconds of a clock that never goes back. Safe to use from any thread.
    """

    def __init__(
        self,
        site: Site,
        book: PhoneBook,
        messenger: Messenger,
        workers: Executor,
        read: Read,
        link: Callable[[VisitId], str],
        texts: Mapping[str, Mapping[str, str]],
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._site, self._settings = site, site.messages
        self._book, self._messenger, self._workers = book, messenger, workers
        self._read, self._link, self._texts = read, link, texts
        self._clock, self._ticks = clock, ticks
        self._lock = threading.Lock()
        self._phones: dict[VisitId, Told] = dict(book.all())
        self._tries: dict[VisitId, _Try] = {}
        self._breaker = Breaker()
        self._left: deque[float] = deque()
        self._health = Health(clock().date())
        self._stirred = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="near-turn", daemon=True)

    def start(self) -> None:
        """Begin with what a restart has left, and erase what is not of today."""
        self.stir()
        self._thread.start()

    def stop(self) -> None:
        """End the rounds; what is on its way goes on for its deadline at most."""
        self._ending = True
        self.stir()
        self._thread.join()

    def stir(self) -> None:
        """Something changed; returns at once."""
        self._stirred.set()

    @property
    def health(self) -> Health:
        """How it goes today."""
        with self._lock:
            return self._today()

    def register(self, visit: VisitId, phone: Phone) -> bool:
        """Tell this phone of this visit from now on; False for a visit that is over, or where too many are told already.

        Durable when it returns True. Raises OSError or sqlite3.Error where the disk fails.
        """
        if not self._settings.on or is_over(self._read([visit])[visit]):
            return False
        with self._lock:
            same = sum(told.phone == phone for other, told in self._phones.items() if other != visit)
            if same >= _MOST_OF_ONE or (visit not in self._phones and len(self._phones) >= _MOST):
                return False
            self._book.put(visit, phone)
            self._phones[visit] = Told(phone, self._phones[visit].marks if visit in self._phones else frozenset())
        self.stir()
        return True

    def may_answer(self) -> bool:
        """Whether the day's cap lets an answer leave as a message of its own; it counts as one."""
        with self._lock:
            today = self._today()
            if today.left >= self._settings.per_day:
                return False
            self._health = replace(today, left=today.left + 1)
            return True

    def round(self) -> None:
        """Look at every visit once: erase what is over, send what is due."""
        with self._lock:
            visits = list(self._phones)
        if not visits:
            return
        places: dict[VisitId, Following | None] = {}
        for begin in range(0, len(visits), _AT_ONCE):  # the queue is held for each look: between two, commands go on
            places.update(self._read(visits[begin : begin + _AT_ONCE]))
        with self._lock:
            over = [one for one in visits if is_over(places[one])]
            if over:
                self._book.erase(over)  # first: a disk that fails is asked again next time
                for one in over:
                    self._phones.pop(one, None)
                    self._tries.pop(one, None)
            for visit, at in places.items():
                if at is not None and visit in self._phones:
                    self._advance(visit, at)

    def _run(self) -> None:
        while not self._ending:
            self._stirred.wait(_ROUND_S)
            self._stirred.clear()
            try:
                self.round()
            except (OSError, sqlite3.Error) as fault:
                _LOG.error("telephone numbers: the disk fails (%s)", type(fault).__name__)
            except Exception as fault:  # noqa: BLE001 - the edge of the thread; a traceback could hold a number
                _LOG.error("near-turn messages: a round failed (%s)", type(fault).__name__)

    def _advance(self, visit: VisitId, at: Following) -> None:
        told, under_way = self._phones[visit], self._tries.get(visit)
        if under_way and under_way.running:
            return
        if under_way is None:
            wanted = due(self._settings, at, told.marks)
            attempt = _Try(wanted) if wanted else None
        else:  # only while it still says what is so
            still = due(self._settings, at, told.marks - {under_way.due.mark})
            attempt = under_way if still == under_way.due else None
            if attempt is None:
                del self._tries[visit]
                self._give_up()
        if attempt and attempt.not_before <= self._ticks() and self._may_leave():
            self._leave(visit, at, attempt)

    def _may_leave(self) -> bool:
        """Whether the office's caps and the gateway allow one more message now."""
        now = self._ticks()
        while self._left and now - self._left[0] >= 60:
            self._left.popleft()
        if len(self._left) >= self._settings.per_minute or self._today().left >= self._settings.per_day:
            return False
        self._breaker, may = self._breaker.ask(now)
        return may

    def _leave(self, visit: VisitId, at: Following, attempt: _Try) -> None:
        told, mark = self._phones[visit], attempt.due.mark
        if mark not in told.marks:
            self._book.tell(visit, mark)
            told = self._phones[visit] = replace(told, marks=told.marks | {mark})
        self._tries[visit] = replace(attempt, count=attempt.count + 1, running=True)
        self._left.append(self._ticks())
        self._health = replace(self._today(), left=self._today().left + 1)
        self._workers.submit(self._send, visit, self._message(visit, at, attempt.due, told.phone))

    def _message(self, visit: VisitId, at: Following, wanted: Due, phone: Phone) -> PhoneMessage:
        texts = self._texts.get(at.language) or self._texts["vi"]
        values = values_of(at, self._site.name, self._link(visit), texts)
        text = message_text(self._settings, wanted.word, values, texts)
        id_ = f"{visit}-{sha256(wanted.mark.encode()).hexdigest()[:8]}"
        return PhoneMessage(phone, wanted.word, text, id_, values)

    def _send(self, visit: VisitId, message: PhoneMessage) -> None:
        fault = ""
        with self._lock:
            if visit not in self._phones:  # its visit has ended while others were sent
                return
        try:
            self._messenger.send(message)
        except MessageNotSentError as refusal:
            fault = str(refusal)
        except Exception as broken:  # noqa: BLE001 - the edge of a worker; its words could hold the number
            fault = type(broken).__name__
        with self._lock:
            self._sent(visit, fault)
        self.stir()

    def _sent(self, visit: VisitId, fault: str) -> None:
        now, today, attempt = self._ticks(), self._today(), self._tries.get(visit)
        if not fault:
            self._breaker = self._breaker.worked()
            self._health = replace(today, sent=today.sent + 1, failing=False)
            self._tries.pop(visit, None)
            return
        _LOG.warning("a message to a phone was not sent: %s", fault)
        self._breaker = self._breaker.failed(now)
        self._health = replace(today, failing=True)
        if attempt and attempt.count < self._settings.tries:
            self._tries[visit] = replace(attempt, running=False, not_before=now + _PAUSE_S)
        else:
            self._tries.pop(visit, None)
            self._give_up()

    def _give_up(self) -> None:
        today = self._today()
        self._health = replace(today, lost=today.lost + 1)

    def _today(self) -> Health:
        day = self._clock().date()
        if self._health.day != day:
            self._health = Health(day, failing=self._health.failing)
        return self._health
