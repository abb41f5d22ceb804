"""Addresses that cannot be guessed."""

from contract.ids import VisitId
from controller.core.follow import follow_path, is_marked

VISIT = VisitId("2026-11-23-B001")


def test_addresses_open_only_with_their_own_mark():
    _t, visit, mark = follow_path("secret", VISIT).split("/")
    assert visit == VISIT
    assert is_marked("secret", VISIT, mark)
    assert not is_marked("other", VISIT, mark)
    assert not is_marked("secret", VisitId("2026-11-23-B002"), mark)
    assert not is_marked("secret", VISIT, "é")
