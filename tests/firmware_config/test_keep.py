"""What an office keeps to itself: made once, kept, taken away, and never readable by others."""

import json
import stat
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from contract.ids import DeviceId
from firmware_config.accounts import argon2_hash, mosquitto_hash
from firmware_config.keep import Keep, KeepError, RevokedError
from firmware_config.keep_record import Noted

KIOSK, PAD = DeviceId("kiosk-1"), DeviceId("pad-9")
AT = datetime(2026, 11, 23, 8, 0, tzinfo=timezone(timedelta(hours=7)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "office" / "keep"


def test_what_is_made_once_stays(folder: Path) -> None:
    keep = Keep(folder)
    first = (keep.secret, keep.password(KIOSK), keep.password(PAD))
    assert len(set(first)) == 3
    assert all(len(one) >= 43 for one in first)
    again = Keep(folder)
    assert (again.secret, again.password(KIOSK), again.password(PAD)) == first
    before = (folder / "credentials.json").stat()
    again.ensure([KIOSK, PAD])
    assert (folder / "credentials.json").stat().st_ino == before.st_ino


def test_asking_what_is_there_makes_nothing(folder: Path) -> None:
    keep = Keep(folder)
    assert (keep.revoked, keep.issue(KIOSK), keep.record) == (frozenset(), 0, ())
    assert not folder.exists()


def test_nobody_puts_it_under_version_control_by_accident(folder: Path) -> None:
    assert Keep(folder).secret
    subprocess.run(["git", "init", "-q", folder.parent], check=True)
    seen = subprocess.run(
        ["git", "status", "--porcelain"], cwd=folder.parent, check=True, capture_output=True, text=True
    )
    assert seen.stdout == ""


def test_nobody_else_may_read_it(folder: Path) -> None:
    keep = Keep(folder)
    keep.password(KIOSK)
    keep.revoke(KIOSK, AT, "an")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(one.stat().st_mode) & 0o077 == 0 for one in folder.glob("*.json*"))


@pytest.mark.parametrize("kind", ["argon2", "mosquitto"])
def test_a_hash_stays_with_its_password_and_goes_with_it(folder: Path, kind: str) -> None:
    hashes = getattr(Keep(folder), kind)([KIOSK, PAD])
    written = (folder / "credentials.json").stat().st_ino
    assert getattr(Keep(folder), kind)([KIOSK, PAD]) == hashes
    assert (folder / "credentials.json").stat().st_ino == written
    held = json.loads((folder / "credentials.json").read_text())
    held["devices"][KIOSK]["password"] = "changed by hand"
    held["devices"][PAD].pop("proofs")  # as an earlier version wrote it
    (folder / "credentials.json").write_text(json.dumps(held))
    again = getattr(Keep(folder), kind)([KIOSK, PAD])
    assert again[KIOSK] != hashes[KIOSK]
    assert again[PAD] == hashes[PAD]
    made = {"argon2": argon2_hash, "mosquitto": mosquitto_hash}[kind]
    assert made("changed by hand", again[KIOSK]) == again[KIOSK]


def test_who_is_shut_out_has_no_password_until_it_gets_a_new_one(folder: Path) -> None:
    keep = Keep(folder)
    old, other = keep.password(KIOSK), keep.password(PAD)
    keep.revoke(KIOSK, AT, "an")
    again = Keep(folder)
    with pytest.raises(RevokedError, match="kiosk-1"):
        again.password(KIOSK)
    assert old not in (folder / "credentials.json").read_text("utf-8")
    assert again.revoked == {KIOSK}
    assert again.credentials.revoked == (KIOSK,)
    again.renew(KIOSK, AT + timedelta(minutes=5), "an")
    assert again.revoked == frozenset()
    assert again.password(KIOSK) != old
    assert (again.issue(KIOSK), again.credentials.issues) == (1, {KIOSK: 1})
    assert again.password(PAD) == other


def test_a_device_that_never_had_any_can_be_shut_out_too(folder: Path) -> None:
    keep = Keep(folder)
    keep.revoke(KIOSK, AT, "an")
    keep.ensure([KIOSK])
    with pytest.raises(RevokedError):
        keep.password(KIOSK)


def test_the_record_says_when_who_and_what_and_holds_no_secret(folder: Path) -> None:
    keep = Keep(folder)
    words = [keep.password(KIOSK)]
    keep.revoke(KIOSK, AT, "an")
    keep.renew(KIOSK, AT + timedelta(minutes=5), "an")
    words.append(keep.password(KIOSK))
    assert keep.record == (
        Noted(AT, "an", "revoke", KIOSK),
        Noted(AT + timedelta(minutes=5), "an", "replace", KIOSK),
    )
    assert not any(word in (folder / "record.jsonl").read_text("utf-8") for word in words)


@pytest.mark.parametrize("rest", [b'{"at":"2026-11-2', b"\xff\xfe", b"[" * 100_000, b'{"at":1}\n'])
def test_a_line_that_a_power_cut_tore_is_told_and_the_next_stands_behind_it(folder: Path, rest: bytes) -> None:
    keep = Keep(folder)
    keep.revoke(KIOSK, AT, "an")
    with (folder / "record.jsonl").open("ab") as file:
        file.write(rest)
    assert Keep(folder).record == (Noted(AT, "an", "revoke", KIOSK), None)
    keep.revoke(PAD, AT, "bình")
    assert Keep(folder).record == (Noted(AT, "an", "revoke", KIOSK), None, Noted(AT, "bình", "revoke", PAD))


def test_secrets_that_are_nested_without_end_are_a_broken_file(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "credentials.json").write_bytes(b"[" * 100_000)
    with pytest.raises(KeepError, match="credentials"):
        Keep(folder)


def test_two_commands_at_once_lose_nothing(folder: Path) -> None:
    one, other = Keep(folder), Keep(folder)
    word = one.password(KIOSK)
    assert other.password(KIOSK) == word
    other.revoke(KIOSK, AT, "an")
    one.password(PAD)
    assert Keep(folder).revoked == {KIOSK}


def test_what_an_earlier_version_gave_stays_good(folder: Path) -> None:
    keep = Keep(folder)
    keep.take("old secret", {KIOSK: "old word"})
    assert (keep.secret, keep.password(KIOSK)) == ("old secret", "old word")
    keep.take("another", {KIOSK: "another", PAD: "pad's"})
    again = Keep(folder)
    assert (again.secret, again.password(KIOSK), again.password(PAD)) == ("old secret", "old word", "pad's")


def test_what_was_shut_out_does_not_come_back_from_an_old_profile(folder: Path) -> None:
    keep = Keep(folder)
    keep.revoke(KIOSK, AT, "an")
    keep.take(None, {KIOSK: "old word"})
    with pytest.raises(RevokedError):
        keep.password(KIOSK)


@pytest.mark.parametrize("content", ["{", '{"secret": 5}', "\xff"])
def test_a_broken_file_is_told_and_not_written_over(folder: Path, content: str) -> None:
    folder.mkdir(parents=True)
    (folder / "credentials.json").write_text(content, "latin-1")
    with pytest.raises(KeepError, match=r"credentials\.json"):
        Keep(folder)
    assert (folder / "credentials.json").read_text("latin-1") == content
