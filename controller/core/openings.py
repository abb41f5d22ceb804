"""How long each counter was open and paused on a day, and who sat there."""

from dataclasses import dataclass

from contract.ids import CounterId, OfficerId
from controller.core.day import Session
from controller.core.day_facts import NOBODY, SeatFact
from controller.core.downtime import last_second


@dataclass(slots=True)
class _Turn:
    """A counter's present state and since when; ``paused`` None while it is closed."""

    officer: OfficerId = NOBODY
    paused: bool | None = None
    since: int = 0


class Openings:
    """Of one day; moments are seconds since its midnight."""

    def __init__(self) -> None:
        self._turns: dict[CounterId, _Turn] = {}
        self._facts: list[SeatFact] = []

    def officer(self, counter: CounterId) -> OfficerId:
        """Who is signed in there."""
        turn = self._turns.get(counter)
        return NOBODY if turn is None else turn.officer

    def signed_in(self, counter: CounterId, officer: OfficerId, at: int) -> None:
        """Where it is open already, the new officer's time begins."""
        turn = self._turns.setdefault(counter, _Turn())
        if turn.paused is not None:
            self._change(counter, at, paused=turn.paused)
        turn.officer = officer

    def signed_out(self, counter: CounterId, at: int) -> None:
        """Closed, and nobody's."""
        self._change(counter, at, paused=None)
        self._turns[counter].officer = NOBODY

    def open(self, counter: CounterId, at: int) -> None:
        """Also ends a pause."""
        self._change(counter, at, paused=False)

    def pause(self, counter: CounterId, at: int) -> None:
        """Calls nobody for a moment."""
        self._change(counter, at, paused=True)

    def shut(self, counter: CounterId, at: int) -> None:
        """Calls nobody."""
        self._change(counter, at, paused=None)

    def close(self, sessions: tuple[Session, ...] | None, upto: int | None) -> list[SeatFact]:
        """All of the day; what nobody shut ends with the office's hours, or ``upto``, where the journal ends before."""
        end = last_second(sessions, upto)
        for counter in list(self._turns):
            self._change(counter, end, paused=None)
        return self._facts

    def _change(self, counter: CounterId, at: int, *, paused: bool | None) -> None:
        turn = self._turns.setdefault(counter, _Turn())
        if turn.paused is not None and at > turn.since:
            self._facts.append(SeatFact(counter, turn.officer, turn.paused, turn.since, at - turn.since))
        turn.paused, turn.since = paused, at
