"""The latest error of a program, as a code that holds no word of a person: where it was logged, and of what kind it was."""

import logging
from datetime import UTC, datetime
from typing import Final

from contract.health import Mishap

LONGEST: Final = 96


class Mishaps(logging.Handler):
    """Keeps the latest record from ERROR on; add it to the root logger. Safe from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.latest: Mishap | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Never the message: it may hold what somebody has typed."""
        kind = record.exc_info[0] if record.exc_info else None
        code = f"{record.name}:{record.lineno} {kind.__name__ if kind else record.levelname}"
        self.latest = Mishap(code[:LONGEST], datetime.fromtimestamp(record.created, UTC))
