"""The people of a race: a kiosk that gives numbers, some of them asked for twice, while too few wait."""

import threading
from typing import Final

from contract.codec import decode_notice_as
from contract.commands import TakeTicket
from contract.notices import Board
from demo.entrant import Course, Entrant
from demo.keypad import Device

_LULL_S: Final = 0.05
_PATIENCE_S: Final = 30.0


class Arrivals(Entrant[Device]):
    """At one kiosk, while fewer than ``standing`` wait in the whole office."""

    def __init__(self, kiosk: Device, course: Course, standing: int, seed: int) -> None:
        super().__init__(kiosk, course, seed)
        kiosk.listen(kiosk.topics.board, self._saw)
        self._standing = standing
        self._waiting = 0
        self._open = threading.Event()

    def take_part(self) -> None:
        """From the first board, which says that the controller is there, until the evening."""
        self._open.wait(_PATIENCE_S)
        while not self.course.evening and not self.course.stop.is_set():
            if self._waiting < self._standing:
                self.press(TakeTicket(self.random.choice(self.course.fields)))
            else:
                self.course.stop.wait(_LULL_S)

    def _saw(self, _topic: str, payload: bytes) -> None:
        self._waiting = sum(one.waiting for one in decode_notice_as(payload, Board).fields)
        self._open.set()
