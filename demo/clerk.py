"""A hasty clerk: calls the next number and finishes, over and over, pressing again under the same request id until answered."""

import threading
from itertools import count
from typing import Final

from contract.commands import CallNext, Command, Finish, OpenCounter
from contract.ids import CounterId, RequestId, VisitId
from contract.notices import Refusal
from contract.profile import Account
from demo.keypad import Keypad

_AGAIN_S: Final = 0.2
_SEEN_S: Final = 5.0


class HastyClerk:
    """Presses on the keypad of ``account``, looks at its display, and opens the counter where it is closed."""

    def __init__(self, account: Account, counter: CounterId) -> None:
        self._keypad = Keypad(account, counter)
        self._stop = threading.Event()
        self._numbers = count(1)
        self._thread = threading.Thread(target=self._work, name="clerk")

    def start(self) -> None:
        """Begin to work."""
        self._keypad.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop; a press under way is repeated until it is answered no more. Safe to call twice, or before ``start``."""
        if self._thread.is_alive():
            self._stop.set()
            self._keypad.wake()
            self._thread.join()
            self._keypad.stop()

    def _work(self) -> None:
        while not self._stop.is_set():
            if self._keypad.state is None:
                self._stop.wait(_AGAIN_S)
            else:
                self._serve(self._keypad.serving)

    def _serve(self, visit: VisitId | None) -> None:
        """One press, then wait until the display shows what it did."""
        counter, was_open = self._keypad.counter, self._keypad.is_open
        if visit:
            pressed = self._press(Finish(counter, visit))
        else:
            pressed = self._press(CallNext(counter) if was_open else OpenCounter(counter))
        if not pressed:
            self._stop.wait(_AGAIN_S)  # nobody waits, or the display is behind
            return
        self._keypad.wait_for(
            lambda keypad: (keypad.serving, keypad.is_open) != (visit, was_open) or self._stop.is_set(), _SEEN_S
        )

    def _press(self, command: Command) -> bool:
        """Press until answered; False where it was refused or the clerk went home."""
        request = RequestId(f"clerk-press-{next(self._numbers)}")
        while not self._stop.is_set():
            try:
                return not isinstance(self._keypad.press(command, request, _AGAIN_S), Refusal)
            except TimeoutError:
                continue
        return False
