"""``revoke``, ``replace`` and ``join`` as an IT officer types them: a stolen machine is out, a new one takes its place."""

import io
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from contract.site import Web
from controller.joins import Joins
from controller.web.join_page import JoinPage
from controller.web.server import WebServer
from firmware_config.__main__ import main

SITE = """
id = "hall"
name = "Một cửa"
[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "A"
[[counters]]
id = 5
fields = ["dat-dai"]
[[devices]]
id = "kiosk-1"
role = "kiosk"
machine = "may-2"
[[devices]]
id = "loa-1"
role = "speaker"
machine = "may-2"
[[devices]]
id = "board-1"
role = "hall_board"
machine = "may-1"
screen = [1920, 1080]
screen_mm = [1210, 680]
[[devices]]
id = "pad-5"
role = "pad"
counter = 5
[[devices]]
id = "keypad-5"
role = "keypad"
counter = 5
[[machines]]
id = "may-1"
[[machines]]
id = "may-2"
host = "192.168.1.12"
[broker]
host = "192.168.1.10"
[web]
host = "192.168.1.10"
[wifi]
name = "MotCua"
password = "a long password"
"""


class Office:
    """An office's folder, and below ``root`` its two machines: ``central``, and ``new`` once it has joined."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], kind: str = "embedded") -> None:
        self.folder, self.root = folder / "office", folder / "machines"
        self.central, self.new = self.root / "may-1", self.root / "may-2"
        for one in (self.folder, self.central, self.new):
            one.mkdir(parents=True)
        (self.folder / "site.toml").write_text(SITE.replace("[broker]", f'[broker]\nkind = "{kind}"'), "utf-8")
        self._capsys = capsys
        self.run("apply", self.folder, "--machine", "may-1", "--root", self.root, "--yes")

    def run(self, *words: str | Path, code: int = 0) -> str:
        assert main(["--language", "en", *map(str, words)]) == code
        told = self._capsys.readouterr()
        return told.out + told.err

    def read(self, machine: Path, path: str) -> dict:
        return json.loads((machine / path).read_text("utf-8"))

    def accounts(self) -> set[str]:
        """Who may come in at the embedded broker."""
        return set(self.read(self.central, "etc/motcua/broker/profile.json")["passwords"])

    def let_in(self, kind: str) -> dict[str, str]:
        """Hashes by account at a broker of this kind."""
        if kind == "embedded":
            return self.read(self.central, "etc/motcua/broker/profile.json")["passwords"]
        lines = (self.central / "etc/motcua/mosquitto/passwords").read_text("utf-8").splitlines()
        return dict(line.split(":", 1) for line in lines)

    def credentials(self) -> dict:
        return self.read(self.central, "etc/motcua/controller/credentials.json")

    def record(self) -> list[tuple[str, str]]:
        lines = (self.folder / "keep" / "record.jsonl").read_text("utf-8").splitlines()
        return [(line["deed"], line["device"]) for line in map(json.loads, lines)]


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def test_a_stolen_machine_is_out_with_everything_on_it(office: Office) -> None:
    before = office.read(office.central, "etc/motcua/doctor/profile.json")
    assert {"kiosk-1", "loa-1", "board-1", "pad-5", "doctor"} <= office.accounts()
    told = office.run("revoke", "kiosk-1", office.folder, "--root", office.root)
    assert not {"kiosk-1", "loa-1"} & office.accounts()
    assert {"board-1", "pad-5", "doctor", "controller"} <= office.accounts()
    assert office.credentials()["revoked"] == ["kiosk-1", "loa-1"]
    assert office.read(office.central, "etc/motcua/doctor/profile.json")["password"] != before["password"]
    assert office.record() == [("revoke", "kiosk-1"), ("revoke", "loa-1"), ("replace", "doctor")]
    assert "Done. kiosk-1, loa-1 cannot get in any more" in told
    assert "replace kiosk-1" in told
    assert "Wi-Fi" not in told


def test_mosquitto_is_told_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path, capsys, "mosquitto")
    place = office.central / "etc/motcua/mosquitto"
    assert all("kiosk-1" in (place / name).read_text("utf-8") for name in ("passwords", "access"))
    office.run("revoke", "kiosk-1", office.folder, "--root", office.root)
    for name in ("passwords", "access"):
        assert "kiosk-1" not in (place / name).read_text("utf-8")
        assert "board-1" in (place / name).read_text("utf-8")


def test_a_stolen_pad_is_out_alone_and_the_wifi_is_named(office: Office) -> None:
    told = office.run("revoke", "pad-5", office.folder, "--root", office.root)
    assert office.credentials()["revoked"] == ["pad-5"]
    assert "pad-5" not in office.accounts()
    assert "kiosk-1" in office.accounts()
    assert "MotCua" in told
    told = office.run("replace", "pad-5", office.folder, "--root", office.root)
    assert "flash pad-5" in told
    assert (office.credentials()["revoked"], office.credentials()["issues"]) == ([], {"pad-5": 1})


def test_a_device_on_the_controllers_machine_gets_its_new_word_there(office: Office) -> None:
    before = office.read(office.central, "etc/motcua/board-1/profile.json")["account"]["password"]
    office.run("revoke", "board-1", office.folder, "--root", office.root)
    assert not (office.central / "etc/motcua/board-1/profile.json").exists()
    assert "board-1" not in office.accounts()
    office.run("replace", "board-1", office.folder, "--root", office.root)
    assert office.read(office.central, "etc/motcua/board-1/profile.json")["account"]["password"] != before


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_home_assistant_is_shut_out_and_let_in_again_with_another_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """It is no device of the hall, but its password opens the broker all the same."""
    office = Office(tmp_path, capsys, kind)
    told = office.run("revoke", "home-assistant", office.folder, "--root", office.root, code=1)
    assert "home-assistant" in told  # none is let in, so there is none
    site = office.folder / "site.toml"
    site.write_text(site.read_text("utf-8") + "[home_assistant]\non = true\n", "utf-8")
    office.run("apply", office.folder, "--machine", "may-1", "--root", office.root, "--yes")
    before = office.let_in(kind)
    assert {"home-assistant", "kiosk-1"} <= before.keys()
    told = office.run("revoke", "home-assistant", office.folder, "--root", office.root)
    assert office.let_in(kind).keys() == before.keys() - {"home-assistant"}
    assert "replace home-assistant" in told
    told = office.run("replace", "home-assistant", office.folder, "--root", office.root)
    assert str(office.folder / "keep" / "credentials.json") in told
    after = office.let_in(kind)
    assert after.pop("home-assistant") != before.pop("home-assistant")
    assert after == before


def test_a_wrong_name_changes_nothing(office: Office) -> None:
    before = office.accounts()
    for command in ("revoke", "replace"):
        told = office.run(command, "kiosk1", office.folder, "--root", office.root, code=1)
        assert 'Did you mean "kiosk-1"?' in told
    assert office.accounts() == before
    assert not (office.folder / "keep" / "record.jsonl").exists()


def test_what_cannot_be_told_is_said_and_kept(office: Office) -> None:
    """The broker's machine does not answer: the next ``apply`` does it."""
    (office.central / "etc").rename(office.central / "gone")
    (office.central / "etc").write_text("a file where a folder should be")
    told = office.run("revoke", "kiosk-1", office.folder, "--root", office.root, code=1)
    assert "may still be connected" in told
    assert "apply --machine may-1" in told
    assert office.record()[0] == ("revoke", "kiosk-1")


def test_a_new_machine_takes_the_place_by_a_code(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("revoke", "kiosk-1", office.folder, "--root", office.root)
    told = office.run("replace", "kiosk-1", office.folder, "--root", office.root)
    code = re.search(r"Code: (\S+)", told)[1]
    assert "motcua join http://192.168.1.10:8080" in told
    offers = office.central / "etc/motcua/controller/offers"
    joins = Joins(offers, office.central / "joined.json", lambda: datetime.now(UTC))
    web = WebServer(Starlette(routes=JoinPage(joins, lambda: datetime.now(UTC)).routes()), Web(port=0))
    web.start()
    try:
        for typed, said in (
            ("K7-0000", "A code has 10"),
            (code[:-1] + "?", "A code has 10"),
            ("00-0000-0000", "is wrong"),
        ):
            monkeypatch.setattr(sys, "stdin", io.StringIO(typed + "\n"))
            assert said in office.run("join", web.address, "--root", office.new, code=1)
        assert list(office.new.iterdir()) == []
        monkeypatch.setattr(sys, "stdin", io.StringIO(code.lower() + "\n"))
        told = office.run("join", web.address.removeprefix("http://"), "--root", office.new)
        assert "This machine is may-2 of hall" in told
        monkeypatch.setattr(sys, "stdin", io.StringIO(code + "\n"))
        assert "used already" in office.run("join", web.address, "--root", office.new, code=1)
    finally:
        web.stop()
    for device in ("kiosk-1", "loa-1"):
        assert office.read(office.new, f"etc/motcua/{device}/profile.json")["account"]["device"] == device
    assert {"kiosk-1", "loa-1"} <= office.accounts()


def test_a_new_machine_takes_the_place_from_a_stick(office: Office, tmp_path: Path) -> None:
    told = office.run("replace", "kiosk-1", office.folder, "--root", office.root, "--to", tmp_path / "stick")
    assert "Code:" not in told
    assert (tmp_path / "stick" / "install.sh").exists()
    assert not (office.central / "etc/motcua/controller/offers").exists()


def test_an_offer_leaves_the_controllers_machine_when_it_has_ended(office: Office) -> None:
    offers = office.central / "etc/motcua/controller/offers"
    office.run("replace", "kiosk-1", office.folder, "--root", office.root, "--minutes", "1")
    (first,) = offers.iterdir()
    office.run("replace", "kiosk-1", office.folder, "--root", office.root)
    (second,) = offers.iterdir()  # of one place there is one code
    assert first != second
    (kept,) = (office.folder / "keep" / "offers").iterdir()
    kept.write_text(re.sub(r'"ends":[\d.]+', '"ends":1.0', kept.read_text("utf-8")), "utf-8")
    office.run("apply", office.folder, "--machine", "may-1", "--root", office.root, "--yes")
    assert not offers.exists() or list(offers.iterdir()) == []
