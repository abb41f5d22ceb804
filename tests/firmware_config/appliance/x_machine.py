"""A real Xorg on its dummy card that reads a machine's generated configuration, with a panel on which a finger can be put."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from demo.child import tied
from demo.screen import ScreenError
from tests.screens.touch_panel import TouchPanel

_CARD = """
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-300
  VertRefresh 20-100
  Modeline "whole" 180 {width} {w1} {w2} {w3} {height} {h1} {h2} {h3}
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Modes "whole"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "fingers"
  Driver "inputtest"
  Option "SocketPath" "{socket}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "10"
{options}
EndSection
Section "ServerLayout"
  Identifier "all"
  Screen "screen"
  InputDevice "fingers"
  Option "AutoAddDevices" "false"
EndSection
"""
OPTION = re.compile(r'  Option "TransformationMatrix" "[^"]*"')


def card(folder: Path, width: int, height: int, options: str = "") -> str:
    """xorg.conf of a machine without a graphics card."""
    rooms = {f"w{i}": width + 16 * i for i in (1, 2, 3)} | {f"h{i}": height + 4 * i for i in (1, 2, 3)}
    return _CARD.format(width=width, height=height, socket=folder / "fingers", options=options, **rooms)


class XMachine(TouchPanel):
    """``generated``: the machine's xorg.conf; what its InputClass number ``panel`` says holds for the finger.

    X applies a class to devices that it finds itself, which a dummy's are not, so its option is handed to the panel as it stands.
    """

    def __init__(self, generated: str, width: int, height: int, panel: int = 0) -> None:
        self.size = (width, height)
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-x-")
        folder = Path(self._folder.name)
        self._panel = folder / "fingers"
        self.log = folder / "log"
        options = OPTION.findall(generated)[panel]
        (folder / "xorg.conf").write_text(generated + card(folder, width, height, options))
        ours, theirs = os.pipe()
        self._server = subprocess.Popen(
            tied(["Xorg", "-displayfd", str(theirs), "-config", str(folder / "xorg.conf"), "-logfile", str(self.log),
                  "-nolisten", "tcp", "-noreset"]),
            pass_fds=(theirs,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        if not number:
            self._server.wait(10)
            raise ScreenError(self.log.read_text("utf-8", "replace"))
        self.display = f":{number}"
        self._line = self._connect()

    def pointer(self) -> tuple[int, int]:
        """Where X has it, which follows the first finger."""
        told = subprocess.run(
            ["xdotool", "getmouselocation", "--shell"], env=self.env, capture_output=True, text=True, check=True
        ).stdout
        found = dict(line.split("=") for line in told.split())
        return int(found["X"]), int(found["Y"])
