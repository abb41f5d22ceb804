"""A clerk in a race: presses whatever the counter's display allows, some of it twice, until the evening has come."""

from typing import Final

from contract import commands as c
from contract.commands import Command, Place
from contract.ids import TicketNumber, VisitId
from contract.notices import Reason, Refusal
from demo.entrant import Course, Entrant
from demo.keypad import Keypad
from demo.notebook import TWICE

_PATIENCE_S: Final = 30.0
_LULL_S: Final = 0.05
_NOT_ASIDE: Final = frozenset({Reason.NOT_IN_LINE, Reason.RETURNED_TOO_OFTEN, Reason.NO_RIGHT})
"""Why somebody thought to be set aside need not be asked for again."""


class Racer(Entrant[Keypad]):
    """The clerk of one keypad."""

    def __init__(self, keypad: Keypad, course: Course, seed: int) -> None:
        super().__init__(keypad, course, seed)
        self._counter = keypad.counter
        self._last: VisitId | None = None

    def take_part(self) -> None:
        """Until nobody has anything to do any more."""
        self.device.wait_for(lambda keypad: keypad.state is not None, _PATIENCE_S)
        while not self.course.over:
            self._turn(self._choose())

    def _choose(self) -> Command:
        visit = self.device.serving
        if visit is not None:
            self._last = visit
            self.course.busy()
            return c.Finish(self._counter, visit, whole=True) if self.course.evening else self._serve(visit)
        if not self.device.is_open:
            return c.OpenCounter(self._counter)
        return self._tidy_up() if self.course.evening else self._go_on()

    def _turn(self, command: Command) -> None:
        clicks = 1
        if isinstance(command, c.CallNext) and self.random.random() < TWICE:
            clicks = 2
            with self.course.lock:
                self.course.double_clicks += 1
        for answer in self.press(*[command] * clicks):
            if isinstance(answer, Refusal):
                self._refused(command, answer.reason)
            else:
                self._done(command)

    def _serve(self, visit: VisitId) -> Command:
        counter = self._counter
        ways: tuple[tuple[int, Command], ...] = (
            (40, c.Finish(counter, visit)),
            (14, self._transfer(visit)),
            (12, c.Recall(counter, visit)),
            (12, c.Park(counter, visit)),
            (7, c.MarkAbsent(counter, visit)),
            (6, c.CallNext(counter)),
            (5, c.Undo(counter, visit)),
            (2, c.GrantPriority(visit, self.course.priority)),
            (2, c.CancelVisit(visit)),
        )
        return self.random.choices([way for _, way in ways], [weight for weight, _ in ways])[0]

    def _transfer(self, visit: VisitId) -> Command:
        """To a field, or to another counter; to which place; perhaps back again."""
        others = [one for one in self.course.counters if one != self._counter]
        elsewhere = self.random.random() < 0.4
        return c.Transfer(
            visit,
            self._counter,
            None if elsewhere else self.random.choice(self.course.fields),
            self.random.choice(others) if elsewhere else None,
            self.random.choice(list(Place)),
            back=self.random.random() < 0.3,
        )

    def _go_on(self) -> Command:
        chance = self.random.random()
        if chance < 0.08 and self._last:
            return c.Undo(self._counter, self._last)
        if chance < 0.25 and (visit := self.course.take_aside(self._counter, self.random)):
            return c.ReturnVisit(visit) if chance < 0.16 else c.CallNumber(self._counter, TicketNumber(visit[-4:]))
        if chance > 0.98:
            return c.PauseCounter(self._counter) if chance > 0.99 else c.CloseCounter(self._counter)
        return c.CallNext(self._counter)

    def _tidy_up(self) -> Command:
        visit = self.course.take_aside(self._counter, self.random)
        if visit is None:
            return c.CallNext(self._counter)
        self.course.busy()
        return c.ReturnVisit(visit)

    def _done(self, command: Command) -> None:
        self.course.busy()
        if isinstance(command, c.CallNext | c.CallNumber):
            with self.course.lock:
                self.course.calls += 1
        elif isinstance(
            command, c.Park | c.MarkAbsent | c.Undo
        ):  # what is undone may have been a call of one set aside
            self.course.put_aside(self._counter, command.visit)

    def _refused(self, command: Command, reason: Reason) -> None:
        if isinstance(command, c.ReturnVisit) and reason not in _NOT_ASIDE:
            self.course.put_aside(self._counter, command.visit)
        elif isinstance(command, c.CallNumber) and reason not in _NOT_ASIDE and self._last:
            self.course.put_aside(self._counter, VisitId(f"{self._last[:-4]}{command.number}"))
        elif reason is Reason.NOBODY_WAITING:
            with self.course.lock:
                self.course.idle.add(self.device.account.device)
            self.device.wait_for(lambda keypad: keypad.serving is not None, _LULL_S)
