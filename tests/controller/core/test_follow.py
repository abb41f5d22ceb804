"""Addresses that cannot be guessed."""

import pytest

from contract.ids import VisitId
from contract.site import Web
from controller.core.follow import follow_path, follow_root, invitation_mark, is_invited, is_marked

VISIT = VisitId("2026-11-23-B001")


def test_addresses_open_only_with_their_own_mark():
    _t, visit, mark = follow_path("secret", VISIT).split("/")
    assert visit == VISIT
    assert is_marked("secret", VISIT, mark)
    assert not is_marked("other", VISIT, mark)
    assert not is_marked("secret", VisitId("2026-11-23-B002"), mark)
    assert not is_marked("secret", VISIT, "é")


def test_an_invitation_is_proved_by_another_mark_than_the_address():
    mark = invitation_mark("secret", VISIT)
    assert is_invited("secret", VISIT, mark)
    assert not is_invited("secret", VISIT, follow_path("secret", VISIT).rpartition("/")[2])
    assert not is_marked("secret", VISIT, mark)
    assert not is_invited("secret", VisitId("2026-11-23-B002"), mark)
    assert not is_invited("other", VISIT, mark)


@pytest.mark.parametrize(
    ("web", "root"),
    [
        (Web("10.0.0.5", 8080), "http://10.0.0.5:8080"),
        (Web("fd00::5", 8080), "http://[fd00::5]:8080"),
        (Web(address="https://motcua.example"), "https://motcua.example"),
        (Web(address="https://motcua.example/"), "https://motcua.example"),
    ],
)
def test_the_root_has_no_slash_at_its_end(web, root):
    assert follow_root(web) == root
