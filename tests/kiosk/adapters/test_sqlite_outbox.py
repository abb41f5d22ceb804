"""The outbox alone: one program at a time, and what is left of it on a worn disk."""

import shutil
import stat
from datetime import UTC, datetime

import pytest

from contract.codec import encode_notice, encode_request
from contract.commands import LeaveSuggestion, RateVisit, Request, Score, TakeTicket
from contract.ids import RequestId
from contract.notices import Acceptance, Receipt
from contract.suggestion import SuggestionKind
from kiosk.adapters.sqlite_outbox import OutboxInUseError, SqliteOutbox

RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")


def test_a_second_program_is_refused_until_the_first_has_ended(tmp_path):
    box = SqliteOutbox(tmp_path)
    with pytest.raises(OutboxInUseError):
        SqliteOutbox(tmp_path)
    box.close()
    SqliteOutbox(tmp_path).close()


@pytest.mark.parametrize("torn", [b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 6000])
def test_a_broken_file_is_put_aside_and_the_terminal_goes_on(tmp_path, torn):
    (tmp_path / "outbox.sqlite").write_bytes(torn)
    box = SqliteOutbox(tmp_path)
    box.put(RequestId("r1"), b"{}")
    assert box.pending() == [("r1", b"{}")]
    box.close()
    assert [path.read_bytes() for path in tmp_path.glob("outbox.sqlite.broken-*")] == [torn]


def test_pages_torn_in_the_middle_are_found_at_the_start(tmp_path):
    box = SqliteOutbox(tmp_path)
    for number in range(200):
        box.put(RequestId(f"r{number}"), b"x" * 500)
    box.close()
    path = tmp_path / "outbox.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[:20480] + b"\x5a" * 20480 + whole[40960:])
    box = SqliteOutbox(tmp_path)
    assert box.pending() == []
    box.close()


def test_only_the_owner_may_look_into_the_folder(tmp_path):
    SqliteOutbox(tmp_path / "state").close()
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_number_without_proven_paper_stays_known_for_a_while(tmp_path):
    box = SqliteOutbox(tmp_path)
    box.put(RequestId("r1"), b"{}")
    box.settle(RequestId("r1"), encode_notice(RECEIPT))
    assert box.unheld(60) is None
    box.end_paper(RequestId("r1"), held=False)
    assert box.owed() == []
    assert box.unheld(60) == RECEIPT
    assert box.unheld(-1) is None
    box.end_paper(RequestId("r1"), held=True)
    assert box.unheld(60) is None
    box.close()


@pytest.mark.parametrize(
    "command",
    [
        RateVisit("2026-11-23-B001", Score.NOT_SATISFIED),
        LeaveSuggestion(SuggestionKind.CONDUCT, None, datetime(2026, 11, 23, tzinfo=UTC), "of 2026-11-23-B001"),
    ],
)
def test_nobodys_rating_or_words_are_found_on_the_card_once_they_are_answered(tmp_path, command):
    def found():
        return b"2026-11-23-B001" in b"".join(one.read_bytes() for one in tmp_path.iterdir())

    box = SqliteOutbox(tmp_path)
    box.put(RequestId("r1"), encode_request(Request("r1", command)))
    box.put(RequestId("r2"), encode_request(Request("r2", TakeTicket("dat-dai"))))
    assert found()
    assert box.settle(RequestId("r1"), encode_notice(Acceptance("r1")))
    assert not found()
    assert [request for request, _ in box.pending()] == ["r2"]
    assert not box.settle(RequestId("r1"), encode_notice(Acceptance("r1")))
    box.close()


def test_what_a_power_cut_left_is_overwritten_by_the_next_start(tmp_path):
    box = SqliteOutbox(tmp_path / "before")
    box.put(RequestId("r1"), b"what somebody thinks")
    box._db.execute("UPDATE requests SET payload = x'', answer = x'00', at = 9e9, paper = 'ended'")
    shutil.copytree(tmp_path / "before", tmp_path / "after")
    box.close()
    files = list((tmp_path / "after").iterdir())
    assert any(b"somebody thinks" in one.read_bytes() for one in files)
    box = SqliteOutbox(tmp_path / "after")
    assert not any(b"somebody thinks" in one.read_bytes() for one in files if one.exists())
    box.close()
