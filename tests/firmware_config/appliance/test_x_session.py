"""A machine's X session on a real Xorg: its configuration is taken, fingers land where the picture is, and who hangs is found out."""

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contract.machines import Display, Rotation
from demo.child import tied
from demo.screen import wait_for
from firmware_config.appliance import screen
from firmware_config.appliance.placing import Place, places
from tests.firmware_config.appliance.grand_office import DOOR, HALL, HOST, grand_office
from tests.firmware_config.appliance.test_touch_matrix import on_panel
from tests.firmware_config.appliance.x_machine import XMachine, card

SECONDS = 20.0


def place(machine: str) -> Place:
    return next(one for one in places(grand_office(tls=False)) if one.machine.id == machine)


def touch(machine: XMachine, x: float, y: float) -> tuple[int, int]:
    machine.put(1, round(x * machine.size[0]), round(y * machine.size[1]))
    found = machine.pointer()
    machine.take(1, round(x * machine.size[0]), round(y * machine.size[1]))
    return found


@pytest.mark.parametrize(
    ("machine", "panel", "rotation"),
    [(DOOR, 0, Rotation.LEFT), (HALL, 0, Rotation.RIGHT), (HALL, 1, Rotation.INVERTED)],
)
def test_a_finger_lands_where_the_picture_is(machine: str, panel: int, rotation: Rotation) -> None:
    at = place(machine)
    width, height = screen.whole(at.screens)
    left = sum(one.screen[0] for one in at.screens[:panel])
    across, down = at.screens[panel].screen
    with XMachine(screen.xorg_conf(at), width, height, panel) as running:
        for point in ((0.1, 0.2), (0.7, 0.9), (0.5, 0.5)):
            found = touch(running, *on_panel(rotation, *point))
            assert found == pytest.approx((left + across * point[0], down * point[1]), abs=2)


def test_a_real_server_takes_every_line() -> None:
    at = place(DOOR)
    with XMachine(screen.xorg_conf(at), *at.screens[0].screen) as running:
        log = running.log.read_text("utf-8", "replace")
    for option in ("DontZap", "DontVTSwitch", "DontZoom", "BlankTime", "StandbyTime", "SuspendTime", "OffTime"):
        assert f'(**) Option "{option}"' in log
    assert "Parse error" not in log
    assert "is not a valid keyword" not in log


def test_boards_have_no_touch_of_their_own() -> None:
    assert "InputClass" not in screen.xorg_conf(place(HOST))


def laid_out(running: XMachine, place: Place, folder: Path) -> tuple[str, str]:
    """What the generated script complains of, and how wide and high X is afterwards."""
    script = folder / "layout"
    script.write_text(screen.layout_script(place.screens))
    said = subprocess.run(["sh", str(script)], env=running.env, capture_output=True, text=True, check=True).stderr
    told = subprocess.run(["xrandr"], env=running.env, capture_output=True, text=True, check=True).stdout
    return said, re.findall(r"current (\d+ x \d+)", told)[0]


def test_screens_are_placed_and_one_that_is_switched_off_leaves_its_room(tmp_path: Path) -> None:
    host = place(HOST)
    board, counter = host.screens
    first = replace(board, display=Display("DUMMY0"))
    with XMachine(screen.xorg_conf(place(DOOR)), *board.screen) as running:
        only = replace(host, devices=(replace(board, display=Display()),))
        assert laid_out(running, only, tmp_path) == ("", "1920 x 1080")
        both = replace(host, devices=(first, replace(counter, display=Display("DUMMY1"))))
        said, size = laid_out(running, both, tmp_path)
        assert said == "screen DUMMY1 is not 1280x720 pixels large, as the site file says\n"
        assert size == "3200 x 1080"
        larger = replace(host, devices=(replace(first, screen=(1024, 600)),))
        assert laid_out(running, larger, tmp_path)[0].endswith(
            "screen DUMMY0 is not 1024x600 pixels large, as the site file says\n"
        )


class Session:
    """The generated script, with a display and a server of the test's own, as systemd would start it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.display = f":{random.randrange(1000, 9000)}"
        at = place(DOOR)
        (folder / "xorg.conf").write_text(screen.xorg_conf(at) + card(folder, *at.screens[0].screen))
        server = f"Xorg {self.display} -config {folder}/xorg.conf -logfile {folder}/log"
        layout = folder / "layout"
        layout.write_text(screen.layout_script(at.screens))
        layout.chmod(0o755)
        script = screen.session_script(server, str(layout), patience_s=1, pause_s=1).replace("-keeptty ", "")
        self.script = folder / "session"
        self.script.write_text(script)
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(str(folder / "notify"))
        self.line.settimeout(SECONDS)
        self.env = {
            **os.environ,
            "DISPLAY": self.display,
            "XAUTHORITY": str(folder / "cookie"),
            "NOTIFY_SOCKET": str(folder / "notify"),
        }
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(tied(["sh", str(self.script)]), env=self.env, stdout=said, stderr=said)

    def told(self, words: bytes) -> None:
        """Wait until systemd is told so."""
        until = time.monotonic() + SECONDS
        while words not in self.line.recv(4096):
            assert time.monotonic() < until

    def said(self) -> str:
        return (self.folder / "said").read_text("utf-8", "replace")

    def servers(self) -> list[int]:
        """The X server's process, a child of the script's."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,comm=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        ).stdout
        return [int(line.split()[0]) for line in listed.splitlines() if line.split()[1].startswith("Xorg")]

    def end(self) -> None:
        for pid in self.servers():
            os.kill(pid, signal.SIGCONT)
        self.process.terminate()
        self.process.wait(SECONDS)
        self.line.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    one = Session(tmp_path)
    yield one
    one.end()


def test_the_session_says_that_it_stands_and_lets_in_only_who_has_the_cookie(session: Session) -> None:
    session.told(b"READY=1")
    session.told(b"WATCHDOG=1")
    ask = ["xset", "q"]
    assert subprocess.run(ask, env=session.env, capture_output=True, check=False).returncode == 0
    stranger = {**session.env, "XAUTHORITY": "/dev/null"}
    assert subprocess.run(ask, env=stranger, capture_output=True, check=False).returncode != 0
    told = subprocess.run(ask, env=session.env, capture_output=True, text=True, check=True).stdout
    assert "timeout:  0" in told
    assert "Server does not have the DPMS Extension" in told or "DPMS is Disabled" in told
    assert (session.folder / "cookie").stat().st_mode & 0o777 == 0o640


def test_a_server_that_hangs_is_not_said_to_live(session: Session) -> None:
    session.told(b"WATCHDOG=1")
    for pid in session.servers():
        os.kill(pid, signal.SIGSTOP)
    session.line.settimeout(0.3)
    with contextlib.suppress(TimeoutError):
        session.line.recv(4096)  # it was under way
    session.line.settimeout(2.5)
    with pytest.raises(TimeoutError):
        session.line.recv(4096)


def test_the_session_ends_with_its_server(session: Session) -> None:
    session.told(b"READY=1")
    (server,) = session.servers()
    os.kill(server, signal.SIGKILL)
    assert session.process.wait(SECONDS) == 1


def test_the_server_ends_with_its_session(session: Session) -> None:
    session.told(b"READY=1")
    (server,) = session.servers()
    session.process.terminate()
    assert session.process.wait(SECONDS) == 0
    wait_for(lambda: not Path(f"/proc/{server}").exists() or None, SECONDS, "the server stays")
