"""A kiosk that never rests: as many requests under way as its window allows, the next one sent as soon as one is answered.

Orders ``{"seconds": 10, "window": 8, "fields": [...]}``; answers ``{"tickets", "refused", "taken"}``: milliseconds of every ticket.
"""

import argparse
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any, Final

from bench.process import obey
from contract.codec import decode_notice, encode_request
from contract.commands import Request, TakeTicket
from contract.ids import FieldId, RequestId
from contract.link import Link
from contract.notices import Receipt
from contract.profile import KioskProfile, read_profile
from contract.request_ids import new_request_id

_WAIT_S: Final = 20.0


class Stream:
    """The kiosk of a profile, without screen, outbox and paper."""

    def __init__(self, profile: KioskProfile) -> None:
        device = profile.account.device
        self.link = Link(profile.account)
        self._topic = self.link.topics.command(device)
        self.link.listen(self.link.topics.answer(device), self._answered)
        self._numbers = count()
        self._fields: list[FieldId] = []
        self._sent: dict[RequestId, float] = {}
        self._taken: list[float] = []
        self._refused = 0
        self._until = 0.0
        self._done = threading.Condition()

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        """Until the time is over and the last request is answered."""
        self._fields = [FieldId(one) for one in order["fields"]]
        self._taken, self._refused = [], 0
        self._until = time.monotonic() + order["seconds"]
        with self._done:
            for _ in range(order["window"]):
                self._send()
            if not self._done.wait_for(lambda: not self._sent, order["seconds"] + _WAIT_S):
                raise TimeoutError(f"{len(self._sent)} requests are not answered")
        return {"tickets": len(self._taken), "refused": self._refused, "taken": self._taken}

    def _send(self) -> None:
        request = new_request_id()
        field = self._fields[next(self._numbers) % len(self._fields)]
        self._sent[request] = time.monotonic()
        self.link.publish(self._topic, encode_request(Request(request, TakeTicket(field))))

    def _answered(self, _topic: str, payload: bytes) -> None:
        answer = decode_notice(payload)
        with self._done:
            at = self._sent.pop(getattr(answer, "request", RequestId("")), None)
            if at is None:
                return
            if isinstance(answer, Receipt):
                self._taken.append((time.monotonic() - at) * 1000)
            else:
                self._refused += 1
            if time.monotonic() < self._until:
                self._send()
            self._done.notify_all()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", type=Path, required=True)
    stream = Stream(read_profile(parser.parse_args().profile, KioskProfile))
    stream.link.start()
    if not stream.link.wait_up(_WAIT_S):
        raise TimeoutError("the kiosk is not let in")
    obey(stream.do)
    stream.link.stop()


if __name__ == "__main__":
    main()
