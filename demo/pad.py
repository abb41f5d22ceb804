"""A rating pad, as its small device will be: a button for each face, a lamp, and a memory that outlives a power cut.

``python -m demo.pad --profile FILE`` plays one on the keyboard: 1 is the best face.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from contract.codec import decode_notice, decode_request, encode_request
from contract.commands import RateVisit, Request, Score
from contract.ids import CounterId, RequestId, VisitId
from contract.notices import Answer, Office, RatingInvitation
from contract.profile import Account, PadProfile, read_profile
from contract.rating import THREE, faces
from contract.request_ids import new_request_id
from demo.keypad import PATIENCE_S, Device

RESEND_S: Final = 2.0
OLD_S: Final = 2.0
"""What comes so soon after the office's own notice, as after every connecting, may be an invitation of long ago."""
THANKS_S: Final = 2.0


class Lamp(StrEnum):
    """What the pad's one lamp does; ``docs/rating-pad.md`` says how each looks."""

    DARK = "dark"
    """Nobody is asked, or nobody may rate any more."""
    LIT = "lit"
    """A press counts now."""
    THANKS = "thanks"
    """It was counted: two seconds."""
    ALONE = "alone"
    """No broker: an invitation cannot come. A press that came in time is kept all the same."""


class Pad(Device):
    """Stands at ``counter``; ``memory`` is a file for what is not answered yet, kept as a small device keeps it in its flash.

    ``clock``: seconds that only go forward; a pad has no other.
    """

    def __init__(
        self, account: Account, counter: CounterId, memory: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(account)
        self.scale = THREE
        self._memory = memory
        self._clock = clock
        self._open: RatingInvitation | None = None
        self._heard_at = self._closes_at = self._thanked_at = self._told_at = float("-inf")
        self._rated: VisitId | None = None
        self._limit_s = 30.0
        self._kept = _read(memory)
        self._stopping = threading.Event()
        self._resending = threading.Thread(target=self._resend, name="pad", daemon=True)
        self.heard = self._settle
        self.listen(self.topics.office, self._office)  # first: what is retained comes in this order
        self.listen(self.topics.rating(counter), self._invited)

    def start(self) -> None:
        """Connect, and send what an earlier life left."""
        super().start()
        self._resending.start()

    def stop(self) -> None:
        """Disconnect; what is unanswered stays in the memory."""
        self._stopping.set()
        self._resending.join()
        super().stop()

    @property
    def lamp(self) -> Lamp:
        """As it is now."""
        with self._changed:
            if self._clock() - self._thanked_at < THANKS_S:
                return Lamp.THANKS
            if self._open and self._clock() < self._closes_at:
                return Lamp.LIT
        return Lamp.DARK if self.wait_up(0) else Lamp.ALONE

    @property
    def unanswered(self) -> int:
        """Presses that the controller has not answered."""
        with self._changed:
            return len(self._kept)

    def wait_told(self, seconds: float = PATIENCE_S) -> bool:
        """Wait until it knows the office."""
        with self._changed:
            return self._changed.wait_for(lambda: self._told_at > float("-inf"), seconds)

    def wait_lamp(self, lamp: Lamp, seconds: float = PATIENCE_S) -> bool:
        """Wait until the lamp is like this."""
        with self._changed:
            return self._changed.wait_for(lambda: self.lamp is lamp, seconds)

    def wait_answered(self, seconds: float = PATIENCE_S) -> bool:
        """Wait until nothing is kept any more."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._kept, seconds)

    def touch(self, score: Score) -> bool:
        """A finger on a face; False where the lamp is not lit, for then it means nothing."""
        with self._changed:
            invited = self._open
            if invited is None or invited.visit is None or self._clock() >= self._closes_at:
                return False
            after_s = round(self._clock() - self._heard_at, 1)
            rating = RateVisit(invited.visit, score, scale=self.scale, mark=invited.mark, after_s=after_s)
            asked = Request(new_request_id(), rating)
            self._kept[asked.id] = encode_request(asked)
            _write(self._memory, self._kept)  # before it is thanked for
            self._rated, self._open, self._thanked_at = invited.visit, None, self._clock()
            self._changed.notify_all()
        self.send(asked)
        return True

    def _invited(self, _topic: str, payload: bytes) -> None:
        invitation = decode_notice(payload)
        if not isinstance(invitation, RatingInvitation):
            return
        with self._changed:
            again = self._open is not None and self._open.visit == invitation.visit
            if invitation.visit is None or invitation.visit == self._rated:
                self._open = None
            elif not again and OLD_S <= self._clock() - self._told_at < float("inf"):
                self._open, self._heard_at = invitation, self._clock()
                self._closes_at = self._heard_at + self._limit_s
            self._changed.notify_all()

    def _office(self, _topic: str, payload: bytes) -> None:
        office = decode_notice(payload)
        if isinstance(office, Office):
            with self._changed:
                self.scale, self._limit_s = len(faces(office.rating_scale)), float(office.rating_seconds)
                self._told_at = self._clock()
                self._changed.notify_all()

    def _settle(self, answer: Answer) -> None:
        """Counted or refused: it need not be sent again."""
        with self._changed:
            if self._kept.pop(answer.request, None) is not None:
                _write(self._memory, self._kept)
            self._changed.notify_all()

    def _resend(self) -> None:
        while not self._stopping.wait(RESEND_S):
            with self._changed:
                waiting = [decode_request(payload) for payload in self._kept.values()]
            for asked in waiting:
                self.send(asked)


def _read(memory: Path) -> dict[RequestId, bytes]:
    if not memory.exists():
        return {}
    return {RequestId(one): payload.encode() for one, payload in json.loads(memory.read_text("utf-8")).items()}


def _write(memory: Path, kept: dict[RequestId, bytes]) -> None:
    """Whole or not at all."""
    beside = memory.with_suffix(".new")
    beside.write_text(json.dumps({one: payload.decode() for one, payload in kept.items()}), "utf-8")
    beside.replace(memory)


def main() -> int:
    """A pad on the keyboard until its end of file."""
    parser = argparse.ArgumentParser(prog="python -m demo.pad", description=__doc__)
    parser.add_argument("--profile", type=Path, required=True, help="a pad's profile, as firmware_config writes it")
    parser.add_argument("--memory", type=Path, default=Path("pad-memory.json"), help="what is not answered yet")
    given = parser.parse_args()
    profile = read_profile(given.profile, PadProfile)
    with Pad(profile.account, profile.counter, given.memory) as pad:
        for line in sys.stdin:
            scores = faces(pad.scale)
            key = line.strip()
            pressed = key.isdecimal() and 1 <= int(key) <= len(scores) and pad.touch(scores[int(key) - 1])
            print(f"{'pressed' if pressed else 'nothing'}; lamp {pad.lamp}, {pad.unanswered} unanswered", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
