"""A board on a cable, for mpremote: MicroPython's raw REPL as the boards have it, run by MicroPython itself on this machine.

The desktop's MicroPython has no raw REPL of its own. What is sent is executed by the real interpreter, in the folder that is its flash.
"""

import os
import sys

_A, _B, _C, _D = b"\x01", b"\x02", b"\x03", b"\x04"
_WELCOME = b"raw REPL; CTRL-B to exit\r\n>"


class machine:  # noqa: N801 (the board's module)
    """What ``mpremote reset`` wants of a board."""

    @staticmethod
    def reset():
        raise SystemExit


class files:  # noqa: N801
    """``os`` as the boards have it: an empty path is the folder that one is in."""

    @staticmethod
    def stat(path):
        return os.stat(path or ".")  # noqa: PTH116 (MicroPython has no pathlib)

    @staticmethod
    def ilistdir(path="."):
        return os.ilistdir(path or ".")


for name in dir(os):
    if not hasattr(files, name):
        setattr(files, name, getattr(os, name))
sys.modules["machine"] = machine
sys.modules["os"] = files
came, say = sys.stdin.buffer, sys.stdout.buffer
raw, code, names = False, b"", {}
while True:
    one = came.read(1)
    if not one:
        break
    if one == _A:
        raw, code = True, b""
        say.write(_WELCOME)
    elif one == _B:
        raw = False
        say.write(b"\r\nMicroPython\r\n>>> ")
    elif one == _C:
        code = b""
    elif not raw:
        continue
    elif one == _D and not code:
        names = {}
        say.write(b"OK\r\nMPY: soft reboot\r\n" + _WELCOME)
    elif one == _D:
        say.write(b"OK")
        try:
            exec(code.decode(), names)
            say.write(_D + _D + b">")
        except SystemExit:
            raw, names = False, {}
            say.write(_D + _D + b">")
        except BaseException as fault:  # noqa: BLE001 (whatever it is, the other end is told)
            say.write(_D)
            sys.print_exception(fault, sys.stdout)
            say.write(_D + b">")
        code = b""
    else:
        code += one
        if code == b"\x05A\x01":  # raw paste: not here, as on older boards
            code = b""
            say.write(b"R\x00")
