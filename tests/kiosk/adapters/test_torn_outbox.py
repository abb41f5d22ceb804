"""The power goes while the kiosk writes: what was stored before is there, each tap once, and nothing that was never tapped."""

import random
import shutil
from datetime import UTC, datetime

import pytest

from contract.codec import encode_notice, encode_request
from contract.commands import Request, TakeTicket
from contract.ids import RequestId
from contract.notices import Receipt
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from tests.controller.torn_disk import snapshot, tear_log

LOG = "outbox.sqlite-wal"
CUTS = 80


def receipt(request):
    return Receipt(
        request,
        f"2026-11-23-{request}",
        "B001",
        "dat-dai",
        datetime(2026, 11, 23, tzinfo=UTC),
        3,
        f"http://x/{request}",
    )


def known(box):
    """Taps without an answer, and numbers without paper with whether it was begun."""
    return dict(box.pending()), {one.receipt.request: one.begun for one in box.owed()}


@pytest.fixture
def box(tmp_path):
    box = SqliteOutbox(tmp_path / "state")
    yield box
    box.close()


def test_a_cut_at_any_step_of_a_ticket(box, tmp_path):
    chance = random.Random(11)
    state, before, after = (tmp_path / name for name in ("state", "before", "after"))
    for cut in range(CUTS):
        request = RequestId(f"r{cut // 4}")
        steps = (
            lambda one: box.put(one, encode_request(Request(one, TakeTicket("dat-dai")))),
            lambda one: box.settle(one, encode_notice(receipt(one))),
            box.begin_paper,
            lambda one: box.end_paper(one, held=True),
        )
        snapshot(state, before)
        earlier = known(box)
        steps[cut % 4](request)
        later = known(box)
        snapshot(state, after)
        (after / LOG).write_bytes(tear_log((before / LOG).read_bytes(), (after / LOG).read_bytes(), chance))
        torn = SqliteOutbox(after)
        found = known(torn)
        torn.close()
        assert found in (earlier, later)
        assert not list(after.glob("*.broken-*"))


def test_a_card_that_lies_costs_what_it_held_and_not_the_kiosk(box, tmp_path):
    """Noise in flushed pages, which no fsync allows: the kiosk starts, and stores the next tap."""
    chance = random.Random(12)
    for number in range(30):
        box.put(RequestId(f"r{number}"), encode_request(Request(RequestId(f"r{number}"), TakeTicket("dat-dai"))))
    true = dict(box.pending())
    for _ in range(40):
        harmed = snapshot(tmp_path / "state", tmp_path / "harmed")
        for path in harmed.iterdir():
            content = bytearray(path.read_bytes())
            at = chance.randrange(0, max(len(content) - 512, 1), 512)
            content[at : at + 512] = chance.randbytes(len(content[at : at + 512]))
            path.write_bytes(content)
        torn = SqliteOutbox(harmed)
        found = dict(torn.pending())
        torn.put(RequestId("next"), b"{}")
        assert RequestId("next") in dict(torn.pending())
        torn.close()
        assert found.items() <= true.items()
        shutil.rmtree(harmed)
