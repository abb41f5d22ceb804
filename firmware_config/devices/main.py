"""What a small device starts: the program of its role, and itself anew whatever happens."""

import json

from . import keypad, number_board, rating_pad
from .flash import read_whole

try:
    from .ports import Board
except ImportError:  # MicroPython has no types
    pass

_PROGRAMS = {"pad": rating_pad.start, "keypad": keypad.start, "counter_board": number_board.start}
_PROFILE = "profile.json"
_PAUSE_MS = 5000


def main(board: "Board | None" = None) -> None:
    """Never returns on a real board; one for tests may let it."""
    if board is None:
        from .esp32 import Esp32  # noqa: PLC0415 (only there)

        board = Esp32()
    try:
        profile = json.loads((read_whole(board.folder + _PROFILE) or b"").decode())
        program = _PROGRAMS[profile["account"]["role"]]
    except (ValueError, KeyError, TypeError):
        board.say("no profile that can be read: flash it again (python -m firmware_config flash)")
        board.sleep(_PAUSE_MS)
        board.restart()
        return
    try:
        board.say("started as " + profile["account"]["device"])
        program(board, profile).run()
    except Exception as fault:  # noqa: BLE001 - the edge of the program: nobody else would start it again
        board.say("starts anew after " + repr(fault))
        board.sleep(_PAUSE_MS)
        board.restart()
