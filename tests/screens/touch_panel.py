"""A screen with a real touch panel of many fingers: Xorg on its dummy card, with the driver that its own tests use.

Xvfb knows one pointer only. Here fingers come into X as from a panel, by the protocol of inputtestdrv(4), and X makes of them
what it makes of any panel's. Wants xserver-xorg-core and xserver-xorg-video-dummy.
"""

import os
import socket
import struct
import subprocess
import tempfile
from pathlib import Path

from demo.child import tied
from demo.screen import ScreenError, VirtualScreen, wait_for

_SECONDS = 15.0
_VERSION, _SYNC, _TOUCH = 0, 1, 6
_BEGIN, _UPDATE, _END = 18, 19, 20  # XI_TouchBegin and its like, of XI2.h
_AXES = 64
_ENDS = 0xFFFF  # of both axes of the driver's panel
_SETUP = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "panel"
  HorizSync 5-300
  VertRefresh 20-100
  Modeline "mounted" 60 {width} {width1} {width2} {width3} {height} {height1} {height2} {height3}
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "panel"
  DefaultDepth 24
  SubSection "Display"
    Modes "mounted"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "ServerLayout"
  Identifier "all"
  Screen "screen"
{seats}EndSection
"""
_PANEL = """
Section "InputDevice"
  Identifier "{name}"
  Driver "inputtest"
  Option "SocketPath" "{socket}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "10"
EndSection
"""


class TouchPanel(VirtualScreen):
    """``width`` x ``height`` pixels; fingers are numbered from 1 and stay down until lifted.

    ``panels`` above 1: the others are named like it, as one panel is that two drivers have taken; nobody touches them.
    """

    def __init__(self, width: int, height: int, panels: int = 1) -> None:
        self.size = (width, height)
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-panel-")
        self._panel = Path(self._folder.name) / "fingers"
        setup = Path(self._folder.name) / "xorg.conf"
        rooms = {f"width{i}": width + 16 * i for i in (1, 2, 3)} | {f"height{i}": height + 4 * i for i in (1, 2, 3)}
        names = ["fingers" + " " * at for at in range(panels)]
        seats = "".join(f'  InputDevice "{name}"\n' for name in names)
        sockets = [self._panel, *(self._panel.with_name(f"other-{at}") for at in range(1, panels))]
        hands = "".join(_PANEL.format(name=one, socket=at) for one, at in zip(names, sockets, strict=True))
        setup.write_text(_SETUP.format(width=width, height=height, seats=seats, **rooms) + hands)
        ours, theirs = os.pipe()
        self._server = subprocess.Popen(
            tied(["Xorg", "-displayfd", str(theirs), "-config", str(setup), "-logfile", f"{self._folder.name}/log",
                  "-nocursor", "-nolisten", "tcp", "-noreset"]),
            pass_fds=(theirs,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        if not number:
            self._server.wait(_SECONDS)
            raise ScreenError("Xorg did not start")
        self.display = f":{number}"
        self._line = self._connect()

    def put(self, finger: int, x: int, y: int) -> None:
        """A finger comes down."""
        self._touch(finger, _BEGIN, x, y)

    def move(self, finger: int, x: int, y: int) -> None:
        """A finger that is down goes there."""
        self._touch(finger, _UPDATE, x, y)

    def take(self, finger: int, x: int, y: int) -> None:
        """A finger leaves the panel there."""
        self._touch(finger, _END, x, y)

    def stop(self) -> None:
        """Switch the screen off."""
        self._line.close()
        super().stop()
        self._folder.cleanup()

    def _connect(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)

        def reach() -> bool | None:
            try:
                line.connect(str(self._panel))
            except OSError:
                return None
            return True

        wait_for(reach, _SECONDS, "the panel does not answer")
        line.sendall(struct.pack("=IIHH", 12, _VERSION, 1, 0))
        line.recv(12)
        return line

    def _touch(self, finger: int, what: int, x: int, y: int) -> None:
        """One event, waited for until X has handed it on: header, finger, kind, which axes, their values."""
        mask = bytes([0b11]) + bytes(_AXES // 8 - 1)
        width, height = self.size
        values = [x * _ENDS / width, y * _ENDS / height] + [0.0] * (_AXES - 2)
        body = struct.pack(f"=III8s4x{_AXES}d{_AXES}d", finger, what, 0, mask, *values, *[0.0] * _AXES)
        self._line.sendall(struct.pack("=II", 8 + len(body), _TOUCH) + body)
        self._line.sendall(struct.pack("=II", 8, _SYNC))
        self._line.recv(8)
