"""A counter's keypad, as its small device will be: presses travel under one request id until they are answered."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from contract.codec import decode_notice, encode_request
from contract.commands import Command, Request
from contract.ids import CounterId, RequestId, VisitId
from contract.link import Handler, Link
from contract.notices import Acceptance, Answer, CounterState, CounterStatus, FileStatus, Receipt, Refusal
from contract.profile import Account
from contract.request_ids import new_request_id
from contract.topics import Topics

_AGAIN_S: Final = 1.0
PATIENCE_S: Final = 10.0
_ANSWERS: Final = (Receipt, Refusal, Acceptance, FileStatus)


class Device:
    """Anything that sends commands and hears its answers; ``with`` connects it and takes it away again."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.heard: Callable[[Answer], None] | None = None
        """Told every answer as it comes, on the link's thread, those that came twice as well."""
        self._answers: dict[RequestId, Answer] = {}
        self._changed = threading.Condition()
        self._link = Link(account)
        self._link.listen(self.topics.answer(account.device), self._answered)

    @property
    def topics(self) -> Topics:
        """Of the device's office."""
        return self._link.topics

    def listen(self, topic: str, handler: Handler) -> None:
        """Hear one more topic; call before ``start``."""
        self._link.listen(topic, handler)

    def start(self) -> None:
        """Connect in the background; what is pressed before the link stands is sent again."""
        self._link.start()

    def stop(self) -> None:
        """Disconnect."""
        self._link.stop()

    def wait_up(self, seconds: float = PATIENCE_S) -> bool:
        """Wait until it is connected."""
        return self._link.wait_up(seconds)

    def __enter__(self) -> Self:
        self.start()
        if not self.wait_up():
            self.stop()
            raise TimeoutError(f"{self.account.device} is not let in")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def send(self, request: Request) -> None:
        """Once, without waiting."""
        self._link.publish(self.topics.command(self.account.device), encode_request(request))

    def press(self, command: Command, request: RequestId | None = None, seconds: float = PATIENCE_S) -> Answer:
        """Send until answered, a second apart; raises TimeoutError. The same ``request`` may be pressed again."""
        asked = Request(request or new_request_id(), command)
        tries = max(1, round(seconds / _AGAIN_S))
        for _ in range(tries):
            self.send(asked)
            answer = self.answer_to(asked.id, seconds / tries)
            if answer is not None:
                return answer
        raise TimeoutError(f"{self.account.device}: no answer to {command}")

    def answer_to(self, request: RequestId, seconds: float = PATIENCE_S) -> Answer | None:
        """Wait for an answer and take it away; None where none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: request in self._answers, seconds)
            return self._answers.pop(request, None)

    def _answered(self, _topic: str, payload: bytes) -> None:
        answer = decode_notice(payload)
        if not isinstance(answer, _ANSWERS):
            return
        with self._changed:
            self._answers[answer.request] = answer
            self._changed.notify_all()
        if self.heard:
            self.heard(answer)


class Keypad(Device):
    """Stands at ``counter`` and shows its state."""

    def __init__(self, account: Account, counter: CounterId) -> None:
        super().__init__(account)
        self.counter = counter
        self.state: CounterState | None = None
        self.listen(self.topics.counter(counter), self._saw)

    @property
    def serving(self) -> VisitId | None:
        """Whom the counter serves, as the display says."""
        return self.state.call.visit if self.state and self.state.call else None

    @property
    def is_open(self) -> bool:
        """Whether the display says that the counter calls people."""
        return self.state is not None and self.state.status is CounterStatus.OPEN

    def wait_for(self, shows: Callable[["Keypad"], bool], seconds: float = PATIENCE_S) -> bool:
        """Wait until the display shows something."""
        with self._changed:
            return self._changed.wait_for(lambda: shows(self), seconds)

    def wake(self) -> None:
        """Look at every condition that is waited for again."""
        with self._changed:
            self._changed.notify_all()

    def _saw(self, _topic: str, payload: bytes) -> None:
        state = decode_notice(payload)
        if isinstance(state, CounterState):
            with self._changed:
                self.state = state
                self._changed.notify_all()
