"""The kiosk of the soak: the real program, whose buttons can be pressed again sooner than a trembling hand would allow.

The half second in which nobody could press anything would make the soak an hour longer, and shows nothing.
"""

import sys
from typing import Any, Final

from kiosk import __main__ as program

_DEBOUNCE_S: Final = 0.02


class HastyKiosk(program.Kiosk):
    """Hears touches that follow each other closely."""

    def __init__(self, *given: Any, watched: bool) -> None:
        super().__init__(*given, watched=watched)
        from panel import press  # noqa: PLC0415 - it needs the window's settings

        press.DEBOUNCE_S = _DEBOUNCE_S  # type: ignore[misc]  # a Final of the hall, not of a bench


def main() -> int:
    program.Kiosk = HastyKiosk  # type: ignore[assignment, misc]
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
