"""What an audit says: advisories, and above all what it could not look up."""

import json
from pathlib import Path
from urllib.error import HTTPError, URLError

from deb.audit import CLEAN, FOUND, LOCKS, NOT_ASKED, completed, judged, pinned
from deb.newest import Newest, newest


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


# The newest release ---------------------------------------------------------------------------------------------------


def page(version: str, *advisories: dict[str, object]) -> bytes:
    return json.dumps({"info": {"version": version}, "vulnerabilities": advisories}).encode()


def test_what_the_index_tells_of_the_newest_release_counts_for_the_same_one() -> None:
    told = {"rich": Newest("15.0.0"), "ecdsa": Newest("0.19.2", (("PYSEC-2026-1325", ""),)), "old": Newest("3.0")}
    skipped = [{"name": name, "skip_reason": "not found"} for name in ("rich", "ecdsa", "old", "gone")]
    locked = {"kivy": "2.3.1", "rich": "15.0.0", "ecdsa": "0.19.2", "old": "2.0", "gone": "1"}
    judgement = judged(json.dumps({"dependencies": [FINE, *skipped]}))
    found = completed(judgement, locked, lambda names: {one: told[one] for one in names if one in told})
    assert (found.code, found.asked) == (FOUND, 3)
    assert found.advisories == (("ecdsa", "0.19.2", "PYSEC-2026-1325", ""),)
    assert found.unknown == ("old 2.0 (3.0 is newer)", "gone 1")
    assert "ecdsa 0.19.2: PYSEC-2026-1325, mended in nothing yet" in found.words("a.lock")
    fresh = completed(judged(json.dumps({"dependencies": skipped[:1]})), locked, lambda _names: told)
    assert (fresh.code, fresh.asked) == (CLEAN, 1)


def test_nobody_is_asked_where_all_is_known() -> None:
    def ask(_names: object) -> dict[str, Newest]:
        raise AssertionError

    assert completed(judged(told(FINE)), {}, ask).code == CLEAN


def test_the_page_of_a_project_is_read_and_what_is_none_is_passed_over() -> None:
    withdrawn = {"id": "PYSEC-1", "fixed_in": [], "withdrawn": "2026-01-01T00:00:00Z"}
    mended = {"id": "GHSA-1", "fixed_in": ["1.1", "2.0"], "withdrawn": None}
    pages = {
        "fine": page("1.0"),
        "ill": page("1.0", withdrawn, mended),
        "no-list": b'{"info": {"version": "1"}}',
        "html": b"<html>",
        "odd": b"[]",
    }

    def fetch(name: str) -> bytes:
        if name not in pages:
            raise HTTPError(name, 404, "not found", {}, None)  # type: ignore[arg-type]
        return pages[name]

    assert newest(["gone", "odd", *pages], fetch) == {
        "fine": Newest("1.0"),
        "ill": Newest("1.0", (("GHSA-1", "1.1, 2.0"),)),
    }


def test_an_index_that_nobody_reaches_is_tried_once() -> None:
    asked = []

    def fetch(name: str) -> bytes:
        asked.append(name)
        raise URLError("no route")

    assert newest(["a", "b", "c"], fetch) == {}
    assert asked == ["a"]


def test_every_package_of_the_locks_has_its_version() -> None:
    for lock in LOCKS:
        found = pinned((Path(__file__).parents[2] / lock).read_text("utf-8"))
        assert len(found) > 50
        assert all(version[0].isdigit() for version in found.values())


def test_a_package_with_a_version_for_each_python_is_none_of_them_alone() -> None:
    lock = "numpy==2.4.0 ; python_full_version < '3.12' \\\n    --hash=sha256:00\nnumpy==2.5.0 ; python_full_version >= '3.12' \\\nrich==15.0.0 \\\n"
    assert pinned(lock) == {"numpy": "2.4.0 / 2.5.0", "rich": "15.0.0"}
