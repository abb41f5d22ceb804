"""Files that programs keep for themselves, nested without end by a bad disk: as good as none, and never the end of a program."""

from pathlib import Path

import pytest

from contract.codec import refused_for_unknown
from contract.credentials import Credentials
from contract.errors import ProfileError
from contract.joining import read_offer
from contract.profile import read_profile
from contract.twin_file import TwinFile
from contract.twin_rules import TwinBook
from controller.adapters.json_fleet import read_alarms
from controller.adapters.json_twins import JsonTwins

DEEP = b'{"good": ' + b'{"a":' * 5000


def test_a_file_without_end_is_as_good_as_none(tmp_path: Path) -> None:
    for name in ("twin.json", "twins.json", "alarms.json", "K7.json", "credentials.json"):
        (tmp_path / name).write_bytes(b"[" * 5000 if name == "alarms.json" else DEEP)
    assert TwinFile(str(tmp_path)).read() == TwinBook()
    assert JsonTwins(tmp_path).read() == {}
    assert read_alarms(tmp_path) == {}
    assert read_offer(tmp_path / "K7.json") is None
    with pytest.raises(ProfileError):
        read_profile(tmp_path / "credentials.json", Credentials)


def test_a_message_without_end_is_no_refusal() -> None:
    assert refused_for_unknown(b'{"schema": 1, "type": "Refusal", "body": ' + b'{"a":' * 5000) is None
