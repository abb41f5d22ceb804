"""A board with MicroPython, by mpremote: what stands on it, files onto it, a new start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from firmware_config.flashing import BoardError
from firmware_config.flashing.content import MAIN, PROFILE, PROGRAMS, STATE, TWIN
from firmware_config.flashing.tools import MPREMOTE, run

_SHORT_S: Final = 20.0
_LONG_S: Final = 300.0
_ASK: Final = f"""
import os, sys, json, binascii
try:
 from hashlib import sha256
except ImportError:
 from uhashlib import sha256
def told(path):
 found = {{}}
 try:
  names = os.listdir(path or "/" if path else ".")
 except OSError:
  return found
 for name in names:
  place = path + "/" + name if path else name
  if os.stat(place)[0] & 0x4000:
   if name not in ({STATE!r}, "lib"):
    found.update(told(place))
  else:
   digest = sha256()
   with open(place, "rb") as file:
    while True:
     part = file.read(512)
     if not part:
      break
     digest.update(part)
   found[place] = binascii.hexlify(digest.digest()).decode()
 return found
device = ""
try:
 with open({PROFILE!r}) as file:
  device = json.load(file)["account"]["device"]
except (OSError, ValueError, KeyError, TypeError):
 pass
try:
 owed = len([one for one in os.listdir({STATE!r}) if not one.endswith(".new")])
except OSError:
 owed = 0
print(json.dumps({{"version": list(sys.implementation[1][:2]), "files": told(""), "device": device, "owed": owed}}))
"""
_REMOVE: Final = "import os\nfor one in {names!r}:\n try:\n  os.remove(one)\n except OSError:\n  pass"


@dataclass(frozen=True, slots=True)
class OnBoard:
    """``files``: SHA-256 by path, without presses; ``device``: whose profile it has; ``owed``: presses that are not delivered."""

    version: tuple[int, ...]
    files: Mapping[str, str]
    device: str
    owed: int


def read_board(told: str, port: str) -> OnBoard:
    """What a board says of itself, in its last line; it may be anybody's. Raises BoardError, in words that no terminal obeys."""
    try:
        found = msgspec.json.decode((told.splitlines() or [""])[-1], type=OnBoard)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise BoardError("mute", port, _plain(told.strip()[-200:])) from fault
    files = {name: digest for name, digest in found.files.items() if name.isprintable()}
    return replace(found, files=files, device=_plain(found.device))


def _plain(words: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in words)


class MpremoteBoard:
    """The board at a port. Every method raises BoardError."""

    def __init__(self, port: str) -> None:
        self.port = port

    def look(self) -> OnBoard:
        """What stands on it; its program is stopped for that."""
        return read_board(self._run("exec", _ASK), self.port)

    def sleep(self) -> None:
        """Start anew without our program: its watchdog would bite while files are written."""
        self.remove((MAIN,))
        self.restart()

    def remove(self, names: tuple[str, ...]) -> None:
        """Files, where they are there."""
        self._run("exec", _REMOVE.format(names=names))

    def write(self, files: Mapping[str, bytes]) -> None:
        """All of them; the last one last, so that a board that loses power starts nothing half."""
        with TemporaryDirectory() as temporary:
            folder = Path(temporary)
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
            last = list(files)[-1]
            rest = sorted({name.partition("/")[0] for name in files} - {last})
            self._run("fs", "cp", "-r", *(str(folder / one) for one in rest), ":", seconds=_LONG_S)
            self._run("fs", "cp", str(folder / last), f":{last}", seconds=_LONG_S)

    def restart(self) -> None:
        """As if its plug had been pulled."""
        self._run("reset")

    def _run(self, *words: str, seconds: float = _SHORT_S) -> str:
        return run(MPREMOTE, "connect", self.port, *words, port=self.port, seconds=seconds, mute="mute")


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """As the board tells them."""
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def left_over(found: OnBoard, files: Mapping[str, bytes], device: str) -> tuple[str, ...]:
    """What goes: programs that are none of ours any more, and the settings of another device."""
    old = [one for one in found.files if one.startswith(f"{PROGRAMS}/") and one not in files]
    other = [TWIN] if found.device not in {"", device} and TWIN in found.files else []
    return (*old, *other)
