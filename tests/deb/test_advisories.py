"""What an audit says: advisories, and above all what it could not look up."""

import json

from deb.audit import CLEAN, FOUND, NOT_ASKED, judged


def told(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


FINE = {"name": "kivy", "version": "2.3.1", "vulns": []}
BAD = {"name": "pillow", "version": "9.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["9.1"], "aliases": []}]}
UNKNOWN = {"name": "rich", "skip_reason": "Dependency not found on PyPI and could not be audited: rich (15.0.0)"}


def test_nothing_known() -> None:
    found = judged(told(FINE))
    assert (found.code, found.asked) == (CLEAN, 1)
    assert "NOT AUDITED" not in found.words("a.lock")


def test_an_advisory_is_told_with_what_mends_it() -> None:
    found = judged(told(FINE, BAD, UNKNOWN))
    assert found.code == FOUND
    assert "pillow 9.0: PYSEC-1, mended in 9.1" in found.words("a.lock")
    assert "rich" in found.words("a.lock")


def test_what_was_not_looked_up_is_not_called_clean() -> None:
    found = judged(told(UNKNOWN))
    assert (found.code, found.asked) == (NOT_ASKED, 0)
    assert "NOT AUDITED" in found.words("a.lock")
