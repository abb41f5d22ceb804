"""An office for tests of backups: its folder, and a controller's folder with a day of work in a root of its own."""

import io
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.profile import write_private
from firmware_config.keep import Keep
from tests.controller.driven_day import Office, drive
from tests.firmware_config.office_folder import SITE, Folder


class SavedOffice(Folder):
    """``state``: the controller's folder; ``shelf``: where backups go."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], site: str = SITE) -> None:
        super().__init__(folder, capsys, site)
        self.state = folder / "state"
        self.shelf = folder / "shelf"
        Keep(self.path / "keep").revoke("kiosk-9", datetime(2026, 11, 1, tzinfo=UTC), "test")

    def work(self) -> None:
        """A day with everything in it, and what a controller keeps beside its journal."""
        office = Office(self.state)
        drive(office)
        office.close()
        for name in ("twins.json", "joined.json", "phones.sqlite", "reports.sqlite", "forecast.json"):
            write_private(self.state / name, "{}\n")
        (self.state / "taken-1").mkdir()
        (self.state / "taken-1" / "so-lieu.xlsx").write_bytes(b"rows")
        (self.state / "summaries").mkdir()
        (self.state / "summaries" / "2026-11-23-daily.pdf").write_bytes(b"%PDF-1.7 " + bytes(range(256)) * 400)

    def back_up(self, *words: object) -> tuple[int, str]:
        return self.run("backup", self.path, "--state", self.state, "--to", self.shelf, *words)

    def newest(self) -> Path:
        return max(self.shelf.glob("motcua-*.tar.gz"))

    def restore(self, to: Path, *words: object, code: str = "") -> tuple[int, str]:
        """``code``: what is typed when it is asked for."""
        before, sys.stdin = sys.stdin, io.StringIO(f"{code}\n")
        try:
            return self.run("restore", self.newest(), "--office", to / "office", "--state", to / "state", *words)
        finally:
            sys.stdin = before

    @property
    def code(self) -> str:
        return (self.path / "keep" / "backup.code").read_text().strip()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def events(folder: Path) -> list[tuple[object, ...]]:
    """The journal's rows, in order."""
    with closing(sqlite3.connect(f"{(folder / 'journal.sqlite').absolute().as_uri()}?mode=ro", uri=True)) as journal:
        return journal.execute("SELECT * FROM events ORDER BY seq").fetchall()
