"""The manual page: every command of the tool, in both languages, and no word of theirs that the formatter takes for its own."""

import tomllib
from pathlib import Path

import pytest

from deb.manual import manual

TEXTS = Path(__file__).parents[2] / "firmware_config" / "texts"
MOMENT = 1795362900


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_command_stands_in_it(language: str) -> None:
    texts = (TEXTS / f"{language}.toml").read_text("utf-8")
    page = manual(texts, language, "0.1.0", MOMENT)
    assert page.startswith('.TH MOTCUA 1 "2026-11-22" "motcua 0.1.0"\n')
    told = tomllib.loads(texts)["help"]
    commands = {path.stem for path in (TEXTS.parent / "commands").glob("[a-z]*.py")} & told.keys()
    assert {"new", "check", "apply", "doctor", "restore"} <= commands
    assert [one for one in commands if f".TP\n.B {one}\n" not in page] == []
    assert ".B all\n" not in page


def test_words_are_no_requests() -> None:
    page = manual('[help]\nall = ".hidden a-b"\ncommand = "C"\nnew = "\'quoted \\\\ x"\n', "en", "1", 0)
    assert "\n\\&.hidden a\\-b\n" in page
    assert "\n\\&'quoted \\e x\n" in page
