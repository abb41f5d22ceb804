"""Text messages that ask where a file stands: the file code is found in the words, looked up like a scan, and answered in one sentence."""

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from contract.commands import LookUpFile
from contract.file_code import find_file_code
from contract.ids import DeviceId, FileCode
from contract.request_ids import new_request_id
from contract.site import Site
from controller.core.message_words import status_text, without_marks
from controller.core.rights import Sender
from controller.look_up import LookUps
from controller.ports import Clock

SENDER: Final = Sender(DeviceId("sms"), frozenset({LookUpFile}))
"""Under this name look-ups of text messages stand in the journal: with the file code, never with a number of a phone."""
_LONGEST: Final = 500
_PHONE_S: Final = 600.0
_MINUTE_S: Final = 60.0
_AROUND: Final = ".,;:!?\"'()[]<>"


class StatusAnswers:
    """``texts`` are Vietnamese, as whoever asks by text message; ``ticks`` are seconds of a clock that never goes back."""

    def __init__(
        self,
        site: Site,
        look_ups: LookUps,
        texts: Mapping[str, str],
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._site, self._settings = site, site.messages.status
        self._look_ups, self._texts = look_ups, texts
        self._clock, self._ticks = clock, ticks
        self._lock = threading.Lock()
        self._phones: dict[bytes, deque[float]] = {}
        self._asked: deque[float] = deque()

    def answer(self, phone: str, text: str) -> str:
        """What is said back; empty where this phone, or everybody together, asks too often. Waits for the registry, which has a deadline."""
        with self._lock:
            if not self._may_ask(phone):
                return ""
        code = self._code(text)
        if code is None:
            words = self._texts["messages.no_code"]
        else:
            file = self._look_ups.answer(SENDER, new_request_id(), LookUpFile(code))
            words = status_text(file, self._clock().date(), self._texts)
        return words if self._site.messages.marks else without_marks(words)

    def _code(self, text: str) -> FileCode | None:
        """The first word that is a file code; all others are forgotten."""
        words = (word.strip(_AROUND) for word in re.split(r"[\s,;]+", text[:_LONGEST]))
        return next((code for word in words if (code := find_file_code(word, self._site.file_code))), None)

    def _may_ask(self, phone: str) -> bool:
        """Phones are counted by a hash that is forgotten with the first question after its ten minutes."""
        now, key = self._ticks(), sha256(phone.encode()).digest()
        _forget(self._asked, now - _MINUTE_S)
        for one in [one for one, times in self._phones.items() if times[-1] <= now - _PHONE_S]:
            del self._phones[one]
        asked = self._phones.get(key, deque())
        _forget(asked, now - _PHONE_S)
        if len(asked) >= self._settings.per_phone or len(self._asked) >= self._settings.per_minute:
            return False
        asked.append(now)
        self._phones[key] = asked
        self._asked.append(now)
        return True


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
