"""The controller's machine is lost in mid-day: its backup on another machine, and the hall goes on with the devices and papers that it has."""

import io
import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from contract.commands import TakeTicket
from contract.profile import read_account
from demo.brokers import free_port
from demo.keypad import Device
from demo.screen import wait_for
from tests.firmware_config.office_folder import SITE, Folder

ROOT = Path(__file__).parents[3]
SECONDS = 40.0


class Hall(Folder):
    """``root`` is the controller's machine; what lies on others outlives it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        broker, self.web = free_port(), free_port()
        tables = f'\n[broker]\nhost = "127.0.0.1"\nport = {broker}\n[web]\nhost = "127.0.0.1"\nport = {self.web}\n[tickets]\ndouble_tap_s = 0\n'
        super().__init__(folder, capsys, SITE + tables)
        self.shelf, self.kiosk = folder / "shelf", folder / "kiosk.json"

    def install(self) -> None:
        """As ``apply`` does it; the state's folder stands below the root."""
        code, told = self.here("apply", "--yes")
        assert code == 0, told
        place = self.root / "etc/motcua/controller/profile.json"
        profile = json.loads(place.read_text("utf-8"))
        place.write_text(json.dumps(profile | {"state": str(self.state)}), "utf-8")

    @property
    def state(self) -> Path:
        return self.root / "var/lib/motcua/controller"

    @contextmanager
    def running(self):
        """Broker and controller, until the power goes."""
        parts = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "controller",
                    part,
                    "--profile",
                    str(self.root / f"etc/motcua/{name}/profile.json"),
                ],
                cwd=ROOT,
                stderr=subprocess.DEVNULL,
            )
            for part, name in (("broker", "broker"), ("run", "controller"))
        ]
        try:
            wait_for(self._answers, SECONDS, "the controller does not answer")
            yield
        finally:
            for one in parts:
                one.kill()
                one.wait(SECONDS)

    def take(self, times: int) -> list:
        """Receipts, by the credentials that the kiosk was given once."""
        with Device(read_account(self.kiosk)) as device:
            return [device.press(TakeTicket("dat-dai"), seconds=SECONDS) for _ in range(times)]

    def page(self, receipt) -> str:
        """What the phone behind a ticket's QR shows."""
        answer = requests.get(receipt.follow, timeout=10)
        assert answer.status_code == 200
        return answer.text

    def _answers(self) -> bool | None:
        try:
            return requests.get(f"http://127.0.0.1:{self.web}/", timeout=5).ok or None
        except requests.ConnectionError:
            return None


def test_numbers_go_on_devices_come_back_and_papers_still_lead_to_their_page(tmp_path, capsys, monkeypatch):
    hall = Hall(tmp_path, capsys)
    hall.install()
    shutil.copy(hall.root / "etc/motcua/kiosk-1/profile.json", hall.kiosk)
    with hall.running():
        given = hall.take(3)
        code, told = hall.run("backup", hall.path, "--state", hall.state, "--to", hall.shelf)
        assert code == 0, told
    words = hall.run("backup", hall.path, "--code")[1]
    paper = (hall.path / "keep/backup.code").read_text("utf-8").strip()
    assert paper in words
    shutil.rmtree(hall.root)
    shutil.rmtree(hall.path)
    (backup,) = hall.shelf.glob("motcua-*.tar.gz")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{paper}\n"))
    code, told = hall.run("restore", backup, "--office", hall.path, "--state", hall.state)
    assert code == 0, told
    hall.install()
    with hall.running():
        assert [hall.page(one).count(one.number) > 0 for one in given] == [True] * 3
        again = hall.take(2)
    numbers = [one.number for one in given + again]
    assert numbers == [f"A{number:03}" for number in range(1, 6)]
