"""A hasty clerk: calls the next number and finishes, over and over, pressing again under the same request id until answered."""

import http.client
import json
import threading
from itertools import count
from typing import Final

from contract.codec import decode_notice
from contract.ids import CounterId, VisitId
from contract.link import Link
from contract.notices import CounterState
from contract.profile import Account
from contract.site import Site

_AGAIN_S: Final = 0.2
_SEEN_S: Final = 5.0
_PATIENCE_S: Final = 2.0


class HastyClerk:
    """Looks at the counter's board by the board's own ``account`` and presses on the counter's page."""

    def __init__(self, board: Account, site: Site, counter: CounterId) -> None:
        self._web = site.web
        self._counter = counter
        self._serving: VisitId | None = None
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._numbers = count(1)
        self._link = Link(board)
        self._link.listen(self._link.topics.counter(counter), self._saw)
        self._thread = threading.Thread(target=self._work, name="clerk")

    def start(self) -> None:
        """Begin to work."""
        self._link.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop; a press under way is repeated until it is answered no more. Safe to call twice, or before ``start``."""
        if self._thread.is_alive():
            self._stop.set()
            with self._changed:
                self._changed.notify_all()
            self._thread.join()
            self._link.stop()

    def _work(self) -> None:
        while not self._stop.is_set():
            self._serve(self._serving)

    def _serve(self, visit: VisitId | None) -> None:
        """One press, then wait until the board shows what it did."""
        pressed = self._press(command="finish", visit=visit) if visit else self._press(command="call")
        if not pressed:
            self._stop.wait(_AGAIN_S)  # nobody waits, or the board is behind
            return
        with self._changed:
            self._changed.wait_for(lambda: self._serving != visit or self._stop.is_set(), _SEEN_S)

    def _press(self, **words: str) -> bool:
        """Press until answered; False where it was refused or the clerk went home."""
        request = f"clerk-press-{next(self._numbers)}"
        body = json.dumps({"request": request, **words})
        while not self._stop.is_set():
            try:
                return bool(self._post(body)["accepted"])
            except (OSError, http.client.HTTPException, ValueError):
                self._stop.wait(_AGAIN_S)
        return False

    def _post(self, body: str) -> dict[str, object]:
        page = http.client.HTTPConnection(self._web.host, self._web.port, timeout=_PATIENCE_S)
        origin = f"http://{self._web.host}:{self._web.port}"
        try:
            page.request(
                "POST",
                f"/counter/{self._counter}/command",
                body,
                {"Content-Type": "application/json", "Origin": origin},
            )
            answer = page.getresponse()
            if answer.status != 200:
                raise http.client.HTTPException(str(answer.status))
            said: dict[str, object] = json.loads(answer.read())
            return said
        finally:
            page.close()

    def _saw(self, _topic: str, payload: bytes) -> None:
        state = decode_notice(payload)
        if isinstance(state, CounterState):
            with self._changed:
                self._serving = state.call.visit if state.call else None
                self._changed.notify_all()
