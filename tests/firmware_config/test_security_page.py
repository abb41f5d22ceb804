"""``docs/security.md``: every attacker, every row with a test, and no test that is not there."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))
ATTACKERS = (
    "A citizen at the kiosk",
    "A phone on the hall's Wi-Fi",
    "A curious clerk",
    "A stolen device",
    "A neighbour on the network",
)


@cache
def named_in(path: str) -> frozenset[str]:
    file = ROOT / path
    return (
        frozenset(re.findall(r"^(?:async )?def (test_\w+)\(", file.read_text("utf-8"), re.MULTILINE))
        if file.exists()
        else frozenset()
    )


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_exists(path: str, name: str) -> None:
    assert name in named_in(path)


def test_every_attacker_has_a_table_and_every_row_its_test() -> None:
    for attacker in ATTACKERS:
        table = PAGE.split(f"\n## {attacker}\n")[1].split("\n## ")[0]
        rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
        assert len(rows) >= 5, attacker
        for row in rows:
            assert re.search(r"::test_\w+`", row), row
    assert len(NAMED) >= 50


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
