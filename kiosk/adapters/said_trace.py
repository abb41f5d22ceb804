"""What was said, beside the trace of what was shown: tests and the demo hear by it; a kiosk in a hall runs without."""

import json
import time
from pathlib import Path

from kiosk.core.hearing import Manner


class SaidTrace:
    """Appends ``{"said", "way", "language", "pace", "volume", "at"}`` to ``<trace>.said``; nothing where ``trace`` is empty.

    ``at`` is ``time.monotonic_ns()`` in milliseconds, when the sentence had sounded to its end.
    """

    def __init__(self, trace: str) -> None:
        self._path = Path(f"{trace}.said") if trace else None

    def note(self, sentence: str, manner: Manner) -> None:
        """One sentence."""
        if self._path is None:
            return
        line = {
            "said": sentence,
            "way": manner.way.value,
            "language": manner.language,
            "pace": manner.pace,
            "volume": manner.volume,
            "at": round(time.monotonic_ns() / 1e6, 3),
        }
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
