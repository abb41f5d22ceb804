"""An office folder for tests: a small hall, and its commands as the officer types them."""

from pathlib import Path

import pytest

from firmware_config.__main__ import main

HASH = "$argon2id$v=19$m=19456,t=2,p=1$/1yICfX9Cm5dWO5df+HTPg$KDWXUnGRerUN9naq4b/92SeDQUWPrEtJ6sFT852X894"
SITE = f"""\
id = "tan-an"
name = "Một cửa phường Tân An"
officers = [{{ id = "hoa", name = "Hoa", role = "head", password = "{HASH}" }}]

[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "A"
quota = 120

[[counters]]
id = 1
fields = ["dat-dai"]

[[devices]]
id = "kiosk-1"
role = "kiosk"

[[devices]]
id = "hall-board-1"
role = "hall_board"
screen = [1920, 1080]
screen_mm = [1210, 680]
"""
KIOSK = "/etc/motcua/kiosk-1/profile.json"


class Folder:
    """One office and one root that its machine is installed into."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], site: str = SITE) -> None:
        self.path = folder / "tan-an"
        self.root = folder / "root"
        self.site_file = self.path / "site.toml"
        self._capsys = capsys
        self.path.mkdir()
        self.site_file.write_text(site, "utf-8")

    def run(self, *words: object) -> tuple[int, str]:
        """Exit code, and all that was printed; in Vietnamese."""
        code = main([str(word) for word in words])
        told = self._capsys.readouterr()
        return code, told.out + told.err

    def here(self, command: str, *words: object) -> tuple[int, str]:
        """A command about this office and root."""
        return self.run(command, self.path, "--root", self.root, *words)

    def change(self, before: str, after: str) -> None:
        text = self.site_file.read_text("utf-8")
        assert before in text
        self.site_file.write_text(text.replace(before, after), "utf-8")

    def installed(self) -> dict[str, bytes]:
        """Files below ``/etc``, by path on the machine."""
        files = (one for one in (self.root / "etc").rglob("*") if one.is_file() and not one.is_symlink())
        return {f"/{one.relative_to(self.root)}": one.read_bytes() for one in files}
